import type { Recording } from "../calls/call-recording.ts";
import { CrewError } from "../errors/crew-error.ts";
import { errorCodes } from "../errors/error-codes.ts";
import { type Problem, toProblem } from "../errors/problem.ts";
import { validate } from "../errors/validate.ts";
import { isLiveStream } from "./live-stream.ts";
import { readOutput } from "./output-reader.ts";
import type { AnyOperation } from "./request-input.ts";

/** How often a silent stream of events says that it is still there, in milliseconds. */
const KEEP_ALIVE_MS = 15_000;
/** Signs of life for which a reader had no room, one after the other, before its stream ends. */
const MAX_IGNORED = 4;

/** The answer of an operation as the contract has it; whatever else the handler returned is cut off. */
export function checkedOutput(operation: AnyOperation, output: unknown): unknown {
  const read = readOutput(operation.output, output);
  if (read) return read.data;
  try {
    return validate(operation.output, output); // names the members that are wrong
  } catch (error) {
    throw new CrewError("internal", { cause: error, detail: `answer of ${operation.path}` });
  }
}

export function jsonAnswer(output: unknown, status = 200): Response {
  if (output === undefined) return new Response(null, { status: 204 });
  return Response.json(output, { status, headers: etagOf(output) });
}

/** Bytes with their media type. Nobody keeps them, and a browser that is led to them saves them. */
export function binaryAnswer(output: unknown): Response {
  const { mediaType, bytes } = output as Recording;
  return new Response(bytes, {
    headers: {
      "Content-Type": mediaType,
      "Content-Length": String(bytes.byteLength),
      "Content-Disposition": "attachment",
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

function etagOf(output: unknown): Record<string, string> {
  return typeof output === "object" && output !== null && "version" in output && typeof output.version === "string"
    ? { ETag: `"${output.version}"` }
    : {};
}

/** Problem details (RFC 9457). */
export function problemAnswer(
  error: CrewError,
  requestId: string,
  status: number = errorCodes[error.code].status,
): Response {
  const problem = { ...toProblem(error, requestId), status };
  return new Response(JSON.stringify(problem), {
    // 499 is nobody's status to send: the caller has gone
    status,
    headers: {
      "Content-Type": "application/problem+json",
      ...(error.retryAfter === undefined ? {} : { "Retry-After": String(Math.ceil(error.retryAfter)) }),
      ...(status === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
    },
  });
}

/**
 * Lines of JSON as they come. The first is awaited before anything is sent, so that a refusal is an ordinary problem.
 * What goes wrong later is handed to `failed`, and its problem is the last line. When the caller leaves, `leave` is
 * called and the handler's loop ends.
 */
export async function linesAnswer(
  operation: AnyOperation,
  values: AsyncIterable<unknown>,
  leave: () => void,
  failed: (error: unknown) => Problem,
): Promise<Response> {
  const iterator = values[Symbol.asyncIterator]();
  const gone = new AbortController();
  let next: IteratorResult<unknown> | undefined = await iterator.next();
  const line = (value: unknown): Uint8Array => encode(`${JSON.stringify(value)}\n`);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const result = next ?? (await iterator.next());
        next = undefined;
        if (!result.done) return controller.enqueue(line(checkedOutput(operation, result.value)));
      } catch (error) {
        if (gone.signal.aborted) return; // nobody reads on, and leaving is what ended it
        controller.enqueue(line(failed(error)));
        await iterator.return?.().catch(failed);
      }
      if (!gone.signal.aborted) controller.close();
    },
    async cancel() {
      gone.abort();
      leave();
      await iterator.return?.();
    },
  });
  return new Response(body, {
    headers: { "Content-Type": "application/x-ndjson; charset=utf-8", "X-Accel-Buffering": "no" },
  });
}

/**
 * Server-sent events; the cursor of each is its id. The opening and each sign of life carry the id of how far the stream
 * has come, so that a page that heard of nothing can go on from there too. Events are fetched as the reader takes them;
 * one that takes nothing for a minute is cut off. However it ends, `leave` is called and the handler's loop ends.
 */
export function eventsAnswer(
  operation: AnyOperation,
  values: AsyncIterable<unknown>,
  leave: () => void,
  failed: (error: unknown) => void,
): Response {
  const iterator = values[Symbol.asyncIterator]();
  const sign = (word: string): Uint8Array => {
    const cursor = isLiveStream(values) ? values.cursor() : undefined;
    return encode(cursor === undefined ? `: ${word}\n\n` : `: ${word}\nid: ${cursor}\n\n`);
  };
  let timer: ReturnType<typeof setInterval> | undefined;
  let ignored = 0;
  let hasEnded = false;
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    clearInterval(timer);
    leave();
    iterator.return?.().catch(failed); // not waited for: a loop that is deaf to its signal ends when it next wakes
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(sign("ready"));
      timer = setInterval(() => {
        ignored = (controller.desiredSize ?? 0) > 0 ? 0 : ignored + 1;
        if (ignored === 0) controller.enqueue(sign("alive"));
        if (ignored < MAX_IGNORED) return;
        end();
        controller.error(new CrewError("timeout", { detail: "the reader takes nothing" }));
      }, KEEP_ALIVE_MS);
      letProcessEnd(timer);
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (hasEnded) return;
        if (!next.done) return controller.enqueue(eventFrame(operation, next.value));
        end();
        controller.close();
      } catch (error) {
        if (hasEnded) return; // nobody reads on, and leaving is what ended it
        end();
        failed(error);
        throw error;
      }
    },
    cancel: end,
  });
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" },
  });
}

/** In Node a timer keeps the process alive unless it is told not to; elsewhere there is nothing to tell. */
function letProcessEnd(timer: unknown): void {
  if (typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function")
    timer.unref();
}

const frames = new WeakMap<object, Uint8Array>();

/** The bytes of an event; one that is yielded to many streams as the same object is written once. */
function eventFrame(operation: AnyOperation, event: unknown): Uint8Array {
  const known = typeof event === "object" && event !== null ? frames.get(event) : undefined;
  if (known) return known;
  const frame = encode(eventText(checkedOutput(operation, event)));
  if (typeof event === "object" && event !== null) frames.set(event, frame);
  return frame;
}

function eventText(event: unknown): string {
  const cursor = typeof event === "object" && event !== null && "cursor" in event ? String(event.cursor) : "";
  return `id: ${cursor}\ndata: ${JSON.stringify(event)}\n\n`;
}

const encoder = new TextEncoder();
function encode(text: string): Uint8Array {
  return encoder.encode(text);
}
