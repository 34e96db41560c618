import { SipCheckError } from "./sip-check-error.ts";

/**
 * Runs something that may take `ms` at most. Its signal aborts with `late`, or with the outer signal's reason when that
 * is a failure of the check, or else with `cancelled`; it has to reject with the signal's reason then.
 */
export async function within<T>(
  ms: number,
  outer: AbortSignal,
  late: SipCheckError,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onAbort = (): void => {
    const { reason } = outer as { readonly reason: unknown };
    controller.abort(reason instanceof SipCheckError ? reason : new SipCheckError("cancelled", { cause: reason }));
  };
  if (outer.aborted) onAbort();
  outer.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => controller.abort(late), ms);
  try {
    controller.signal.throwIfAborted();
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", onAbort);
  }
}

/** Waits for a promise that knows no signal; what comes after the abort is dropped. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
