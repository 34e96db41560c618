import { CrewError } from "../errors/crew-error.ts";
import type { UserInput } from "../users/user.ts";
import { isWithin } from "./check-grants.ts";
import type { Grants } from "./facts.ts";

/** The members of a user that decide which rights the person has. */
export const placeMembers: readonly (keyof UserInput)[] = ["roleIds", "positionId", "departmentId", "groupIds"];

/**
 * Whether somebody with `own` rights may hand out, or edit somebody with, `given` rights. Who manages roles may do all;
 * others not what reaches beyond themselves, or they could make themselves an administrator. Both are what roles say
 * (`UserRights.held`, or the grants of a role): what a catalogue leaves of it may be more one day.
 */
export function mayHandOut(own: Grants, given: Grants): boolean {
  return own["role.manage"] === "any" || isWithin(given, own);
}

/**
 * Stops a change of a user by which they would come to more rights than the actor may hand out, whichever way: by a
 * role, position, department or group. `theirs` is what they hold by standing rights after
 * the change, those that they have once active; `own` is what the actor holds.
 * @throws CrewError `validation` with `not_allowed` at the first of {@link placeMembers} among `changed`, `forbidden`
 * when the change has none of them
 */
export function guardHandingOut(own: Grants, theirs: Grants, changed: ReadonlySet<string>): void {
  if (mayHandOut(own, theirs)) return;
  const culprit = placeMembers.find((member) => changed.has(member));
  if (culprit === undefined) throw new CrewError("forbidden");
  throw new CrewError("validation", { fields: [{ pointer: `/${culprit}`, code: "not_allowed" }] });
}
