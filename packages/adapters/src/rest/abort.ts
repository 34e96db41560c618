import { CrewError } from "@crewdock/contract";
import { deferred } from "../deferred.ts";
import type { Environment } from "./environment.ts";

/** A promise that rejects when the signal aborts, and the way to stop caring. */
export interface AbortWatch {
  readonly aborted: Promise<never>;
  readonly stop: () => void;
}

/** @throws CrewError (by the promise) `cancelled`, or `timeout` where the signal's reason is one. */
export function watchAbort(signal: AbortSignal): AbortWatch {
  const { promise, reject } = deferred<never>();
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

/**
 * Waits. `wakeable` ends the wait when the network comes back: what failed for want of it may be tried at once.
 * @throws CrewError `cancelled`, `timeout` when the signal aborts
 */
export async function pause(env: Environment, ms: number, signal: AbortSignal, wakeable = true): Promise<void> {
  const { promise, resolve } = deferred<void>();
  const takeBack = env.later(resolve, ms);
  const ignore = wakeable ? env.onNetworkChange(() => env.hasNetwork() && resolve()) : () => {};
  try {
    await orAborted(promise, signal);
  } finally {
    takeBack();
    ignore();
  }
}

/** A signal that aborts with the caller's, or with `timeout` after `ms`. End it when what it limits is over. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #env: Environment;
  readonly #caller: AbortSignal;
  readonly #follow = (): void => {
    this.lift();
    this.#controller.abort(this.#caller.reason);
  };
  #takeBack: () => void = () => {};

  constructor(env: Environment, caller: AbortSignal, ms: number) {
    this.#env = env;
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
    this.lift();
    if (!this.#controller.signal.aborted)
      this.#takeBack = this.#env.later(() => this.fail(new CrewError("timeout")), ms);
  }

  /** Ends it before its time. */
  fail(error: CrewError): void {
    this.lift();
    this.#controller.abort(error);
  }

  /** Lets the time run without an end; the caller's signal still counts. */
  lift(): void {
    this.#takeBack();
  }

  end(): void {
    this.lift();
    this.#caller.removeEventListener("abort", this.#follow);
  }
}
