import { randomUUID } from "node:crypto";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { endPhoneCredentials } from "../telephony/sip-assignment.ts";
import { type LoginPlace, shownPlace } from "./login-records.ts";

/** When somebody was seen last is known to the minute. */
const SIGHT_MS = 60_000;
/** A session in which nobody was seen for so long has ended, in milliseconds. */
export const SESSION_MS: number = 30 * 24 * 60 * 60 * 1000;

/** Begins a session of a person. @returns its id, which the host keeps with its own session */
export async function beginSession(unit: Unit, userId: string, place: LoginPlace): Promise<string> {
  const id = randomUUID();
  const { ipAddress, userAgent } = shownPlace(place);
  await unit.query(
    `insert into login_sessions (tenant_id, id, user_id, started_at, seen_at, ip_address, user_agent)
     values ($1, $2, $3, $4, $4, $5, $6)`,
    [unit.tenant, id, userId, unit.now, ipAddress, userAgent],
  );
  return id;
}

/**
 * Ends one session of a person. The credentials of the phone do not say in which they were asked for, so none counts on.
 * @returns whether it went on until now
 */
export async function endOneSession(unit: Unit, userId: string, id: string): Promise<boolean> {
  const ended = await unit.query(
    "delete from login_sessions where tenant_id = $1 and user_id = $2 and id = $3 returning id",
    [unit.tenant, userId, id],
  );
  if (ended.length > 0) await endPhoneCredentials(unit, userId);
  return ended.length > 0;
}

/** Ends the sessions of a person but this one; where the host names none, the one of the person's own change goes on. */
export async function endOtherSessions(unit: Unit, userId: string, kept: string | null): Promise<void> {
  await unit.query("delete from login_sessions where tenant_id = $1 and user_id = $2 and id is distinct from $3", [
    unit.tenant,
    userId,
    kept,
  ]);
  await endPhoneCredentials(unit, userId);
}

/** Ends a session when somebody logs out with the host. @returns whether it went on until now */
export function endHostSession(
  { db, tenant, now, feed }: Services,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
): Promise<boolean> {
  const options = { tenant, actorId: userId, now: now(), requestId: null };
  return runUnit(
    db,
    options,
    () => feed.wake(),
    async (unit) => {
      const ended = await endOneSession(unit, userId, sessionId);
      unit.leaveUnaudited("people log out by themselves");
      if (ended) unit.emit({ type: "user.changed", id: userId, ownerId: userId });
      return ended;
    },
  );
}

/** Ends all sessions of a person, and lets no token and no credentials of the phone count that are from before. @returns whether there is that person */
export async function endAllSessions(unit: Unit, userId: string): Promise<boolean> {
  await unit.query("delete from login_sessions where tenant_id = $1 and user_id = $2", [unit.tenant, userId]);
  await endPhoneCredentials(unit, userId);
  const ended = await unit.query(
    "update users set session_epoch = session_epoch + 1 where tenant_id = $1 and id = $2 returning id",
    [unit.tenant, userId],
  );
  return ended.length > 0;
}

/** Writes down that somebody was seen in a session, unless that was done within the minute. */
export function seeSession(services: Services, id: string, seenAt: Date): void {
  const now = services.now();
  if (now.getTime() - seenAt.getTime() < SIGHT_MS) return;
  services.background("session.not_seen", async () => {
    await services.db.query(
      "update login_sessions set seen_at = $3 where tenant_id = $1 and id = $2 and seen_at < $3",
      [services.tenant, id, now],
    );
  });
}

/** Forgets sessions in which nobody was seen for {@link SESSION_MS}. */
export async function pruneSessions(db: Queries, before: Date): Promise<void> {
  await db.query("delete from login_sessions where seen_at < $1", [before]);
}
