import { createHmac } from "node:crypto";

export const DOMAIN = "crewdock.test";
export const SECRET = "a shared secret, with $pecial #characters; and spaces";
export const ORIGIN = "http://127.0.0.1:3000";

/** Credentials as a phone holds them. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Short-lived credentials, made here by the formula alone. */
export function ephemeral(user: string, use: string, ttlSeconds = 300, secret: string = SECRET): Credentials {
  const username = `${Math.floor(Date.now() / 1000) + ttlSeconds}:${user}:${use}`;
  return { username, password: createHmac("sha1", secret).update(username).digest("base64") };
}

export function aor(user: string): string {
  return `sip:${user}@${DOMAIN}`;
}
