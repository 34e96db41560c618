import { CrewError } from "../errors/crew-error.ts";
import type { UserInput } from "../users/user.ts";
import type { ActionKey } from "./catalogue.ts";
import { isWithin } from "./check-grants.ts";
import { effectiveGrants, type RightsFacts, type RightsUser } from "./rights.ts";
import type { Scope } from "./scope.ts";

type Grants = Readonly<Record<ActionKey, Scope>>;

/** The members of a user that decide which rights the person has. */
export const placeMembers: readonly (keyof UserInput)[] = ["roleIds", "positionId", "departmentId", "groupIds"];

/**
 * Whether somebody with `own` rights may hand out, or edit somebody with, `given` rights. Who manages roles may do all;
 * others not what reaches beyond themselves, or they could make themselves an administrator.
 */
export function mayHandOut(own: Grants, given: Grants): boolean {
  return own["role.manage"] === "any" || isWithin(given, own);
}

/** What a user may do, or may do again once active: blocking somebody takes no right away for good. */
export function standingGrants(user: RightsUser, facts: RightsFacts, at: string): Grants {
  return effectiveGrants({ ...user, state: "active" }, facts, at);
}

/**
 * Stops a change of a user by which they would come to more rights than the actor may hand out, whichever way: by a
 * role, position, department or group. `theirs` are their {@link standingGrants} after the change.
 * @throws CrewError `validation` with `not_allowed` at the first of {@link placeMembers} among `changed`, `forbidden`
 * when the change has none of them
 */
export function guardHandingOut(own: Grants, theirs: Grants, changed: ReadonlySet<string>): void {
  if (mayHandOut(own, theirs)) return;
  const culprit = placeMembers.find((member) => changed.has(member));
  if (culprit === undefined) throw new CrewError("forbidden");
  throw new CrewError("validation", { fields: [{ pointer: `/${culprit}`, code: "not_allowed" }] });
}
