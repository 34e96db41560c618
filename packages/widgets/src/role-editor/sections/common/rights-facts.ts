import type { RightsFacts, Session } from "@crewdock/contract";
import type { RoleContent } from "../../model/role-data.ts";

/** What the rights engine reads of an organisation, of what the editor has loaded. */
export function rightsFacts(
  { index, roles, assignments, organisation }: RoleContent,
  { policy }: Pick<Session, "policy">,
): RightsFacts {
  const { departments, groups } = organisation;
  const { departmentScope } = policy;
  return { departments, groups, roles, assignments, catalogue: index.catalogue, departmentScope };
}
