import { createHmac } from "node:crypto";
import type { IceServer } from "@crewdock/contract";

/**
 * Servers for ICE with short-lived credentials for those that relay, as coturn checks them with `use-auth-secret`: the
 * name carries the end of their time, the password is base64(HMAC-SHA1(secret, name)), which is the TURN REST API's draft
 * (draft-uberti-behave-turn-rest-00).
 *
 * @param urls `stun:`, `turn:` and `turns:` addresses
 */
export function iceServersOf(
  urls: readonly string[],
  secret: string | undefined,
  { userId, ttlSeconds, now }: { readonly userId: string; readonly ttlSeconds: number; readonly now: Date },
): readonly IceServer[] {
  const relays = urls.filter((url) => url.startsWith("turn"));
  const others = urls.filter((url) => !url.startsWith("turn"));
  const username = `${Math.floor(now.getTime() / 1000) + ttlSeconds}:${userId}`;
  const credentials =
    secret === undefined ? {} : { username, credential: createHmac("sha1", secret).update(username).digest("base64") };
  return [
    ...(others.length > 0 ? [{ urls: others }] : []),
    ...(relays.length > 0 ? [{ urls: relays, ...credentials }] : []),
  ];
}
