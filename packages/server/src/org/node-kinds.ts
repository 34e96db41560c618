import type { DepartmentInput, PositionInput, Subject, UserGroupInput } from "@crewdock/contract";
import type { Unit } from "../store/unit.ts";
import { forgetDepartment } from "../telephony/number-changes.ts";

/** What is stored of a node besides its id and version. */
export type NodeFields = Readonly<Record<string, string | null>>;

/** How departments, positions and groups differ for the database; all else about them is alike. */
export interface NodeKind<Input extends NodeFields> {
  /** As roles are given to it, and as the audit log calls it. */
  readonly type: Exclude<Subject["type"], "user">;
  readonly table: "departments" | "positions" | "user_groups";
  /** The column of each member, in the order in which they are read. */
  readonly columns: Readonly<Record<keyof Input & string, string>>;
  /** Members that point at something, and the table where it stands. */
  readonly links: readonly (readonly [member: keyof Input & string, table: string])[];
  /** Where a node is used: a table and the column that names it. Roles that are given to it count besides. */
  readonly uses: readonly (readonly [table: string, column: string])[];
  /** Takes a node that is removed out of what names it and is not held by it. */
  readonly forget?: (unit: Unit, id: string) => Promise<void>;
}

export const departmentKind: NodeKind<DepartmentInput> = {
  type: "department",
  table: "departments",
  columns: { name: "name", parentId: "parent_id", headId: "head_id" },
  links: [
    ["parentId", "departments"],
    ["headId", "users"],
  ],
  uses: [
    ["users", "department_id"],
    ["departments", "parent_id"],
    ["positions", "department_id"],
  ],
  forget: forgetDepartment,
};

export const positionKind: NodeKind<PositionInput> = {
  type: "position",
  table: "positions",
  columns: { name: "name", departmentId: "department_id", defaultRoleId: "default_role_id" },
  links: [
    ["departmentId", "departments"],
    ["defaultRoleId", "roles"],
  ],
  uses: [["users", "position_id"]],
};

export const groupKind: NodeKind<UserGroupInput> = {
  type: "group",
  table: "user_groups",
  columns: { name: "name", parentId: "parent_id", kind: "kind" },
  links: [["parentId", "user_groups"]],
  uses: [
    ["user_group_members", "group_id"],
    ["user_groups", "parent_id"],
  ],
};
