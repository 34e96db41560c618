import {
  type ActionKey,
  covers,
  CrewError,
  departmentSubtree,
  effectiveGrants,
  type IpRule,
  displayName,
  mayHandOut,
  type RecordFacts,
  type RightsFacts,
  type RightsUser,
  type Scope,
  standingGrants,
} from "@crewdock/contract";
import type { Queries, SqlParameters } from "../store/db.ts";
import { type FactsSource, type JudgedUser, RIGHTS_USER_COLUMNS, type RightsUserRow, toRightsUser } from "./facts.ts";

/** The person on whose behalf a request acts, with what they may do. */
export interface Actor {
  readonly user: JudgedUser;
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  readonly session: ActorSession;
  readonly grants: Readonly<Record<ActionKey, Scope>>;
  /** The actor's department and all below it. */
  readonly subtree: ReadonlySet<string>;
  /** What the rights were worked out from. */
  readonly facts: RightsFacts;
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
  cache: FactsSource,
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
  return row && toActor(row, await cache.get(db, tenant, row.rights_version), now, visit);
}

function toActor(row: ActorRow, facts: RightsFacts, now: Date, { sessionId, address }: Visit): Actor {
  const user = toRightsUser(row);
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
    grants: effectiveGrants(user, facts, now.toISOString()),
    subtree: departmentSubtree(facts.departments, user.departmentId),
    facts,
    companyRules: row.company_rules,
  };
}

/** How far an action of the actor reaches. */
export function scopeOf(actor: Actor, action: ActionKey): Scope {
  return actor.grants[action] ?? "none";
}

/** Whether the actor may do something to a record. */
export function mayDo(actor: Actor, action: ActionKey, record: RecordFacts): boolean {
  return covers(scopeOf(actor, action), actor.user, actor.subtree, record);
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
export function demandManaging(actor: Actor, facts: RightsFacts, user: RightsUser, now: Date): void {
  demand(actor, "user.manage", { ownerId: user.id, departmentId: user.departmentId });
  if (user.id === actor.user.id) return;
  if (!mayHandOut(actor.grants, standingGrants(user, facts, now.toISOString()))) throw new CrewError("forbidden");
}

/** The condition that holds for the records an action reaches: the list's counterpart of {@link mayDo}. */
export function scopeCondition(
  actor: Actor,
  action: ActionKey,
  columns: { readonly owner: string; readonly department: string },
  parameters: SqlParameters,
): string {
  switch (scopeOf(actor, action)) {
    case "none":
      return "false";
    case "own":
      return `${columns.owner} = ${parameters.add(actor.user.id)}`;
    case "department":
      return `(${columns.owner} = ${parameters.add(actor.user.id)}
        or ${columns.department} = any(${parameters.add([...actor.subtree])}::text[]))`;
    case "any":
      return "true";
  }
}
