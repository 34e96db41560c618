import type { Assignment } from "../assignments/assignment.ts";
import type { Department, UserGroup } from "../org/org.ts";
import type { Role } from "../roles/role.ts";
import type { DepartmentScope } from "../session/session.ts";
import type { User } from "../users/user.ts";
import type { ActionKey, Catalogue } from "./catalogue.ts";
import type { Scope } from "./scope.ts";

/** Scope by action; an action that is not named is `none`. */
export type Grants = Readonly<Record<ActionKey, Scope>>;

/** What the rights engine reads of a user. */
export type RightsUser = Pick<User, "id" | "state" | "departmentId" | "positionId" | "groupIds">;

/** What it reads of a role. */
export type RightsRole = Pick<Role, "id" | "name" | "grants">;

/** What it reads of an assignment. */
export type RightsAssignment = Pick<Assignment, "roleId" | "subject" | "until">;

/** What holds for all roles of a CRM. */
export interface RightsRules {
  /**
   * What can be granted: a grant of an action that is not in it counts as `none`, one whose scope the action lacks as
   * the widest that it has within. Absent, every grant counts as it stands.
   */
  readonly catalogue?: Catalogue | undefined;
  /** See {@link DepartmentScope}. @default "below" */
  readonly departmentScope?: DepartmentScope | undefined;
}

/** What the rights engine reads of an organisation, its people aside. */
export interface RightsFacts extends RightsRules {
  readonly departments: readonly Pick<Department, "id" | "parentId">[];
  /** User groups of any kind, teams and projects, with the group above each. */
  readonly groups: readonly Pick<UserGroup, "id" | "parentId">[];
  readonly roles: readonly RightsRole[];
  readonly assignments: readonly RightsAssignment[];
}

/** What a record must tell so that a scope can be judged. */
export interface RecordFacts {
  readonly ownerId: string | null;
  readonly departmentId: string | null;
}
