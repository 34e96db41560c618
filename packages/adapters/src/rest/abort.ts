import { CrewError } from "@crewdock/contract";

/** A promise that rejects when the signal aborts, and the way to stop caring. */
export interface AbortWatch {
  readonly aborted: Promise<never>;
  readonly stop: () => void;
}

/** @throws CrewError (by the promise) `cancelled`, or `timeout` where the signal's reason is one. */
export function watchAbort(signal: AbortSignal): AbortWatch {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {}); // nobody may be waiting when the signal aborts
  const abort = (): void => reject(abortError(signal));
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  return { aborted: promise, stop: () => signal.removeEventListener("abort", abort) };
}

/** Waits for a promise, but settles at once when the signal aborts, whatever the promise does. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const watch = watchAbort(signal);
  try {
    return await Promise.race([promise, watch.aborted]);
  } finally {
    watch.stop();
  }
}

export function abortError(signal: AbortSignal): CrewError {
  const reason: unknown = signal.reason;
  if (reason instanceof CrewError) return reason;
  const late = reason instanceof Error && reason.name === "TimeoutError";
  return new CrewError(late ? "timeout" : "cancelled", { cause: reason });
}

/** A signal that aborts with the caller's, or with `timeout` after `ms`. End it when the call is over. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #follow = (): void => {
    clearTimeout(this.#timer);
    this.#controller.abort(this.#caller.reason);
  };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(caller: AbortSignal, ms: number) {
    this.#caller = caller;
    caller.addEventListener("abort", this.#follow, { once: true });
    if (caller.aborted) this.#follow();
    else this.extend(ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the time anew. */
  extend(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#controller.signal.aborted)
      this.#timer = setTimeout(() => this.#controller.abort(new CrewError("timeout")), ms);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener("abort", this.#follow);
  }
}
