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
  /** Told of what goes wrong once the answer has begun; its connection is cut, so that the caller sees that it is not whole. */
  readonly failed: (error: unknown) => void;
}

/**
 * Bytes with their media type, or the part of them that is asked for: 206, 416 where there is none. A reader that is slow
 * makes them be read slowly: no more than a piece of them is in memory. Nobody keeps them, and a browser that is led to
 * them saves them.
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
  if (request.method === "GET") await bytes.begin();
  const { first, last } = range ?? { first: 0, last: size - 1 };
  return new Response(
    streamOf(() => bytes.read({ first, last }), options),
    {
      status: range ? 206 : 200,
      headers: {
        "Content-Type": mediaType,
        "Content-Length": String(last - first + 1),
        ...(range ? { "Content-Range": `bytes ${first}-${last}/${size}` } : {}),
        "Accept-Ranges": "bytes",
        ETag: tag,
        "Content-Disposition": "attachment",
      },
    },
  );
}

function streamOf(
  read: () => AsyncIterableIterator<Uint8Array>,
  { signal, failed }: BytesAnswerOptions,
): ReadableStream<Uint8Array> {
  let pieces: AsyncIterableIterator<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          signal.throwIfAborted();
          const next = await (pieces ??= read()).next();
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          if (!signal.aborted) failed(error);
          throw error;
        }
      },
      async cancel() {
        await pieces?.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
