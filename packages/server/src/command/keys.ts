import { randomBytes } from "node:crypto";

/** Fresh keys as lines for a file of variables. The ids of rings carry the day, so that a later one gets another. */
export function freshKeys(now: Date): string {
  const id = `k${now.toISOString().slice(0, 10).replaceAll("-", "")}`;
  const key = (): string => randomBytes(32).toString("base64url");
  return [
    `CREWDOCK_HOST_KEY=${key()}`,
    `CREWDOCK_TOKEN_KEYS=${id}:${key()}`,
    `CREWDOCK_SEAL_KEYS=${id}:${key()}`,
    `CREWDOCK_SIP_SECRET=${key()}`,
    "",
  ].join("\n");
}
