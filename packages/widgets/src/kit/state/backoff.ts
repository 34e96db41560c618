/**
 * Delay before attempt number `attempt` (0 is the first repetition): doubles from `first` up to `max`, spread over its
 * upper half at random so that the phones of an office do not come back in step after an outage.
 */
export function backoffDelay(attempt: number, first: number, max: number, random: () => number = Math.random): number {
  const ceiling = Math.min(max, first * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling * (0.5 + random() / 2));
}

/** A pause that `wake` ends early. Resolves either way; an abort ends it too. */
export class WakeablePause {
  #end: (() => void) | undefined;

  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        this.#end = undefined;
        resolve();
      };
      const timer = ms === Infinity ? undefined : setTimeout(end, ms);
      signal.addEventListener("abort", end);
      this.#end = end;
    });
  }

  wake(): void {
    this.#end?.();
  }
}
