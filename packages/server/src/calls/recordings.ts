import { type ActionKey, type CallRecord, CrewError, type Id } from "@crewdock/contract";
import type { StoredBytes } from "../http/bytes-answer.ts";
import type { Call } from "../http/handlers.ts";
import { type Actor, demand } from "../rights/actor.ts";
import type { Queries } from "../store/db.ts";
import { type FoundCall, lockCall, seenCall, tellChange } from "./call-rows.ts";
import { dropContent, readContent } from "./recording-content.ts";

export async function readRecording({ id }: { readonly id: Id }, { db, tenant, actor }: Call): Promise<StoredBytes> {
  await reachedCall(db, tenant, actor, id, "call.recording.listen");
  const [row] = await db.query<{ media_type: string; content_id: string; size: number }>(
    "select media_type, content_id, size from call_recordings where tenant_id = $1 and call_id = $2",
    [tenant, id],
  );
  if (!row) throw new CrewError("not_found", { detail: "no recording" });
  const { media_type: mediaType, content_id: tag, size } = row;
  return { mediaType, size, tag, read: (range) => readContent(db, tenant, { id: tag, ...range }) };
}

export function removeRecording({ id }: { readonly id: Id }, call: Call): Promise<CallRecord> {
  return call.write(async (unit, actor) => {
    await lockCall(unit, unit.tenant, id);
    const before = await reachedCall(unit, unit.tenant, actor, id, "call.recording.delete");
    if (!before.call.recording) return before.call;
    const [removed] = await unit.query<{ content_id: string }>(
      "delete from call_recordings where tenant_id = $1 and call_id = $2 returning content_id",
      [unit.tenant, id],
    );
    if (removed) await dropContent(unit, unit.tenant, removed.content_id);
    return tellChange(unit, "call.removeRecording", before, { ...before.call, recording: null });
  });
}

/** @throws CrewError `not_found` for a call that is out of sight, `forbidden` where the action does not reach it */
async function reachedCall(db: Queries, tenant: string, actor: Actor, id: Id, action: ActionKey): Promise<FoundCall> {
  const found = await seenCall(db, tenant, actor, id);
  demand(actor, action, { ownerId: found.call.userId, departmentId: found.departmentId });
  return found;
}
