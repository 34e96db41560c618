import {
  type ActionKey,
  assignmentsOf,
  effectiveGrants,
  type Id,
  type IsoTime,
  longerTenure,
  type RightsFacts,
  type Role,
  type Scope,
  standingGrants,
  type Tenure,
  tenureOf,
} from "@crewdock/contract";
import { derived } from "./derived.ts";
import { directAssignments, organisationOf, wideAssignments } from "./indexes.ts";
import type { StoredRole, StoredUser, Tables } from "./tables.ts";

type Grants = Readonly<Record<ActionKey, Scope>>;

const listed = derived((roles: ReadonlyMap<Id, StoredRole>): readonly StoredRole[] => [...roles.values()]);

/** What the rights engine reads for one user: of the assignments to people only the user's own. */
function factsFor(tables: Tables, userId: Id): RightsFacts {
  const { departments, groups } = organisationOf(tables);
  const direct = directAssignments(tables, userId);
  const wide = wideAssignments(tables);
  return {
    departments,
    groups,
    roles: listed(tables.roles),
    assignments: direct.length > 0 ? [...wide, ...direct] : wide,
  };
}

export function grantsOf(tables: Tables, user: StoredUser, at: IsoTime): Grants {
  return effectiveGrants(user, factsFor(tables, user.id), at);
}

/** What a user may do, or may do again once active. */
export function standingGrantsOf(tables: Tables, user: StoredUser, at: IsoTime): Grants {
  return standingGrants(user, factsFor(tables, user.id), at);
}

/** The roles that reach a user by any assignment. */
export function roleIdsOf(tables: Tables, user: StoredUser, at: IsoTime): ReadonlySet<Id> {
  return new Set(assignmentsOf(user, factsFor(tables, user.id), at).map(({ roleId }) => roleId));
}

/** How long a user administers if nobody changes anything. */
export function tenureIn(tables: Tables, user: StoredUser | undefined, at: IsoTime): Tenure {
  return user ? tenureOf(user, factsFor(tables, user.id), at) : "none";
}

/** The longest tenure among all users, as `longestTenure` of the contract tells it. */
export function companyTenure(tables: Tables, at: IsoTime): Tenure {
  let longest: Tenure = "none";
  for (const user of tables.users.values()) {
    longest = longerTenure(longest, tenureIn(tables, user, at));
    if (longest === "lasting") break;
  }
  return longest;
}

/** How many active users each role reaches. */
export function roleUserCounts(tables: Tables, at: IsoTime): ReadonlyMap<Id, Role["userCount"]> {
  const counts = new Map<Id, number>();
  for (const user of tables.users.values()) {
    if (user.state !== "active") continue;
    for (const roleId of roleIdsOf(tables, user, at)) counts.set(roleId, (counts.get(roleId) ?? 0) + 1);
  }
  return counts;
}

/** Those whose effective rights two states of the tables tell apart. */
export function changedRights(before: Tables, after: Tables, at: IsoTime): ReadonlySet<Id> {
  const wording = (user: StoredUser | undefined, tables: Tables): string =>
    user ? JSON.stringify(Object.entries(grantsOf(tables, user, at)).sort()) : "";
  const ids = reachesAlike(before, after) ? touchedPeople(before, after) : after.users.keys();
  return new Set(
    [...ids].filter((id) => wording(before.users.get(id), before) !== wording(after.users.get(id), after)),
  );
}

/** Whether roles reach everybody alike who has not been changed: then nobody else need be looked at. */
function reachesAlike(before: Tables, after: Tables): boolean {
  return (
    before.departments === after.departments &&
    before.groups === after.groups &&
    sameItems(wideAssignments(before), wideAssignments(after)) &&
    sameItems(
      listed(before.roles).map(({ grants }) => grants),
      listed(after.roles).map(({ grants }) => grants),
    )
  );
}

function touchedPeople(before: Tables, after: Tables): ReadonlySet<Id> {
  const touched = new Set<Id>();
  if (before.users !== after.users)
    for (const [id, user] of after.users) if (before.users.get(id) !== user) touched.add(id);
  if (before.assignments !== after.assignments) {
    const known = new Set(before.assignments);
    const left = new Set(after.assignments);
    for (const one of after.assignments) if (!known.has(one)) touched.add(one.subject.id);
    for (const one of before.assignments) if (!left.has(one)) touched.add(one.subject.id);
  }
  return touched;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
