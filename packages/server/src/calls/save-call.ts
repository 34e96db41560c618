import { type CallRecord, type CallRecordInput, CrewError } from "@crewdock/contract";
import { callErrors, fold, refuse } from "@crewdock/contract/serve";
import { writeCounting } from "../access/counting.ts";
import type { Call } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { lockCall } from "./call-rows.ts";

/** Stores the actor's own call. */
export async function saveCall(
  services: Services,
  id: string,
  record: CallRecordInput,
  call: Call,
): Promise<CallRecord> {
  refuse(callErrors(record));
  const userId = call.actor.user.id;
  return writeCounting(services, call, async (unit, actor, counter) => {
    // of two messages that come at once the second sees what the first has stored
    unit.send("select pg_advisory_xact_lock(7267431, hashtext($1))", [`${call.tenant} ${id}`]);
    const stored = await lockCall(unit, call.tenant, id);
    if (stored && stored.userId !== userId) throw new CrewError("forbidden", { detail: "another person's call" });
    // A late message of a page that did not see the end must not reopen the call.
    if (stored && stored.endedAt !== null && record.endedAt === null) return stored;
    await putCall(unit, id, userId, record);
    const saved = await lockCall(unit, call.tenant, id);
    if (!saved) throw new CrewError("internal");
    // at its end: who reaches a limit by a call could not tell of its end any more
    if (record.direction === "outgoing" && record.endedAt !== null && (stored?.endedAt ?? null) === null)
      await counter.add("call.place", 1);
    unit.emit({ type: "call.changed", id, ownerId: userId, departmentIds: [actor.user.departmentId] });
    await unit.audit({
      action: stored ? "call.update" : "call.create",
      recordType: "call",
      recordId: id,
      before: stored ?? null,
      after: saved,
    });
    return saved;
  });
}

/** What a search for a call goes through: the number and the name. */
export function callSearch({ number, name }: Pick<CallRecordInput, "number" | "name">): string {
  return fold(`${number} ${name ?? ""}`);
}

/** Stores a call under its id. A contact that has gone in the meantime is left out: the call itself must not be lost. */
export async function putCall(unit: Unit, id: string, userId: string, record: CallRecordInput): Promise<void> {
  const { direction, number, name, contactId, startedAt, answeredAt, endedAt, result } = record;
  await unit.query(
    `insert into call_records (tenant_id, id, user_id, direction, number, name, contact_id, started_at, answered_at, ended_at, result, search)
     values ($1, $2, $3, $4, $5, $6, (select id from contacts where tenant_id = $1 and id = $7), $8, $9, $10, $11, $12)
     on conflict (tenant_id, id) do update set direction = excluded.direction, number = excluded.number,
       name = excluded.name, contact_id = excluded.contact_id, started_at = excluded.started_at,
       answered_at = excluded.answered_at, ended_at = excluded.ended_at, result = excluded.result, search = excluded.search`,
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
      callSearch(record),
    ],
  );
}
