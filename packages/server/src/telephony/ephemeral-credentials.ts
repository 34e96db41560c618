import { createHmac } from "node:crypto";

/** What a short-lived credential is good for: `receive` registers a phone, `call` also lets it start calls. */
export type EphemeralUse = "call" | "receive";

/** What {@link mintEphemeral} makes credentials from. */
export interface EphemeralRequest {
  /** user part of the SIP address; no colon, space or control character */
  readonly user: string;
  readonly use: EphemeralUse;
  /** secret shared with the SIP registrar */
  readonly secret: string;
  readonly ttlSeconds: number;
  /** present time, milliseconds since 1970 */
  readonly now: number;
}

/** Short-lived SIP credentials for one user. */
export interface EphemeralCredentials {
  /** digest user name, `<unix seconds of expiry>:<user>:<use>` */
  readonly username: string;
  /** base64(HMAC-SHA1(secret, username)) */
  readonly password: string;
  /** milliseconds since 1970, a whole second */
  readonly expiresAt: number;
}

/** The parts of an ephemeral user name. */
export interface EphemeralName {
  readonly user: string;
  readonly use: EphemeralUse;
  /** milliseconds since 1970 */
  readonly expiresAt: number;
}

const NAME = /^(\d{1,12}):([^:\s\p{Cc}]+):(call|receive)$/u;

/**
 * Makes credentials that a SIP registrar checks with the shared secret alone, without a database
 * (draft-uberti-behave-turn-rest; the form that Kamailio's auth_ephemeral and coturn verify).
 *
 * @throws RangeError when the user cannot be written in a user name, the secret is empty, or the time is not positive
 */
export function mintEphemeral(request: EphemeralRequest): EphemeralCredentials {
  const { user, use, secret, ttlSeconds, now } = request;
  if (secret === "") throw new RangeError("the shared secret is empty");
  if (!(ttlSeconds > 0)) throw new RangeError("ttlSeconds has to be positive");
  const seconds = Math.floor(now / 1000 + ttlSeconds);
  const username = `${seconds}:${user}:${use}`;
  if (!NAME.test(username)) throw new RangeError("the user cannot be part of an ephemeral user name");
  return { username, password: ephemeralPassword(secret, username), expiresAt: seconds * 1000 };
}

/** The password that belongs to an ephemeral user name under the shared secret. */
export function ephemeralPassword(secret: string, username: string): string {
  return createHmac("sha1", secret).update(username).digest("base64");
}

/** Takes an ephemeral user name apart; undefined when it is not of that form. Says nothing of its expiry. */
export function parseEphemeralName(username: string): EphemeralName | undefined {
  const [, seconds, user, use] = NAME.exec(username) ?? [];
  if (seconds === undefined || user === undefined || (use !== "call" && use !== "receive")) return undefined;
  return { user, use, expiresAt: Number(seconds) * 1000 };
}
