import { CrewError } from "../errors/crew-error.ts";
import type { Id, IsoTime } from "../primitives.ts";
import { assignmentsOf, effectiveGrants, type RightsFacts, type RightsUser } from "./rights.ts";

/** How many active users a role reaches by any assignment. */
export function roleUserCount(roleId: Id, users: readonly RightsUser[], facts: RightsFacts, at: IsoTime): number {
  const ofRole = { ...facts, assignments: facts.assignments.filter((assignment) => assignment.roleId === roleId) };
  return users.filter((user) => user.state === "active" && assignmentsOf(user, ofRole, at).length > 0).length;
}

/** Whether a user can give rights back to everybody: manages all users and all roles. */
export function isAdministrator(user: RightsUser, facts: RightsFacts, at: IsoTime): boolean {
  const grants = effectiveGrants(user, facts, at);
  return grants["role.manage"] === "any" && grants["user.manage"] === "any";
}

/**
 * Stops a change after which nobody could administer any more, or the actor would have shut themselves out.
 * Give the users and facts as they would be after the change.
 * @throws CrewError `last_admin` when no administrator is left, `lockout_prevented` when the actor was one and is none any more.
 */
export function guardAdministrators(
  before: { readonly users: readonly RightsUser[]; readonly facts: RightsFacts },
  after: { readonly users: readonly RightsUser[]; readonly facts: RightsFacts },
  actorId: Id,
  at: IsoTime,
): void {
  const left = after.users.filter((user) => isAdministrator(user, after.facts, at));
  if (left.length === 0 && before.users.some((user) => isAdministrator(user, before.facts, at)))
    throw new CrewError("last_admin");
  const actor = before.users.find(({ id }) => id === actorId);
  if (actor && isAdministrator(actor, before.facts, at) && !left.some(({ id }) => id === actorId))
    throw new CrewError("lockout_prevented");
}
