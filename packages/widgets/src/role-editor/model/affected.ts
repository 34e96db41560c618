import {
  type ActionKey,
  assignmentsOf,
  compareScopes,
  effectiveGrants,
  type IsoTime,
  type RightsFacts,
  type Scope,
  type User,
  widest,
} from "@crewdock/contract";
import type { Given } from "./given.ts";
import { type Grants, scopeOf } from "./grants.ts";

/** One right that a person gains or loses, after all their other roles are counted in. */
export interface RightChange {
  readonly key: ActionKey;
  readonly from: Scope;
  readonly to: Scope;
}

/** A person whose effective rights change. */
export interface AffectedPerson {
  readonly user: User;
  readonly gains: readonly RightChange[];
  readonly loses: readonly RightChange[];
}

/** What one person has apart from the role in question. */
interface Standing {
  readonly user: User;
  readonly others: Grants;
}

/** Everything about people that an edit of one role leaves as it is; made once a role is open. */
export function standings(
  users: readonly User[],
  facts: RightsFacts,
  roleId: string,
  at: IsoTime,
): readonly Standing[] {
  const rest = { ...facts, assignments: facts.assignments.filter((assignment) => assignment.roleId !== roleId) };
  return users.map((user) => ({ user, others: effectiveGrants(user, rest, at) }));
}

/** Ids of the people whom one subject or several reach at an instant. */
export function reached(
  users: readonly User[],
  facts: Pick<RightsFacts, "departments" | "groups">,
  given: readonly Given[],
  at: IsoTime,
): ReadonlySet<string> {
  const only: RightsFacts = { ...facts, roles: [], assignments: given.map((each) => ({ roleId: "", ...each })) };
  return new Set(users.filter((user) => assignmentsOf(user, only, at).length > 0).map(({ id }) => id));
}

/** Who gains and who loses what when a role goes from one set of grants and people to another. */
export function affectedPeople(
  people: readonly Standing[],
  before: { readonly grants: Grants; readonly reached: ReadonlySet<string> },
  after: { readonly grants: Grants; readonly reached: ReadonlySet<string> },
): readonly AffectedPerson[] {
  const keys = [...new Set([...Object.keys(before.grants), ...Object.keys(after.grants)])];
  return people.flatMap(({ user, others }): AffectedPerson[] => {
    const had = before.reached.has(user.id);
    const has = after.reached.has(user.id);
    if (!had && !has) return [];
    const gains: RightChange[] = [];
    const loses: RightChange[] = [];
    for (const key of keys) {
      const rest = scopeOf(others, key);
      const from = had ? widest(rest, scopeOf(before.grants, key)) : rest;
      const to = has ? widest(rest, scopeOf(after.grants, key)) : rest;
      if (from !== to) (compareScopes(to, from) > 0 ? gains : loses).push({ key, from, to });
    }
    return gains.length + loses.length > 0 ? [{ user, gains, loses }] : [];
  });
}
