import { createHash, timingSafeEqual } from "node:crypto";
import { CrewError } from "@crewdock/contract";

/** @throws CrewError `unauthenticated` unless the request carries the key of the host's backend. Takes as long for any wrong key. */
export function demandHostKey(request: Request, hostKey: string): void {
  const given = bearer(request) ?? "";
  if (!timingSafeEqual(digest(given), digest(hostKey))) throw new CrewError("unauthenticated", { detail: "host key" });
}

/** The credential of `Authorization: Bearer …` (RFC 6750). */
export function bearer(request: Request): string | undefined {
  return /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

/** Digests are equally long whatever the length of the key, as the comparison demands. */
function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
