import { type CallRecord, CrewError, type RecordingInfo } from "@crewdock/contract";
import { type Actor, mayDo } from "../rights/actor.ts";
import type { Queries } from "../store/db.ts";
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
  readonly notes_version: number;
  readonly note: string | null;
  readonly outcome: string | null;
  readonly recording: RecordingInfo | null;
}

/** Of `call_records c`. */
export const CALL_COLUMNS = `c.id, c.user_id, c.direction, c.number, c.name, c.contact_id, c.started_at, c.answered_at, c.ended_at,
  c.result, c.notes_version, c.note, c.outcome,
  (select json_build_object('mediaType', d.media_type, 'seconds', d.seconds) from call_recordings d
    where d.tenant_id = c.tenant_id and d.call_id = c.id) as recording`;

/** Where the owner of `call_records c` is, as `o` or `r`: the calls of somebody who was deleted stay with the department. */
export const CALL_OWNERS = `left join users o on o.tenant_id = c.tenant_id and o.id = c.user_id
  left join removed_users r on r.tenant_id = c.tenant_id and r.id = c.user_id`;

/** What the scope of an action goes by, with {@link CALL_OWNERS}. */
export const CALL_SCOPE = { ownerId: "c.user_id", departmentId: "coalesce(o.department_id, r.department_id)" } as const;

export function toCallRecord(row: CallRow): CallRecord {
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
    version: String(row.notes_version),
    note: row.note,
    outcome: row.outcome,
    recording: row.recording,
  };
}

/** A call with the department that its owner is in, or was. */
export interface FoundCall {
  readonly call: CallRecord;
  readonly departmentId: string | null;
}

export async function findCall(db: Queries, tenant: string, id: string): Promise<FoundCall | undefined> {
  const [row] = await db.query<CallRow & { readonly department_id: string | null }>(
    `select ${CALL_COLUMNS}, ${CALL_SCOPE.departmentId} as department_id from call_records c ${CALL_OWNERS}
     where c.tenant_id = $1 and c.id = $2`,
    [tenant, id],
  );
  return row && { call: toCallRecord(row), departmentId: row.department_id };
}

/**
 * A call that the actor may see.
 * @param own whether the actor's own calls are seen without `call.view`
 * @throws CrewError `not_found`
 */
export async function seenCall(
  db: Queries,
  tenant: string,
  actor: Actor,
  id: string,
  { own = false }: { readonly own?: boolean } = {},
): Promise<FoundCall> {
  const found = await findCall(db, tenant, id);
  if (!found) throw new CrewError("not_found");
  const { userId: ownerId } = found.call;
  const isOwn = own && ownerId === actor.user.id;
  if (isOwn || mayDo(actor, "call.view", { ownerId, departmentId: found.departmentId })) return found;
  throw new CrewError("not_found");
}

/** Locks a call for a change. */
export async function lockCall(db: Queries, tenant: string, id: string): Promise<CallRecord | undefined> {
  const rows = await db.query<CallRow>(
    `select ${CALL_COLUMNS} from call_records c where c.tenant_id = $1 and c.id = $2 for update`,
    [tenant, id],
  );
  return rows[0] && toCallRecord(rows[0]);
}

/** Writes down a change of a call and tells pages of it. @returns the call as it is now */
export async function tellChange(
  unit: Unit,
  action: string,
  { call: before, departmentId }: FoundCall,
  after: CallRecord,
): Promise<CallRecord> {
  const { id, userId: ownerId } = before;
  unit.emit({ type: "call.changed", id, ownerId, departmentIds: departmentId === null ? [] : [departmentId] });
  await unit.audit({ action, recordType: "call", recordId: id, before, after });
  return after;
}
