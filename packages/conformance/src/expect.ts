import { type CrewError, type ErrorCode, isCrewError } from "@crewdock/contract";

/** A backend does not do what the contract says. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";
}

export function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new ConformanceError(what);
}

/** Compares as JSON, members in any order. */
export function ensureSame(actual: unknown, expected: unknown, what: string): void {
  const [is, should] = [wording(actual), wording(expected)];
  ensure(is === should, `${what}: expected ${should}, got ${is}`);
}

function wording(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === "object" && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    ) ?? "undefined"
  );
}

/** Waits for a call to fail with one of the codes and returns the error. */
export async function ensureFails(call: Promise<unknown>, ...codes: readonly ErrorCode[]): Promise<CrewError> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    if (!isCrewError(error))
      throw new ConformanceError(`failed with something else than a CrewError: ${String(error)}`, { cause: error });
    ensure(codes.includes(error.code), `expected ${codes.join(" or ")}, failed with ${error.message}`);
    return error;
  }
  throw new ConformanceError(`expected ${codes.join(" or ")}, got ${wording(answer)}`);
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
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ConformanceError(`${what} did not arrive within ${String(ms)} ms`)), ms);
  });
  try {
    for (;;) {
      const result = await Promise.race([stream.next(), late]);
      if (result.done) throw new ConformanceError(`the stream ended before ${what} arrived`);
      if (fits(result.value)) return result.value;
    }
  } finally {
    clearTimeout(timer);
  }
}
