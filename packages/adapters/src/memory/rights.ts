import {
  type ActionKey,
  type Assignment,
  assignmentsOf,
  type Department,
  effectiveGrants,
  type Id,
  type IsoTime,
  longerTenure,
  type RightsFacts,
  type Role,
  type Scope,
  type Tenure,
  tenureOf,
  type UserGroup,
} from "@crewdock/contract";
import { derived } from "./derived.ts";
import { isLetIn, type Present } from "./ip-admission.ts";
import { directAssignments, wideAssignments } from "./indexes.ts";
import type { Table } from "./table.ts";
import type { StoredRole, StoredUser, Tables } from "./tables.ts";

type Grants = Readonly<Record<ActionKey, Scope>>;

/** What the rights engine says of everybody who is placed alike. */
interface Verdict {
  /** As long as they are active. */
  readonly grants: Grants;
  readonly roleIds: ReadonlySet<Id>;
  /** The grants as text, to tell whether two are alike. */
  readonly wording: string;
  /** How long they administer, as long as they are active. */
  readonly tenure: Tenure;
}

/** Verdicts of one span of time in which no assignment ends. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly byPlace: Map<string, Verdict>;
  readonly byUser: Map<Id, { readonly user: StoredUser; readonly verdict: Verdict }>;
  counts: { readonly users: Tables["users"]; readonly byRole: ReadonlyMap<Id, number> } | undefined;
}

const spansOf = derived(
  (
    _roles: Table<StoredRole>,
    _assignments: readonly Assignment[],
    _departments: Table<Department>,
    _groups: Table<UserGroup>,
  ): { span: Span | undefined } => ({ span: undefined }),
);

function spanOf(tables: Tables, at: IsoTime): Span {
  const known = spansOf(tables.roles, tables.assignments, tables.departments, tables.groups);
  const now = Date.parse(at);
  if (known.span && now >= known.span.from && now < known.span.to) return known.span;
  known.span = {
    from: now,
    to: nextEnd(tables.assignments, now),
    byPlace: new Map(),
    byUser: new Map(),
    counts: undefined,
  };
  return known.span;
}

/** What roles make of a user. The engine is asked once for all whose place and direct roles are alike. */
function verdictOn(tables: Tables, user: StoredUser, at: IsoTime): Verdict {
  return verdictIn(spanOf(tables, at), tables, user, at);
}

function verdictIn({ byPlace, byUser }: Span, tables: Tables, user: StoredUser, at: IsoTime): Verdict {
  const found = byUser.get(user.id);
  if (found?.user === user) return found.verdict;
  const verdict = verdictByPlace(tables, user, at, byPlace);
  byUser.set(user.id, { user, verdict });
  return verdict;
}

function verdictByPlace(tables: Tables, user: StoredUser, at: IsoTime, byPlace: Span["byPlace"]): Verdict {
  const direct = directAssignments(tables, user.id);
  const key = [
    user.departmentId,
    user.positionId ?? "",
    user.groupIds.join(),
    ...direct.map(({ roleId, until }) => `${roleId} ${until ?? ""}`),
  ].join("|");
  const known = byPlace.get(key);
  if (known) return known;
  const active = { ...user, state: "active" as const };
  const facts = factsFor(tables, direct);
  const grants = effectiveGrants(active, facts, at);
  const verdict: Verdict = {
    grants,
    roleIds: new Set(assignmentsOf(user, facts, at).map(({ roleId }) => roleId)),
    wording: JSON.stringify(Object.entries(grants).sort()),
    tenure: tenureOf(active, facts, at),
  };
  byPlace.set(key, verdict);
  return verdict;
}

function nextEnd(assignments: readonly Assignment[], now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { until } of assignments) {
    const end = until === null ? next : Date.parse(until);
    if (end > now && end < next) next = end;
  }
  return next;
}

/** What the rights engine reads for one user: of the assignments to people only the user's own. */
function factsFor(tables: Tables, direct: readonly Assignment[]): RightsFacts {
  return { ...rightsFacts(tables), assignments: [...wideAssignments(tables), ...direct] };
}

/** What the rights engine reads of the company. */
export function rightsFacts(tables: Tables): RightsFacts {
  return {
    departments: [...tables.departments.values()],
    groups: [...tables.groups.values()],
    roles: [...tables.roles.values()],
    assignments: tables.assignments,
  };
}

export function grantsOf(tables: Tables, user: StoredUser, at: IsoTime): Grants {
  return user.state === "active" ? standingGrantsOf(tables, user, at) : {};
}

/** What a user may do, or may do again once active. */
export function standingGrantsOf(tables: Tables, user: StoredUser, at: IsoTime): Grants {
  return verdictOn(tables, user, at).grants;
}

/** The roles that reach a user by any assignment. */
export function roleIdsOf(tables: Tables, user: StoredUser, at: IsoTime): ReadonlySet<Id> {
  return verdictOn(tables, user, at).roleIds;
}

/** The same for many users of one moment. */
export function rolesIn(tables: Tables, at: IsoTime): (user: StoredUser) => ReadonlySet<Id> {
  const span = spanOf(tables, at);
  return (user) => verdictIn(span, tables, user, at).roleIds;
}

/** How long a user administers if nobody changes anything. */
export function tenureIn(tables: Tables, user: StoredUser | undefined, at: IsoTime): Tenure {
  return user?.state === "active" ? verdictOn(tables, user, at).tenure : "none";
}

/** Whether the company can count on a user, as `PossibleAdministrator` of the contract tells it. */
function hasJoined(tables: Tables, { id, invitation, lastLoginAt }: StoredUser): boolean {
  const isAwaited = invitation.state === "sent" || invitation.state === "failed";
  return !isAwaited || lastLoginAt !== null || tables.secrets.has(`user:${id}`);
}

/** The longest tenure among all users who can log in, as `longestTenure` of the contract tells it. */
export function companyTenure(tables: Tables, at: IsoTime, present: Present | null): Tenure {
  let longest: Tenure = "none";
  for (const user of tables.users.values()) {
    const tenure = tenureIn(tables, user, at);
    if (tenure !== "none" && hasJoined(tables, user) && isLetIn(tables, user, present))
      longest = longerTenure(longest, tenure);
    if (longest === "lasting") break;
  }
  return longest;
}

/** How many active users each role reaches. */
export function roleUserCounts(tables: Tables, at: IsoTime): ReadonlyMap<Id, Role["userCount"]> {
  const span = spanOf(tables, at);
  if (span.counts?.users === tables.users) return span.counts.byRole;
  const byRole = new Map<Id, number>();
  const rolesReaching = rolesIn(tables, at);
  for (const user of tables.users.values()) {
    if (user.state !== "active") continue;
    for (const roleId of rolesReaching(user)) byRole.set(roleId, (byRole.get(roleId) ?? 0) + 1);
  }
  span.counts = { users: tables.users, byRole };
  return byRole;
}

/** Those whose effective rights two states of the tables tell apart. `touched` are the users who were written. */
export function changedRights(before: Tables, after: Tables, touched: ReadonlySet<Id>, at: IsoTime): ReadonlySet<Id> {
  const alike = reachesAlike(before, after);
  const wording = (user: StoredUser | undefined, tables: Tables): string =>
    user?.state === "active" ? verdictOn(tables, user, at).wording : "[]";
  const ids = alike ? [...touched, ...reassigned(before, after)] : after.users.keys();
  return new Set(
    [...ids].filter(
      (id) => after.users.has(id) && wording(before.users.get(id), before) !== wording(after.users.get(id), after),
    ),
  );
}

/** Whether roles reach everybody alike who was not touched: then nobody else need be looked at. */
function reachesAlike(before: Tables, after: Tables): boolean {
  const grantsIn = ({ roles }: Tables): readonly unknown[] => [...roles.values()].map(({ grants }) => grants);
  return (
    before.departments === after.departments &&
    before.groups === after.groups &&
    sameItems(wideAssignments(before), wideAssignments(after)) &&
    (before.roles === after.roles || sameItems(grantsIn(before), grantsIn(after)))
  );
}

/** The people to whom roles were given, or from whom they were taken. */
function reassigned(before: Tables, after: Tables): readonly Id[] {
  if (before.assignments === after.assignments) return [];
  const [old, now] = [new Set(before.assignments), new Set(after.assignments)];
  const changed = [
    ...after.assignments.filter((one) => !old.has(one)),
    ...before.assignments.filter((one) => !now.has(one)),
  ];
  return changed.flatMap(({ subject }) => (subject.type === "user" ? [subject.id] : []));
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
