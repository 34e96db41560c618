import { timingSafeEqual } from "node:crypto";
import { ephemeralPassword } from "./ephemeral-credentials.ts";

/** A number that somebody may show. */
export interface ShownNumber {
  /** User part of the SIP address. */
  readonly user: string;
  /** E.164 with `+`. */
  readonly number: string;
}

/** By its `+` no number is the use of credentials, so that neither passes for the other. */
const E164 = /^\+[1-9]\d{6,14}$/;
const PROOF = /^(\d{1,12}):([A-Za-z0-9+/]{27}=)$/;

/**
 * Proves to a telephone system, which asks nobody, that somebody may show a number until then:
 * `<unix seconds>:<base64(HMAC-SHA1(secret, "<unix seconds>:<user>:<number>"))>`.
 * @param expiresAt milliseconds since 1970
 */
export function mintCallerIdProof({ user, number }: ShownNumber, secret: string, expiresAt: number): string {
  const seconds = Math.floor(expiresAt / 1000);
  return `${seconds}:${ephemeralPassword(secret, `${seconds}:${user}:${number}`)}`;
}

/** Whether a proof is good for that user and number at `now`, in milliseconds since 1970. */
export function isCallerIdProven({ user, number }: ShownNumber, proof: string, secret: string, now: number): boolean {
  const [, seconds, given] = PROOF.exec(proof) ?? [];
  if (seconds === undefined || given === undefined || !E164.test(number) || Number(seconds) * 1000 <= now) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(ephemeralPassword(secret, `${seconds}:${user}:${number}`)));
}
