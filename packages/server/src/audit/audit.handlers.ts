import type { AuditQuery, AuditRecord, Page } from "@crewdock/contract";
import type { Call, Handlers } from "../http/handlers.ts";
import { SqlParameters } from "../store/db.ts";
import { containsPattern } from "../store/contains-pattern.ts";
import { keysetPage } from "../store/keyset.ts";
import { within } from "../store/within.ts";

interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actor_id: string | null;
  readonly action: string;
  readonly record_type: string;
  readonly record_id: string;
  readonly before: unknown;
  readonly after: unknown;
}

export const auditHandlers: Handlers["audit"] = { list: listAudit };

function listAudit(query: AuditQuery, { db, tenant }: Call): Promise<Page<AuditRecord>> {
  const parameters = new SqlParameters();
  parameters.add(tenant);
  const where = [...within("a.at", query, parameters)];
  for (const [column, value] of [
    ["actor_id", query.actorId],
    ["record_type", query.recordType],
    ["record_id", query.recordId],
  ] as const)
    if (value !== undefined) where.push(`a.${column} = ${parameters.add(value)}`);
  if (query.q?.trim()) {
    const pattern = parameters.add(containsPattern(query.q));
    where.push(`(lower(a.action) like ${pattern} or lower(a.record_id) like ${pattern})`);
  }
  return keysetPage<AuditRow, AuditRecord>({
    db,
    parameters,
    query,
    columns: { at: { sql: "a.at", type: "timestamptz" } },
    defaultSort: { field: "at", direction: "desc" },
    table: "audit_records",
    alias: "a",
    id: "seq",
    select: "a.seq::text as id, a.at, a.actor_id, a.action, a.record_type, a.record_id, a.before, a.after",
    where,
    toItem: (row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actorId: row.actor_id,
      action: row.action,
      recordType: row.record_type,
      recordId: row.record_id,
      before: row.before,
      after: row.after,
    }),
  });
}
