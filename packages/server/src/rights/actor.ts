import {
  type ActionKey,
  type CompiledRights,
  CrewError,
  displayName,
  type IpRule,
  mayHandOut,
  type RecordFacts,
  rightsOf,
  type RightsUser,
  type Scope,
  standingRightsOf,
  type UserRights,
} from "@crewdock/contract";
import type { Queries } from "../store/db.ts";
import { type JudgedUser, RIGHTS_USER_COLUMNS, type RightsUserRow, toRightsUser } from "./facts.ts";
import type { RightsSource } from "./rights-cache.ts";

/** The person on whose behalf a request acts, with what they may do. */
export interface Actor {
  readonly user: JudgedUser;
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  readonly session: ActorSession;
  /** What they may do. */
  readonly own: UserRights;
  /** What that was worked out from: the rights of the company. */
  readonly rights: CompiledRights;
  /** From where people of the company may log in. */
  readonly companyRules: readonly IpRule[];
}

/** Where a token is used. */
export interface Visit {
  /** The session that the host named; null when it named none. */
  readonly sessionId: string | null;
  /** Of the page that calls; null when it is not known. */
  readonly address: string | null;
}

/** In which session somebody acts. */
export interface ActorSession {
  /** Null where the host names none. */
  readonly id: string | null;
  /** Of the page that calls; null when it is not known. */
  readonly address: string | null;
  /** Whether it goes on; one that has no name does. */
  readonly live: boolean;
  /** When somebody was seen in it last; null without a name. */
  readonly seenAt: Date | null;
  /** Moves on when the person is logged out everywhere. */
  readonly epoch: number;
}

interface ActorRow extends RightsUserRow {
  readonly last_name: string;
  readonly first_name: string;
  readonly patronymic: string | null;
  readonly email: string;
  readonly time_zone: string;
  readonly session_epoch: number;
  readonly session_seen_at: Date | null;
  readonly rights_version: number;
  readonly company_rules: readonly IpRule[];
}

/**
 * Loads the actor with every request, so that a block or a lost right counts at once and on every instance.
 * @returns undefined when there is no such user
 */
export async function loadActor(
  db: Queries,
  cache: RightsSource,
  tenant: string,
  userId: string,
  now: Date,
  visit: Visit = { sessionId: null, address: null },
): Promise<Actor | undefined> {
  const rows = await db.query<ActorRow>(
    `select ${RIGHTS_USER_COLUMNS}, u.last_name, u.first_name, u.patronymic, u.email, u.time_zone, u.session_epoch, t.rights_version,
       t.ip_rules as company_rules,
       (select s.seen_at from login_sessions s where s.tenant_id = $1 and s.id = $3 and s.user_id = u.id) as session_seen_at
     from users u join tenants t on t.id = u.tenant_id where u.tenant_id = $1 and u.id = $2`,
    [tenant, userId, visit.sessionId],
    { keepPlan: true },
  );
  const row = rows[0];
  return row && toActor(row, await cache.get(db, { tenant, version: row.rights_version, at: now }), visit);
}

function toActor(row: ActorRow, rights: CompiledRights, { sessionId, address }: Visit): Actor {
  const user = toRightsUser(row);
  const own = rightsOf(rights, user);
  return {
    user,
    name: displayName({ last: row.last_name, first: row.first_name, patronymic: row.patronymic }),
    email: row.email,
    timeZone: row.time_zone,
    session: {
      id: sessionId,
      address,
      live: sessionId === null || row.session_seen_at !== null,
      seenAt: row.session_seen_at,
      epoch: row.session_epoch,
    },
    own,
    rights,
    companyRules: row.company_rules,
  };
}

/** How far an action of the actor reaches. */
export function scopeOf(actor: Actor, action: ActionKey): Scope {
  return actor.own.scopeOf(action);
}

/** Whether the actor may do something to a record. */
export function mayDo(actor: Actor, action: ActionKey, record: RecordFacts): boolean {
  return actor.own.can(action, record);
}

/** @throws CrewError `forbidden` when the actor may not do this to the record */
export function demand(actor: Actor, action: ActionKey, record: RecordFacts): void {
  if (!mayDo(actor, action, record)) throw new CrewError("forbidden", { detail: action });
}

/**
 * Nobody manages a person with wider rights than their own, unless they manage roles as well: whoever could set such a
 * person's password or mailbox could simply act as them.
 * @throws CrewError `forbidden`
 */
export function demandManaging(actor: Actor, rights: CompiledRights, user: RightsUser): void {
  demand(actor, "user.manage", { ownerId: user.id, departmentId: user.departmentId });
  if (user.id === actor.user.id) return;
  if (!mayHandOut(actor.own.held, standingRightsOf(rights, user).held)) throw new CrewError("forbidden");
}
