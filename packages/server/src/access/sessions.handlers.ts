import { CrewError, type LoginSession } from "@crewdock/contract";
import { endOneSession } from "../auth/login-sessions.ts";
import type { Call } from "../http/handlers.ts";
import type { Actor } from "../rights/actor.ts";
import { rightsUser } from "../rights/facts.ts";
import { endPhones } from "../telephony/sip-assignment.ts";
import type { Queries } from "../store/db.ts";
import { missingUser } from "../users/locked-user.ts";
import { demandOwnOr } from "./demand-own-or.ts";

interface SessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly started_at: Date;
  readonly seen_at: Date;
  readonly ip_address: string | null;
  readonly user_agent: string | null;
}

/** Where a user is logged in, the newest first. */
export async function listSessions(
  { userId }: { readonly userId: string },
  call: Call,
): Promise<{ readonly items: readonly LoginSession[] }> {
  const { db, tenant, actor } = call;
  demandOwnOr(call, "security.view", userId);
  if (!(await rightsUser(db, tenant, userId))) throw await missingUser(db, tenant, actor, userId);
  return { items: await findSessions(db, tenant, actor, userId, null) };
}

/**
 * Ends one session: its tokens are refused with the next request, its open streams end by the event, and the phone of the
 * page with what is registered. Phones of the other sessions register again with fresh credentials.
 */
export function endSession(
  { userId, id }: { readonly userId: string; readonly id: string },
  call: Call,
): Promise<void> {
  return call.write(async (unit, actor) => {
    demandOwnOr({ ...call, actor }, "security.manage", userId);
    const user = await rightsUser(unit, unit.tenant, userId);
    const [session = null] = await findSessions(unit, unit.tenant, actor, userId, id);
    if (!user || !(await endOneSession(unit, userId, id))) throw new CrewError("not_found");
    await endPhones(unit, userId);
    unit.emit({ type: "user.changed", id: userId, ownerId: userId, departmentIds: [user.departmentId] });
    await unit.audit({ action: "session.end", recordType: "session", recordId: id, before: session, after: null });
  });
}

async function findSessions(
  db: Queries,
  tenant: string,
  actor: Actor,
  userId: string,
  id: string | null,
): Promise<readonly LoginSession[]> {
  const rows = await db.query<SessionRow>(
    `select id, user_id, started_at, seen_at, ip_address, user_agent from login_sessions
     where tenant_id = $1 and user_id = $2 and ($3::text is null or id = $3) order by started_at desc, id limit 500`,
    [tenant, userId, id],
  );
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    startedAt: row.started_at.toISOString(),
    lastSeenAt: row.seen_at.toISOString(),
    address: row.ip_address,
    userAgent: row.user_agent,
    current: row.id === actor.session.id,
  }));
}
