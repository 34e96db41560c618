import {
  type CallQuery,
  type CallRecord,
  type CallRecordInput,
  CrewError,
  type IsoTime,
  type Page,
} from "@crewdock/contract";
import { FieldErrors } from "../http/field-errors.ts";
import type { Call, Handlers } from "../http/handlers.ts";
import { scopeCondition } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import { type Queries, SqlParameters } from "../store/db.ts";
import { containsPattern, fold } from "../store/fold.ts";
import { keysetPage } from "../store/keyset.ts";
import type { Unit } from "../store/unit.ts";

export interface CallRow {
  readonly id: string;
  readonly user_id: string;
  readonly direction: CallRecord["direction"];
  readonly number: string;
  readonly name: string | null;
  readonly contact_id: string | null;
  readonly started_at: Date;
  readonly answered_at: Date | null;
  readonly ended_at: Date | null;
  readonly result: CallRecord["result"];
}

const COLUMNS = `c.id, c.user_id, c.direction, c.number, c.name, c.contact_id, c.started_at, c.answered_at, c.ended_at, c.result`;

export function callsHandlers(_services: Services): Handlers["calls"] {
  return { list: listCalls, save: ({ id, call: record }, call) => saveCall(id, record, call) };
}

function listCalls(query: CallQuery, { db, tenant, actor }: Call): Promise<Page<CallRecord>> {
  const parameters = new SqlParameters();
  parameters.add(tenant);
  const columns = { owner: "c.user_id", department: "coalesce(o.department_id, r.department_id)" };
  const where = [scopeCondition(actor, "call.view", columns, parameters)];
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
    // the calls of somebody who was deleted stay with the department
    joins: `left join users o on o.tenant_id = c.tenant_id and o.id = c.user_id
      left join removed_users r on r.tenant_id = c.tenant_id and r.id = c.user_id`,
    select: COLUMNS,
    where,
    toItem: toCallRecord,
  });
}

async function saveCall(id: string, record: CallRecordInput, call: Call): Promise<CallRecord> {
  const errors = new FieldErrors();
  if (isBefore(record.answeredAt, record.startedAt)) errors.add("/answeredAt", "too_small");
  if (isBefore(record.endedAt, record.answeredAt ?? record.startedAt)) errors.add("/endedAt", "too_small");
  if ((record.endedAt === null) !== (record.result === "ongoing")) errors.add("/result", "mismatch");
  errors.throwIfAny();
  const userId = call.actor.user.id;
  return call.write(async (unit, actor) => {
    const stored = await findCall(unit, call.tenant, id);
    if (stored && stored.user_id !== userId) throw new CrewError("forbidden", { detail: "another person's call" });
    // A late message of a page that did not see the end must not reopen the call.
    if (stored?.ended_at && record.endedAt === null) return toCallRecord(stored);
    await putCall(unit, id, userId, record);
    const saved = await findCall(unit, call.tenant, id);
    if (!saved) throw new CrewError("internal");
    if (saved.user_id !== userId) throw new CrewError("forbidden", { detail: "another person's call" });
    unit.emit({ type: "call.changed", id, ownerId: userId, departmentIds: [actor.user.departmentId] });
    await unit.audit({
      action: stored ? "call.update" : "call.create",
      recordType: "call",
      recordId: id,
      before: stored ? toCallRecord(stored) : null,
      after: toCallRecord(saved),
    });
    return toCallRecord(saved);
  });
}

/** As times: one moment can be written with and without fractions of a second. */
function isBefore(time: IsoTime | null, other: IsoTime): boolean {
  return time !== null && Date.parse(time) < Date.parse(other);
}

async function findCall(db: Queries, tenant: string, id: string): Promise<CallRow | undefined> {
  const rows = await db.query<CallRow>(
    `select ${COLUMNS} from call_records c where c.tenant_id = $1 and c.id = $2 for update`,
    [tenant, id],
  );
  return rows[0];
}

/** Stores a call under its id. A contact that has gone in the meantime is left out: the call itself must not be lost. */
export async function putCall(unit: Unit, id: string, userId: string, record: CallRecordInput): Promise<void> {
  const { direction, number, name, contactId, startedAt, answeredAt, endedAt, result } = record;
  await unit.query(
    `insert into call_records (tenant_id, id, user_id, direction, number, name, contact_id, started_at, answered_at, ended_at, result, search)
     values ($1, $2, $3, $4, $5, $6, (select id from contacts where tenant_id = $1 and id = $7), $8, $9, $10, $11, $12)
     on conflict (tenant_id, id) do update set direction = excluded.direction, number = excluded.number,
       name = excluded.name, contact_id = excluded.contact_id, started_at = excluded.started_at,
       answered_at = excluded.answered_at, ended_at = excluded.ended_at, result = excluded.result, search = excluded.search
     where call_records.user_id = excluded.user_id
       and (call_records.ended_at is null or excluded.ended_at is not null)`, // it may have ended since it was looked at
    [
      unit.tenant,
      id,
      userId,
      direction,
      number,
      name,
      contactId,
      new Date(startedAt),
      answeredAt && new Date(answeredAt),
      endedAt && new Date(endedAt),
      result,
      fold(`${number} ${name ?? ""}`),
    ],
  );
}

function toCallRecord(row: CallRow): CallRecord {
  return {
    id: row.id,
    userId: row.user_id,
    direction: row.direction,
    number: row.number,
    name: row.name,
    contactId: row.contact_id,
    startedAt: row.started_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    result: row.result,
  };
}
