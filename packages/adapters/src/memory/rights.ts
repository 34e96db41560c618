import {
  type Assignment,
  type CompiledRights,
  compileRights,
  type Department,
  type Id,
  longerTenure,
  rightsAt,
  type RightsRow,
  type RightsRules,
  type Role,
  standingRightsOf,
  type Tenure,
  tenureOf,
  type UserGroup,
  type UserRights,
} from "@crewdock/contract";
import { derived } from "./derived.ts";
import { isLetIn, type Present } from "./ip-admission.ts";
import { wideAssignments } from "./indexes.ts";
import type { Store } from "./store.ts";
import type { Table } from "./table.ts";
import type { StoredRole, StoredUser, Tables } from "./tables.ts";

const compiled = derived(
  (
    _rules: RightsRules,
    _roles: Table<StoredRole>,
    _assignments: readonly Assignment[],
    _departments: Table<Department>,
    _groups: Table<UserGroup>,
  ): { rights: CompiledRights | undefined } => ({ rights: undefined }),
);

/** The rights of the company as they are at an instant. */
export function rightsIn(
  { rules, now, tables: present }: Pick<Store, "rules" | "now" | "tables">,
  tables: Tables = present,
  at: Date = now(),
): CompiledRights {
  const { roles, assignments, departments, groups } = tables;
  const kept = compiled(rules, roles, assignments, departments, groups);
  kept.rights = kept.rights ? rightsAt(kept.rights, at) : compileRights({ ...rules, ...factsOf(tables) }, at);
  return kept.rights;
}

function factsOf({ roles, assignments, departments, groups }: Tables): Parameters<typeof compileRights>[0] {
  return {
    departments: [...departments.values()],
    groups: [...groups.values()],
    roles: [...roles.values()],
    assignments,
  };
}

const people = derived((_rights: CompiledRights) => new Map<Id, UserRights<StoredUser>>());

/** What a user may do, or may do again once active; worked out once for as long as the user stays as they are. */
function standingIn(rights: CompiledRights, user: StoredUser): UserRights<StoredUser> {
  const known = people(rights);
  const found = known.get(user.id);
  if (found?.user === user) return found;
  const own = standingRightsOf(rights, user);
  known.set(user.id, own);
  return own;
}

/** The roles that reach users by any assignment. */
export function rolesIn(rights: CompiledRights): (user: StoredUser) => readonly Id[] {
  return (user) => standingIn(rights, user).row.roleIds;
}

/** Whether the company can count on a user, as `PossibleAdministrator` of the contract tells it. */
function hasJoined(tables: Tables, { id, invitation, lastLoginAt }: StoredUser): boolean {
  const isAwaited = invitation.state === "sent" || invitation.state === "failed";
  return !isAwaited || lastLoginAt !== null || tables.secrets.has(`user:${id}`);
}

/** The longest tenure among all users who can log in, as `longestTenure` of the contract tells it. */
export function companyTenure(rights: CompiledRights, tables: Tables, present: Present | null): Tenure {
  let longest: Tenure = "none";
  for (const user of tables.users.values()) {
    const tenure = tenureOf(user, rights);
    if (tenure !== "none" && hasJoined(tables, user) && isLetIn(tables, user, present))
      longest = longerTenure(longest, tenure);
    if (longest === "lasting") break;
  }
  return longest;
}

const countsByRole = derived((rights: CompiledRights, users: Table<StoredUser>): ReadonlyMap<Id, Role["userCount"]> => {
  const byRole = new Map<Id, number>();
  for (const user of users.values()) {
    if (user.state !== "active") continue;
    for (const roleId of standingIn(rights, user).row.roleIds) byRole.set(roleId, (byRole.get(roleId) ?? 0) + 1);
  }
  return byRole;
});

/** How many active users each role reaches. */
export function roleUserCounts(rights: CompiledRights, { users }: Tables): ReadonlyMap<Id, Role["userCount"]> {
  return countsByRole(rights, users);
}

const alike = derived((one: RightsRow, other: RightsRow) => ({ are: one.equals(other) }));

/** One state of the company and the rights in it. */
export interface RightsState {
  readonly tables: Tables;
  readonly rights: CompiledRights;
}

/** Those whose effective rights two states tell apart. `touched` are the users who were written. */
export function changedRights(before: RightsState, after: RightsState, touched: ReadonlySet<Id>): ReadonlySet<Id> {
  const isChanged = (id: Id): boolean => {
    const [was, is] = [before, after].map(({ tables, rights }) => {
      const user = tables.users.get(id);
      return user?.state === "active" ? standingIn(rights, user).row : undefined;
    });
    if (was === undefined || is === undefined) return !!(was ?? is)?.levels.some((level) => level > 0);
    return was !== is && !alike(was, is).are;
  };
  const ids = [...concernedBy(before.tables, after.tables, touched)];
  return new Set(ids.filter((id) => after.tables.users.has(id) && isChanged(id)));
}

/** Everybody whose rights or place two states could tell apart. `touched` are the users who were written. */
export function concernedBy(before: Tables, after: Tables, touched: ReadonlySet<Id>): Iterable<Id> {
  return reachesAlike(before, after) ? [...touched, ...reassigned(before, after)] : after.users.keys();
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
