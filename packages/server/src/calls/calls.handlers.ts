import type { CallQuery, CallRecord, Page } from "@crewdock/contract";
import type { Call, Handlers } from "../http/handlers.ts";
import { scopeCondition } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import { SqlParameters } from "../store/db.ts";
import { containsPattern } from "../store/contains-pattern.ts";
import { keysetPage } from "../store/keyset.ts";
import { annotateCall } from "./annotate-call.ts";
import { CALL_COLUMNS, CALL_OWNERS, CALL_SCOPE, type CallRow, seenCall, toCallRecord } from "./call-rows.ts";
import { saveCall } from "./save-call.ts";

export function callsHandlers(services: Services): Handlers["calls"] {
  return {
    list: listCalls,
    get: async ({ id }, { db, tenant, actor }) => (await seenCall(db, tenant, actor, id)).call,
    save: ({ id, call: record }, call) => saveCall(services, id, record, call),
    annotate: (input, call) => annotateCall(services, input, call),
  };
}

function listCalls(query: CallQuery, { db, tenant, actor }: Call): Promise<Page<CallRecord>> {
  const parameters = new SqlParameters();
  parameters.add(tenant);
  const where = [scopeCondition(actor, "call.view", CALL_SCOPE, parameters)];
  if (query.userId !== undefined) where.push(`c.user_id = ${parameters.add(query.userId)}`);
  if (query.q?.trim()) where.push(`c.search like ${parameters.add(containsPattern(query.q))}`);
  return keysetPage<CallRow, CallRecord>({
    db,
    parameters,
    query,
    columns: { startedAt: { sql: "c.started_at", type: "timestamptz" } },
    defaultSort: { field: "startedAt", direction: "desc" },
    table: "call_records",
    alias: "c",
    joins: CALL_OWNERS,
    select: CALL_COLUMNS,
    where,
    toItem: toCallRecord,
  });
}
