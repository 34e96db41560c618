import type { PhoneNumber, PhoneNumberInput } from "@crewdock/contract";
import type { ConformanceContext } from "../kit/conformance-case.ts";

/** A number that no other case has, in a range that is given to nobody (ITU-T E.164 spare code 999). */
export function uniqueNumber({ unique }: Pick<ConformanceContext, "unique">): string {
  let hash = 0xcbf29ce484222325n;
  for (const letter of unique()) hash = BigInt.asUintN(64, (hash ^ BigInt(letter.charCodeAt(0))) * 0x100000001b3n); // FNV-1a
  return `+999${String(hash % 1_000_000_000_000n).padStart(12, "0")}`;
}

export function numberInput(context: ConformanceContext, more: Partial<PhoneNumberInput> = {}): PhoneNumberInput {
  return {
    number: uniqueNumber(context),
    name: `Line ${context.unique()}`,
    uses: ["calls"],
    departmentIds: null,
    ...more,
  };
}

export function createNumber(context: ConformanceContext, more: Partial<PhoneNumberInput> = {}): Promise<PhoneNumber> {
  return context.as("admin").telephony.createNumber({ number: numberInput(context, more) });
}
