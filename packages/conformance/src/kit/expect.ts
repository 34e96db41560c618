import { type CrewError, type ErrorCode, isCrewError } from "@crewdock/contract";
import { wording } from "./wording.ts";

/** A backend does not do what the contract says. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";
  /** What the contract asks for and what came instead, where a case compared two. */
  readonly compared: { readonly expected: string; readonly actual: string } | undefined;

  constructor(
    message: string,
    options: { readonly cause?: unknown; readonly expected?: string; readonly actual?: string } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const { expected, actual } = options;
    this.compared = expected === undefined || actual === undefined ? undefined : { expected, actual };
  }
}

export function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new ConformanceError(what);
}

/** Compares as JSON, members in any order. */
export function ensureSame(actual: unknown, expected: unknown, what: string): void {
  const [is, should] = [wording(actual), wording(expected)];
  if (is !== should)
    throw new ConformanceError(`${what}: expected ${should}, got ${is}`, { expected: should, actual: is });
}

/** Waits for a call to fail with one of the codes and returns the error. */
export async function ensureFails(call: unknown, ...codes: readonly ErrorCode[]): Promise<CrewError> {
  const expected = codes.join(" or ");
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof ConformanceError) throw error;
    if (!isCrewError(error))
      throw new ConformanceError(`failed with something else than a CrewError: ${String(error)}`, { cause: error });
    if (codes.includes(error.code)) return error;
    const actual = `${error.code} ${wording(error.fields)}`;
    throw new ConformanceError(`expected ${expected}, failed with ${actual}`, { expected, actual, cause: error });
  }
  const actual = wording(answer);
  throw new ConformanceError(`expected ${expected}, got ${actual}`, { expected, actual });
}

/** Fails unless the fields of an error are exactly these pointers, each with its code. */
export function ensureFields(error: CrewError, expected: Readonly<Record<string, string>>): void {
  ensureSame(Object.fromEntries(error.fields.map(({ pointer, code }) => [pointer, code])), expected, "wrong fields");
}

/** The first item of a stream that fits. Fails when none comes in time. */
export async function ensureArrives<T>(
  stream: AsyncIterator<T>,
  fits: (item: T) => boolean,
  ms: number,
  what: string,
): Promise<T> {
  return within(ms, `${what} did not arrive within ${String(ms)} ms`, async () => {
    for (;;) {
      const result = await stream.next();
      if (result.done) throw new ConformanceError(`the stream ended before ${what} arrived`);
      if (fits(result.value)) return result.value;
    }
  });
}

/** Fails with `what` when the work takes longer than `ms` milliseconds. */
export async function within<T>(ms: number, what: string, work: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ConformanceError(what)), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds within which a call has to settle once its signal aborts. */
const AT_ONCE = 50;

/**
 * Fails unless something ends within 50 ms. A busy machine can be late by itself: the best of three counts.
 * @param measure gives the milliseconds that it took
 */
export async function ensureAtOnce(measure: () => Promise<number>): Promise<void> {
  let best = Infinity;
  for (let tries = 0; tries < 3 && best > AT_ONCE; tries++) best = Math.min(best, await measure());
  ensure(best <= AT_ONCE, `took ${best.toFixed(0)} ms`);
}

/** What became of calls that ran side by side. */
export interface Outcomes<T> {
  readonly done: readonly T[];
  readonly failed: readonly CrewError[];
}

/** Waits for all calls; fails when one failed with something else than a CrewError. */
export async function outcomes<T>(calls: readonly Promise<T>[]): Promise<Outcomes<T>> {
  const settled = await Promise.allSettled(calls);
  const failed = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  const odd = failed.find((reason) => !isCrewError(reason));
  if (odd !== undefined)
    throw odd instanceof ConformanceError
      ? odd
      : new ConformanceError("failed with something else than a CrewError", { cause: odd });
  return {
    done: settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
    failed: failed.filter(isCrewError),
  };
}
