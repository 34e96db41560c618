import { randomUUID } from "node:crypto";
import { CrewError, type Id, type RecordingInfo, recordingInfoSchema, validate } from "@crewdock/contract";
import { Slots } from "../limits/slots.ts";
import type { Services } from "../services.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { findCall, lockCall, tellChange } from "./call-rows.ts";
import { dropContent, LARGEST_RECORDING, type RecordingContent, storeContent, tooLarge } from "./recording-content.ts";

/** What an operator's telephone system has recorded of a call. */
export interface NewRecording extends RecordingInfo {
  readonly callId: Id;
  /** 1 byte to 64 MiB. A stream is stored as it comes. */
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
}

interface Attachment {
  readonly callId: Id;
  readonly info: unknown;
  readonly bytes: NewRecording["bytes"];
  readonly requestId: string | null;
}

/** So many are taken at once by an instance: each has a chunk in memory and keeps the database busy. */
const AT_ONCE = 8;

/** So long a recording may take to come, in milliseconds: the largest at 0.9 Mbit/s. */
export const UPLOAD_MS = 600_000;

/**
 * Stores a recording with its call, in place of one that is there.
 * @throws CrewError `not_found` for an unknown call, `validation`
 */
export async function attachRecording(services: Services, { callId, bytes, ...info }: NewRecording): Promise<void> {
  await attach(services, { callId, info, bytes, requestId: null });
}

/** Answers `PUT /v1/calls/{id}/recording?seconds=…`, which only the host's backend may ask: the body is the sound. */
export function recordingRoute(
  services: Services,
): (request: Request, callId: string, requestId: string) => Promise<Response> {
  const slots = new Slots(AT_ONCE, 0);
  return async (request, callId, requestId) => {
    const info = {
      mediaType: request.headers
        .get("content-type")
        ?.replace(/\s*;.*$/s, "")
        .toLowerCase(),
      seconds: secondsOf(request),
    };
    if (Number(request.headers.get("content-length") ?? 0) > LARGEST_RECORDING) throw tooLarge();
    const bytes = sent(request);
    return slots.run(async () => Response.json(await attach(services, { callId, info, bytes, requestId })));
  };
}

/** The body as it comes. @throws CrewError `cancelled` where its sender breaks off or takes too long */
async function* sent(request: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* request.body ?? [];
  } catch (error) {
    throw new CrewError("cancelled", { detail: "the sender broke off", cause: error });
  }
}

async function attach(
  services: Services,
  { callId, info: given, bytes, requestId }: Attachment,
): Promise<RecordingInfo> {
  const info = validate(recordingInfoSchema, given);
  const { db, tenant, feed, now } = services;
  if (bytes instanceof Uint8Array && bytes.byteLength > LARGEST_RECORDING) throw tooLarge();
  if (!(await findCall(db, tenant, callId))) throw new CrewError("not_found"); // before anything is read
  const contentId = randomUUID();
  try {
    // outside of a transaction, which would keep a connection, and the embedded database, for as long as the sender takes
    const sound = bytes instanceof Uint8Array ? [bytes] : bytes;
    const content = await storeContent(db, { tenant, now: now() }, contentId, sound);
    await runUnit(
      db,
      { tenant, actorId: null, now: now(), requestId },
      () => feed.wake(),
      async (unit) => {
        await lockCall(unit, tenant, callId);
        const before = await findCall(unit, tenant, callId);
        if (!before) throw new CrewError("not_found");
        await putRecording(unit, { callId, ...info }, content);
        await tellChange(unit, "call.attachRecording", before, { ...before.call, recording: info });
      },
    );
  } catch (error) {
    services.background("recording.not_cleared", () => dropContent(db, tenant, contentId));
    throw error;
  }
  return info;
}

/** Makes a stored content what is heard of a call, and drops what was. */
export async function putRecording(
  unit: Unit,
  { callId, mediaType, seconds }: Omit<NewRecording, "bytes">,
  { id, size }: RecordingContent,
): Promise<void> {
  const { tenant, now } = unit;
  const [old] = await unit.query<{ id: string }>(
    "select content_id as id from call_recordings where tenant_id = $1 and call_id = $2",
    [tenant, callId],
  );
  await unit.query("update recording_contents set attached = true where tenant_id = $1 and id = $2", [tenant, id]);
  await unit.query(
    `insert into call_recordings (tenant_id, call_id, media_type, seconds, content_id, size, at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, call_id) do update set media_type = excluded.media_type, seconds = excluded.seconds,
       content_id = excluded.content_id, size = excluded.size, at = excluded.at`,
    [tenant, callId, mediaType, seconds, id, size, now],
  );
  if (old) await dropContent(unit, tenant, old.id);
}

/** Undefined, which is refused, unless it is a whole number that the database takes. */
function secondsOf(request: Request): number | undefined {
  const text = new URL(request.url).searchParams.get("seconds");
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
