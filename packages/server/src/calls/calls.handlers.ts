import type { CallQuery, CallRecord, Page } from "@crewdock/contract";
import type { Call, Handlers } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import { SqlParameters } from "../store/db.ts";
import { keysetPage } from "../store/keyset.ts";
import { annotateCall } from "./annotate-call.ts";
import { callConditions } from "./call-filter.ts";
import { CALL_COLUMNS, CALL_OWNERS, type CallRow, seenCall, toCallRecord } from "./call-rows.ts";
import { callStatistics } from "./call-statistics.ts";
import { readRecording, removeRecording } from "./recordings.ts";
import { saveCall } from "./save-call.ts";

export function callsHandlers(services: Services): Handlers["calls"] {
  return {
    list: listCalls,
    statistics: callStatistics,
    get: async ({ id }, { db, tenant, actor }) => (await seenCall(db, tenant, actor, id)).call,
    save: ({ id, call: record }, call) => saveCall(services, id, record, call),
    recording: readRecording,
    removeRecording,
    annotate: (input, call) => annotateCall(services, input, call),
  };
}

function listCalls(query: CallQuery, call: Call): Promise<Page<CallRecord>> {
  const parameters = new SqlParameters();
  parameters.add(call.tenant);
  return keysetPage<CallRow, CallRecord>({
    db: call.db,
    parameters,
    query,
    columns: { startedAt: { sql: "c.started_at", type: "timestamptz" } },
    defaultSort: { field: "startedAt", direction: "desc" },
    table: "call_records",
    alias: "c",
    joins: CALL_OWNERS,
    select: CALL_COLUMNS,
    where: callConditions(query, call, parameters),
    toItem: toCallRecord,
  });
}
