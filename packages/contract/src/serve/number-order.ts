import type { PhoneNumber } from "../telephony/phone-number.ts";
import { fold } from "../fold.ts";

/** Numbers as `telephony.numbers` lists them, on every backend alike: what a database sorts by depends on how it was set up. */
export function sortNumbers<T extends Pick<PhoneNumber, "name" | "number">>(numbers: Iterable<T>): readonly T[] {
  return [...numbers]
    .map((number) => ({ number, key: [fold(number.name), number.name, number.number] as const }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ number }) => number);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : (a[at] ?? "") < (b[at] ?? "") ? -1 : 1;
}
