import type { Id } from "../primitives.ts";
import { companyWithRoles, compileCompany, type CompanyRights } from "./company-rights.ts";
import { compileRights, rightsAt } from "./compiled-rights.ts";
import type { RightsAssignment, RightsFacts, RightsRole, RightsUser } from "./facts.ts";

/** What is to be tried out. What is absent stays as it is. */
export interface RightsChange<U extends RightsUser = RightsUser> {
  /** Roles that are new or have other grants. */
  readonly roles?: readonly RightsRole[] | undefined;
  readonly removedRoles?: readonly Id[] | undefined;
  /** Who has one role afterwards, in place of all who had it. */
  readonly given?: { readonly roleId: Id; readonly to: readonly Omit<RightsAssignment, "roleId">[] } | undefined;
  /** People who are new or stand elsewhere. */
  readonly users?: readonly U[] | undefined;
  readonly removedUsers?: readonly Id[] | undefined;
  readonly departments?: RightsFacts["departments"] | undefined;
  readonly groups?: RightsFacts["groups"] | undefined;
}

/**
 * The company as it would be after a change, at an instant: now, or another date, such as the day after an assignment
 * ends. Nothing is changed by it. Grants of roles that the company has are cheap to try out, as only those whom they reach
 * are worked out anew.
 */
export function simulate<U extends RightsUser>(
  company: CompanyRights<U>,
  change: RightsChange<U>,
  at: Date,
): CompanyRights<U> {
  const { roles = [], ...rest } = change;
  const rights = rightsAt(company.rights, at);
  if (Object.values(rest).some((part) => part !== undefined) || !roles.every(({ id }) => rights.roles.has(id)))
    return compileCompany(compileRights(changedFacts(rights.facts, change), at, rights), changedUsers(company, change));
  const then = rights === company.rights ? company : compileCompany(rights, changedUsers(company, {}));
  return roles.length === 0 ? then : companyWithRoles(then, roles);
}

function changedFacts(facts: RightsFacts, change: RightsChange): RightsFacts {
  const { roles = [], removedRoles = [], given, departments = facts.departments, groups = facts.groups } = change;
  const others = facts.roles.filter(({ id }) => !removedRoles.includes(id) && !roles.some((role) => role.id === id));
  const assignments = given
    ? [
        ...facts.assignments.filter(({ roleId }) => roleId !== given.roleId),
        ...given.to.map((each) => ({ ...each, roleId: given.roleId })),
      ]
    : facts.assignments;
  return { ...facts, roles: [...others, ...roles], assignments, departments, groups };
}

function* changedUsers<U extends RightsUser>(
  { people }: CompanyRights<U>,
  { users = [], removedUsers = [] }: RightsChange<U>,
): Generator<U> {
  const changed = new Map(users.map((user) => [user.id, user]));
  const removed = new Set(removedUsers);
  for (const { user } of people) {
    if (!removed.has(user.id)) yield changed.get(user.id) ?? user;
    changed.delete(user.id);
  }
  for (const user of changed.values()) if (!removed.has(user.id)) yield user;
}
