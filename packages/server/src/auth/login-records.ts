import { randomUUID } from "node:crypto";
import { canonicalAddress, type LoginResult, maskedLogin } from "@crewdock/contract";
import { fold } from "@crewdock/contract/serve";
import type { Queries } from "../store/db.ts";

/** From where somebody logs in, as the host's backend tells it. */
export interface LoginPlace {
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

/** One attempt for the login log. */
export interface LoginEntry extends LoginPlace {
  readonly userId: string | null;
  /** As it was typed; where it matched nobody, {@link maskedLogin} is stored. */
  readonly login: string;
  readonly result: LoginResult;
  /** The session that it began. */
  readonly sessionId: string | null;
}

/** Writes an attempt into the login log. */
export async function recordLogin(db: Queries, tenant: string, now: Date, entry: LoginEntry): Promise<void> {
  const { userId, login, result, sessionId } = entry;
  const { ipAddress, userAgent } = shownPlace(entry);
  const shown = userId === null ? maskedLogin(login) : login.slice(0, 64);
  await db.query(
    `insert into login_records (tenant_id, id, at, user_id, login, result, ip_address, user_agent, session_id, search)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [tenant, randomUUID(), now, userId, shown, result, ipAddress, userAgent, sessionId, searchText(shown, ipAddress)],
  );
}

function searchText(login: string, ipAddress: string | null): string {
  return fold(`${login}\n${ipAddress ?? ""}`);
}

/** A place as it is stored and shown; what a host tells instead of an address is kept as it is. */
export function shownPlace({ ipAddress, userAgent }: LoginPlace): LoginPlace {
  return {
    ipAddress: ipAddress === null ? null : (canonicalAddress(ipAddress) ?? ipAddress),
    userAgent: userAgent?.slice(0, 500) ?? null,
  };
}

const PRUNED_AT_ONCE = 5000;

/** Removes attempts that are older, some at a time so that no statement takes long. */
export async function pruneLogins(db: Queries, tenant: string, before: Date): Promise<void> {
  for (;;) {
    const removed = await db.query(
      `delete from login_records where tenant_id = $1 and id in (
         select id from login_records where tenant_id = $1 and at < $2 order by at, id limit ${PRUNED_AT_ONCE}
       ) returning 1`,
      [tenant, before],
    );
    if (removed.length < PRUNED_AT_ONCE) return;
  }
}
