import { CrewError, errorCodes, type Problem, toProblem, validate } from "@crewdock/contract";
import type { AnyOperation } from "./request-input.ts";

/** How often a silent stream of events says that it is still there, in milliseconds. */
const KEEP_ALIVE_MS = 15_000;

/** The answer of an operation as the contract has it; whatever else the handler returned is cut off. */
export function checkedOutput(operation: AnyOperation, output: unknown): unknown {
  try {
    return validate(operation.output, output);
  } catch (error) {
    throw new CrewError("internal", { cause: error, detail: `answer of ${operation.path}` });
  }
}

export function jsonAnswer(output: unknown, status = 200): Response {
  if (output === undefined) return new Response(null, { status: 204 });
  return Response.json(output, { status, headers: etagOf(output) });
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

/** Server-sent events; the cursor of each is its id. */
export function eventsAnswer(
  operation: AnyOperation,
  values: AsyncIterable<unknown>,
  leave: () => void,
  failed: (error: unknown) => void,
): Response {
  const iterator = values[Symbol.asyncIterator]();
  const open = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => {
        if (!open.signal.aborted) controller.enqueue(encode(text));
      };
      send(": ready\n\n");
      const timer = setInterval(() => send(": alive\n\n"), KEEP_ALIVE_MS).unref();
      open.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
      const pump = async (): Promise<void> => {
        try {
          for (let next = await iterator.next(); !next.done; next = await iterator.next())
            send(eventText(checkedOutput(operation, next.value)));
          if (!open.signal.aborted) controller.close();
        } catch (error) {
          failed(error);
          if (!open.signal.aborted) controller.error(error);
        } finally {
          open.abort();
        }
      };
      void pump();
    },
    cancel() {
      open.abort();
      leave();
    },
  });
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" },
  });
}

function eventText(event: unknown): string {
  const cursor = typeof event === "object" && event !== null && "cursor" in event ? String(event.cursor) : "";
  return `id: ${cursor}\ndata: ${JSON.stringify(event)}\n\n`;
}

const encoder = new TextEncoder();
function encode(text: string): Uint8Array {
  return encoder.encode(text);
}
