import { randomUUID } from "node:crypto";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import { runUnit, type Unit } from "../store/unit.ts";
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

/** Ends one session of a person. @returns whether it went on until now */
export async function endOneSession(db: Queries, tenant: string, userId: string, id: string): Promise<boolean> {
  const ended = await db.query(
    "delete from login_sessions where tenant_id = $1 and user_id = $2 and id = $3 returning id",
    [tenant, userId, id],
  );
  return ended.length > 0;
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
      const ended = await endOneSession(unit, tenant, userId, sessionId);
      unit.leaveUnaudited("people log out by themselves");
      if (ended) unit.emit({ type: "user.changed", id: userId, ownerId: userId });
      return ended;
    },
  );
}

/** Ends all sessions of a person, and lets no token count that was minted until now. @returns whether there is that person */
export async function endAllSessions(unit: Unit, userId: string): Promise<boolean> {
  await unit.query("delete from login_sessions where tenant_id = $1 and user_id = $2", [unit.tenant, userId]);
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
