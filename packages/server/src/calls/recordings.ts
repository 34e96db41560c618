import { type CallRecord, CrewError, type Id } from "@crewdock/contract";
import type { StoredBytes } from "../http/bytes-answer.ts";
import type { Call } from "../http/handlers.ts";
import { lockCall, tellChange } from "./call-rows.ts";
import { beginListening } from "./listenings.ts";
import { reachedCall } from "./reached-call.ts";
import { dropContent, readContent } from "./recording-content.ts";

export async function readRecording({ id }: { readonly id: Id }, call: Call): Promise<StoredBytes> {
  const { db, tenant, actor } = call;
  await reachedCall(db, tenant, actor, id, "call.recording.listen");
  const [row] = await db.query<{ media_type: string; seconds: number; content_id: string; size: number }>(
    "select media_type, seconds, content_id, size from call_recordings where tenant_id = $1 and call_id = $2",
    [tenant, id],
  );
  if (!row) throw new CrewError("not_found", { detail: "no recording" });
  const { media_type: mediaType, seconds, content_id: tag, size } = row;
  return {
    mediaType,
    size,
    tag,
    begin: () => beginListening({ callId: id, contentId: tag, seconds }, call),
    read: (range) => readContent(db, tenant, { id: tag, ...range }),
  };
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
