import { randomUUID } from "node:crypto";
import { canonicalAddress, type LoginResult } from "@crewdock/contract";
import type { Queries } from "../store/db.ts";

/** From where somebody logs in, as the host's backend tells it. */
export interface LoginPlace {
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

/** One attempt for the login log. */
export interface LoginEntry extends LoginPlace {
  readonly userId: string | null;
  /** As it was typed. */
  readonly login: string;
  readonly result: LoginResult;
  /** The session that it began. */
  readonly sessionId: string | null;
}

/** Writes an attempt into the login log. */
export async function recordLogin(db: Queries, tenant: string, now: Date, entry: LoginEntry): Promise<void> {
  const { userId, login, result, sessionId } = entry;
  const { ipAddress, userAgent } = shownPlace(entry);
  await db.query(
    `insert into login_records (tenant_id, id, at, user_id, login, result, ip_address, user_agent, session_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tenant, randomUUID(), now, userId, login.slice(0, 64), result, ipAddress, userAgent, sessionId],
  );
}

/** A place as it is stored and shown; what a host tells instead of an address is kept as it is. */
export function shownPlace({ ipAddress, userAgent }: LoginPlace): LoginPlace {
  return {
    ipAddress: ipAddress === null ? null : (canonicalAddress(ipAddress) ?? ipAddress),
    userAgent: userAgent?.slice(0, 500) ?? null,
  };
}
