import { createHash, timingSafeEqual } from "node:crypto";
import { CrewError } from "@crewdock/contract";

/**
 * @param keys all that are good now: two of them while one takes the place of the other
 * @throws CrewError `unauthenticated` unless the request carries a key of the host's backend. Takes as long for any wrong key.
 */
export function demandHostKey(request: Request, keys: readonly string[]): void {
  const given = digest(bearer(request) ?? "");
  const isRight = keys.map((key) => timingSafeEqual(given, digest(key))).includes(true);
  if (!isRight) throw new CrewError("unauthenticated", { detail: "host key" });
}

/** The credential of `Authorization: Bearer …` (RFC 6750). */
export function bearer(request: Request): string | undefined {
  return /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

/** Digests are equally long whatever the length of the key, as the comparison demands. */
function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
