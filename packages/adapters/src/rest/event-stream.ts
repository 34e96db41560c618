import { CrewError, isCrewError, type LiveEvent, liveEventSchema, liveEventTypes } from "@crewdock/contract";
import { Deadline } from "./abort.ts";
import { linesOf } from "./lines.ts";
import { eventsOf } from "./server-sent-events.ts";

/** Longer than the silence between two signs of life of the server. */
const longestSilence = 45_000;
const longestPause = 30_000;

export interface EventStreamOptions {
  /** Opens the stream after the event with this id. */
  readonly open: (since: string | undefined, signal: AbortSignal) => Promise<Response>;
  /** Milliseconds to open a stream. */
  readonly timeout: number;
  /** Milliseconds before the first new try; doubles with each. */
  readonly backoff: number;
  readonly reached: (online: boolean) => void;
  /** Told of the first opening, which begins with the call, not with the first read. */
  readonly opening: (response: Promise<Response>) => void;
}

interface Attempt {
  readonly deadline: Deadline;
  readonly response: Promise<Response>;
}

/**
 * Live events over fetch, so that the token travels in a header. Comes back after each break with the last id it saw,
 * at once when the browser says it is online again; where that id cannot fill the gap it says that everything may
 * have changed. Ends when the signal aborts, throws what trying again cannot mend.
 */
export function liveEvents(
  options: EventStreamOptions,
  since: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent> {
  const first = attempt(options, since, signal);
  options.opening(first.response);
  return listen(options, first, since, signal);
}

function attempt({ open, timeout }: EventStreamOptions, since: string | undefined, signal: AbortSignal): Attempt {
  const deadline = new Deadline(signal, timeout);
  const response = open(since, deadline.signal);
  response.catch(() => deadline.end()); // the loop hears of it, if anybody reads at all
  return { deadline, response };
}

async function* listen(
  options: EventStreamOptions,
  first: Attempt,
  since: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent> {
  const { backoff, reached } = options;
  let next: Attempt | null = first;
  let last = since;
  let failures = 0;
  let pause = backoff;
  while (!signal.aborted) {
    const isFirst = next !== null;
    const { deadline, response: opening }: Attempt = next ?? attempt(options, last, signal);
    next = null;
    try {
      const response = await opening;
      reached(true);
      // without an id of its own the server cannot tell what happened since the break, or since a first try that
      // failed: by then the lists have been loaded
      if (!isFirst && last === undefined) yield* everything("");
      deadline.extend(longestSilence);
      const heard = (): void => {
        failures = 0;
        deadline.extend(longestSilence);
      };
      const lines = linesOf(response, deadline.signal, heard);
      for await (const { id, data } of eventsOf(lines, { retry: (ms) => (pause = ms) })) {
        last = id ?? last;
        if (data === null) continue;
        const event = readEvent(data);
        if (event) yield event;
        else yield* everything(last ?? "");
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isCrewError(error)) throw error;
      if (error.code === "gone") last = undefined;
      else if (!error.retryable) throw error;
      else if (error.code !== "token_expired") reached(false);
    } finally {
      deadline.end();
    }
    await untilNextTry(Math.min(pause * 2 ** failures, longestPause) * (0.75 + Math.random() / 2), signal);
    failures++;
  }
}

/** Null for what is not an event: then nobody knows what it meant to say. */
function readEvent(data: string): LiveEvent | null {
  try {
    const result = liveEventSchema.safeParse(JSON.parse(data));
    return result.success ? result.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw new CrewError("internal", { cause: error });
  }
}

function* everything(cursor: string): Generator<LiveEvent> {
  const at = new Date().toISOString();
  for (const type of liveEventTypes) yield { cursor, type, id: null, at };
}

/** Waits for the time, the browser's `online` or the abort, whichever comes first. */
async function untilNextTry(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const done = (): void => resolve();
  signal.addEventListener("abort", done, { once: true });
  const page = globalThis as Partial<Pick<typeof globalThis, "addEventListener" | "removeEventListener">>;
  page.addEventListener?.("online", done);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", done);
  page.removeEventListener?.("online", done);
}
