import { type CallNotes, type CallRecord, CrewError } from "@crewdock/contract";
import { FieldErrors } from "../http/field-errors.ts";
import type { Call } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import { lockCall, seenCall } from "./call-rows.ts";

/** Writes down what came of one's own call. */
export function annotateCall(
  { policy }: Services,
  { id, version, notes }: { readonly id: string; readonly version: string; readonly notes: CallNotes },
  call: Call,
): Promise<CallRecord> {
  return call.write(async (unit, actor) => {
    const before = await lockCall(unit, unit.tenant, id);
    if (before?.userId !== actor.user.id) {
      await seenCall(unit, unit.tenant, actor, id);
      throw new CrewError("forbidden", { detail: "another person's call" });
    }
    if (before.version !== version) throw new CrewError("conflict", { current: before });
    const { note, outcome } = notes;
    const errors = new FieldErrors();
    const stays = outcome === (before.outcome ?? null);
    if (outcome !== null && !stays && !policy.callOutcomes?.some((known) => known.id === outcome))
      errors.add("/outcome", "invalid_option");
    errors.throwIfAny();
    await unit.query(
      "update call_records set note = $3, outcome = $4, notes_version = notes_version + 1 where tenant_id = $1 and id = $2",
      [unit.tenant, id, note, outcome],
    );
    const { call: after } = await seenCall(unit, unit.tenant, actor, id, { own: true });
    unit.emit({ type: "call.changed", id, ownerId: actor.user.id, departmentIds: [actor.user.departmentId] });
    await unit.audit({ action: "call.annotate", recordType: "call", recordId: id, before, after });
    return after;
  });
}
