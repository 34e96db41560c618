import { CrewError, type ErrorCode, type MethodName } from "@crewdock/contract";
import { deferred } from "../deferred.ts";

/** Milliseconds a call takes, or how to tell. */
export type Latency = number | (() => number);
/** What a call fails with. */
export type Fault = ErrorCode | CrewError;

interface PlannedFault {
  readonly error: Fault;
  times: number;
}

function cancelled(): CrewError {
  return new CrewError("cancelled");
}

/** Plays slow and broken backends: delays, planned faults and calls held back until released. */
export class Rehearsal {
  readonly #latency: Latency;
  readonly #faults = new Map<MethodName, PlannedFault[]>();
  readonly #gates = new Map<MethodName, Set<Promise<void>>>();

  constructor(latency: Latency, faults: Readonly<Partial<Record<MethodName, Fault>>>) {
    this.#latency = latency;
    for (const [method, error] of Object.entries(faults)) if (error) this.fail(method, error, Infinity);
  }

  fail(method: MethodName, error: Fault, times: number): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), { error, times }]);
  }

  hold(method: MethodName): () => void {
    const { promise, resolve } = deferred<void>();
    const gates = this.#gates.get(method) ?? new Set();
    this.#gates.set(method, gates.add(promise));
    return () => {
      gates.delete(promise);
      resolve();
    };
  }

  /** What happens to a call before the backend sees it. @throws CrewError `cancelled` or the planned one */
  async before(method: MethodName, signal: AbortSignal): Promise<void> {
    await this.pause(signal);
    for (const gate of [...(this.#gates.get(method) ?? []), ...(this.#gates.get("*") ?? [])]) {
      await unlessAborted(gate, signal);
    }
    for (const name of [method, "*"]) {
      const planned = this.#faults.get(name)?.find(({ times }) => times > 0);
      if (!planned) continue;
      planned.times--;
      throw typeof planned.error === "string" ? new CrewError(planned.error) : planned.error;
    }
  }

  /** Lets the latency pass; an abort ends it at once. */
  async pause(signal: AbortSignal): Promise<void> {
    const ms = typeof this.#latency === "number" ? this.#latency : this.#latency();
    if (signal.aborted) throw cancelled();
    if (ms <= 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await unlessAborted(
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, ms);
        }),
        signal,
      );
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Waits for a promise, but no longer than the signal allows. @throws CrewError `cancelled` */
async function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw cancelled();
  const { promise: aborted, reject } = deferred<never>();
  const abort = (): void => reject(cancelled());
  signal.addEventListener("abort", abort);
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
