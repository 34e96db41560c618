import { CrewError } from "@crewdock/contract";
import { problemAnswer } from "@crewdock/contract/serve";
import { type ByteRange, requestedRange } from "./range.ts";

/** Bytes that lie somewhere else than in memory. */
export interface StoredBytes {
  readonly mediaType: string;
  /** At least 1. */
  readonly size: number;
  /** Names just these bytes; without quotes. */
  readonly tag: string;
  /** Done before any of them is given; an error of it is the answer. */
  begin(): Promise<void>;
  /** Reads a part, a piece at a time, as the pieces are taken. */
  read(range: ByteRange): AsyncIterableIterator<Uint8Array>;
}

export interface BytesAnswerOptions {
  readonly requestId: string;
  /** Aborted when the caller has gone or the server closes. */
  readonly signal: AbortSignal;
  /** Told of what goes wrong once the answer has begun: the caller sees only that it is not whole. */
  readonly failed: (error: unknown) => void;
  /** Ends the connection of an answer that has begun and cannot be gone on with. Undefined where nobody knows it: its body fails then. */
  readonly cut: (() => void) | undefined;
}

/**
 * Bytes with their media type, or the part of them that is asked for: 206, 416 where there is none. A reader that is slow
 * makes them be read slowly: no more than a piece of them is in memory. Nobody keeps them, and a browser that is led to
 * them saves them.
 * @throws what reading the first piece and {@link StoredBytes.begin} throw: nothing has been answered by then
 */
export async function bytesAnswer(
  request: Request,
  bytes: StoredBytes,
  options: BytesAnswerOptions,
): Promise<Response> {
  const { mediaType, size } = bytes;
  const tag = `"${bytes.tag}"`;
  const range = requestedRange(request, size, tag);
  if (range === "unsatisfiable") {
    const answer = problemAnswer(new CrewError("validation", { detail: "Range" }), options.requestId, 416);
    answer.headers.set("Content-Range", `bytes */${size}`);
    return answer;
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  const body = request.method === "GET" ? await begunStream(bytes, { first, last }, options) : null;
  return new Response(body, {
    status: range ? 206 : 200,
    headers: {
      "Content-Type": mediaType,
      "Content-Length": String(last - first + 1),
      ...(range ? { "Content-Range": `bytes ${first}-${last}/${size}` } : {}),
      "Accept-Ranges": "bytes",
      ETag: tag,
      "Content-Disposition": "attachment",
    },
  });
}

/** Reads before it begins: nobody is said to have been given what was not there. */
async function begunStream(
  bytes: StoredBytes,
  range: ByteRange,
  options: BytesAnswerOptions,
): Promise<ReadableStream<Uint8Array>> {
  const pieces = bytes.read(range);
  const first = await pieces.next();
  try {
    await bytes.begin();
  } catch (error) {
    await pieces.return?.();
    throw error;
  }
  return streamOf(first, pieces, options);
}

function streamOf(
  first: IteratorResult<Uint8Array>,
  pieces: AsyncIterableIterator<Uint8Array>,
  { signal, failed, cut }: BytesAnswerOptions,
): ReadableStream<Uint8Array> {
  let read: IteratorResult<Uint8Array> | undefined = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          signal.throwIfAborted();
          const next = read ?? (await pieces.next());
          read = undefined;
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          if (!signal.aborted) failed(error);
          // a body that fails is told to people, message and all, by what stands between it and the connection
          if (!cut) throw error;
          cut();
        }
      },
      async cancel() {
        await pieces.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
