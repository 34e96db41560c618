import { createHmac, hkdfSync } from "node:crypto";
import type { SealKeys } from "./seal.ts";

/** Recognises a value again without storing it. */
export interface Fingerprinter {
  /** A keyed hash of any JSON value; members may come in any order. */
  of(value: unknown): string;
}

/** Derives the key from the first seal key (RFC 5869), so that a stolen table cannot be tried against guesses. */
export function createFingerprinter(keys: SealKeys, purpose: string): Fingerprinter {
  const [first] = Object.values(keys);
  if (first === undefined) throw new RangeError("sealKeys is empty");
  const key = Buffer.from(hkdfSync("sha256", first, "", `crewdock ${purpose}`, 32));
  return { of: (value) => createHmac("sha256", key).update(stableJson(value)).digest("base64url") };
}

/** JSON with the members of every object in alphabetical order. */
export function stableJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === "object" && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    ) ?? "null"
  );
}
