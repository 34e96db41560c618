import { CrewError } from "@crewdock/contract";
import type { Db, Queries } from "../store/db.ts";

/** So much of a recording is in memory at once, in bytes. Contents that were stored with another size are read as well. */
const CHUNK = 262_144;

/** The largest recording, in bytes. */
export const LARGEST_RECORDING = 67_108_864;

/** Sound in pieces of any size. */
export type Bytes = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** What lies in the chunks of one recording; never changed once it is whole. */
export interface RecordingContent {
  readonly id: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * Stores sound chunk by chunk as it comes. Nobody hears it until it is attached to a call.
 * @param id a new one; whoever does not attach it, also because this failed, drops it
 * @throws CrewError `validation` for nothing at all and for more than {@link LARGEST_RECORDING}, which is not read to its end
 */
export async function storeContent(
  db: Queries,
  { tenant, now }: { readonly tenant: string; readonly now: Date },
  id: string,
  bytes: Bytes,
): Promise<RecordingContent> {
  await db.query("insert into recording_contents (tenant_id, id, begun_at) values ($1, $2, $3)", [tenant, id, now]);
  let size = 0;
  for await (const chunk of inChunks(bytes)) {
    await db.query("insert into recording_chunks (tenant_id, content_id, start, bytes) values ($1, $2, $3, $4)", [
      tenant,
      id,
      size,
      chunk,
    ]);
    size += chunk.byteLength;
  }
  if (size === 0) throw new CrewError("validation", { fields: [{ pointer: "/bytes", code: "required" }] });
  return { id, size };
}

/** Both ends count in. Chunks are read as they are taken; ends with an error where the recording is removed meanwhile. */
export async function* readContent(
  db: Queries,
  tenant: string,
  { id, first, last }: { readonly id: string; readonly first: number; readonly last: number },
): AsyncGenerator<Uint8Array> {
  for (let at = first; at <= last;) {
    const [chunk] = await db.query<{ start: number; bytes: Uint8Array }>(
      `select start, bytes from recording_chunks where tenant_id = $1 and content_id = $2 and start <= $3
       order by start desc limit 1`,
      [tenant, id, at],
    );
    const part = chunk?.bytes.subarray(at - chunk.start, last + 1 - chunk.start);
    if (!part || part.byteLength === 0) throw new CrewError("gone", { detail: "the recording was removed meanwhile" });
    yield part;
    at += part.byteLength;
  }
}

export async function dropContent(db: Queries, tenant: string, id: string): Promise<void> {
  await db.query("delete from recording_contents where tenant_id = $1 and id = $2", [tenant, id]);
}

/** So many that nobody hears any more are dropped by one statement, of whose chunks there may be very many. */
const DROPPED_AT_ONCE = 200;

/**
 * Clears away what was begun before and never attached, as its sender or this process went away in the middle, and what
 * no call has any more: whoever deletes calls from the database takes no heed of it. A content is never attached again.
 */
export async function pruneContents(db: Db, before: Date): Promise<void> {
  await db.query("delete from recording_contents where not attached and begun_at < $1", [before]);
  let dropped: readonly object[];
  do {
    dropped = await db.query(
      `delete from recording_contents where (tenant_id, id) in (
         select c.tenant_id, c.id from recording_contents c where c.attached and c.begun_at < $1 and not exists (
           select 1 from call_recordings r where r.tenant_id = c.tenant_id and r.content_id = c.id)
         limit $2)
       returning id`,
      [before, DROPPED_AT_ONCE],
    );
  } while (dropped.length === DROPPED_AT_ONCE);
}

/** The same buffer each time: a chunk is good until the next one is asked for. */
async function* inChunks(bytes: Bytes): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(CHUNK);
  let filled = 0;
  let size = 0;
  for await (const piece of bytes) {
    size += piece.byteLength;
    if (size > LARGEST_RECORDING) throw tooLarge();
    for (let at = 0; at < piece.byteLength;) {
      const part = piece.subarray(at, at + CHUNK - filled);
      chunk.set(part, filled);
      filled += part.byteLength;
      at += part.byteLength;
      if (filled < CHUNK) continue;
      yield chunk;
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** The error for a recording of more than {@link LARGEST_RECORDING}. */
export function tooLarge(): CrewError {
  return new CrewError("validation", {
    fields: [{ pointer: "/bytes", code: "too_large", params: { max: LARGEST_RECORDING } }],
  });
}
