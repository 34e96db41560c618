import {
  type ActionKey,
  type CallRecord,
  CrewError,
  type Id,
  type Recording,
  type RecordingInfo,
  recordingInfoSchema,
  validate,
} from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { type Actor, demand } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { findCall, type FoundCall, lockCall, seenCall } from "./call-rows.ts";

/** What an operator's telephone system has recorded of a call. */
export interface NewRecording extends RecordingInfo {
  readonly callId: Id;
  /** At most 64 MiB. */
  readonly bytes: Uint8Array;
}

const LARGEST = 67_108_864;

export async function readRecording({ id }: { readonly id: Id }, { db, tenant, actor }: Call): Promise<Recording> {
  await reachedCall(db, tenant, actor, id, "call.recording.listen");
  const [row] = await db.query<{ media_type: string; bytes: Uint8Array<ArrayBuffer> }>(
    "select media_type, bytes from call_recordings where tenant_id = $1 and call_id = $2",
    [tenant, id],
  );
  if (!row) throw new CrewError("not_found", { detail: "no recording" });
  return { mediaType: row.media_type, bytes: row.bytes };
}

export function removeRecording({ id }: { readonly id: Id }, call: Call): Promise<CallRecord> {
  return call.write(async (unit, actor) => {
    await lockCall(unit, unit.tenant, id);
    const before = await reachedCall(unit, unit.tenant, actor, id, "call.recording.delete");
    if (!before.call.recording) return before.call;
    await unit.query("delete from call_recordings where tenant_id = $1 and call_id = $2", [unit.tenant, id]);
    return told(unit, "call.removeRecording", before, { ...before.call, recording: null });
  });
}

/**
 * Stores a recording with its call, in place of one that is there.
 * @throws CrewError `not_found` for an unknown call, `validation`
 */
export async function attachRecording(services: Services, recording: NewRecording): Promise<void> {
  const { callId, bytes } = recording;
  const { mediaType, seconds } = validate(recordingInfoSchema, recording);
  if (bytes.byteLength > LARGEST)
    throw new CrewError("validation", { fields: [{ pointer: "/bytes", code: "too_large", params: { max: LARGEST } }] });
  const { db, tenant, feed, now } = services;
  await runUnit(
    db,
    { tenant, actorId: null, now: now(), requestId: null },
    () => feed.wake(),
    async (unit) => {
      await lockCall(unit, tenant, callId);
      const before = await findCall(unit, tenant, callId);
      if (!before) throw new CrewError("not_found");
      await putRecording(unit, recording);
      await told(unit, "call.attachRecording", before, { ...before.call, recording: { mediaType, seconds } });
    },
  );
}

export async function putRecording(unit: Unit, { callId, mediaType, seconds, bytes }: NewRecording): Promise<void> {
  await unit.query(
    `insert into call_recordings (tenant_id, call_id, media_type, seconds, bytes, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, call_id) do update set media_type = excluded.media_type, seconds = excluded.seconds,
       bytes = excluded.bytes, at = excluded.at`,
    [unit.tenant, callId, mediaType, seconds, bytes, unit.now],
  );
}

/** @throws CrewError `not_found` for a call that is out of sight, `forbidden` where the action does not reach it */
async function reachedCall(db: Queries, tenant: string, actor: Actor, id: Id, action: ActionKey): Promise<FoundCall> {
  const found = await seenCall(db, tenant, actor, id);
  demand(actor, action, { ownerId: found.call.userId, departmentId: found.departmentId });
  return found;
}

async function told(
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
