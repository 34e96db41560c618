import { compileCompany, compileRights, type Organisation, type User } from "@crewdock/contract";
import type { Given } from "./given.ts";

/** How many people one subject or several stand for at an instant. */
export function countReached(
  users: readonly User[],
  { departments, groups }: Pick<Organisation, "departments" | "groups">,
  given: readonly Given[],
  at: Date,
): number {
  const roles = [{ id: "", name: "", grants: {} }];
  const assignments = given.map((each) => ({ ...each, roleId: "" }));
  const { people } = compileCompany(compileRights({ departments, groups, roles, assignments }, at), users);
  return people.filter(({ row }) => row.roleIds.length > 0).length;
}
