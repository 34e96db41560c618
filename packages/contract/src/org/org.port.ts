import type { CallContext } from "../context.ts";
import type { Id, Version } from "../primitives.ts";
import type {
  Department,
  DepartmentInput,
  Organisation,
  Patch,
  Position,
  PositionInput,
  UserGroup,
  UserGroupInput,
} from "./org.ts";

type Create<Input, Node> = (input: { readonly node: Input }, context: CallContext) => Promise<Node>;
type Update<Input, Node> = (
  input: { readonly id: Id; readonly version: Version; readonly patch: Patch<Input> },
  context: CallContext,
) => Promise<Node>;
type Remove = (input: { readonly id: Id; readonly version: Version }, context: CallContext) => Promise<void>;

/**
 * Departments, positions and user groups. Everybody may read them; changing needs `org.manage`.
 *
 * - create and update fail with `validation`: `not_found` for a parent, head, department or role that does not exist,
 *   `invalid_option` at `/parentId` for a node below itself, `not_allowed` at `/defaultRoleId` for a role that the actor
 *   may not hand out; with `duplicate` at `/name` for a sibling of the same name (positions: any); update with
 *   `conflict`.
 * - Moving a department or a group changes whom roles reach: the actor must be able to hand out what people come to
 *   gain (`forbidden`), and the guards `last_admin` and `lockout_prevented` apply.
 * - remove fails with `in_use` unless the node is empty: no users, no nodes below, no position in it, no role given to
 *   it. Phone numbers do not hold a department: it is taken out of their `departmentIds` in the same change, each of
 *   them with a new version and `number.changed`.
 */
export interface OrgPort {
  read(input: Record<string, never>, context: CallContext): Promise<Organisation>;
  readonly createDepartment: Create<DepartmentInput, Department>;
  readonly updateDepartment: Update<DepartmentInput, Department>;
  readonly removeDepartment: Remove;
  readonly createPosition: Create<PositionInput, Position>;
  readonly updatePosition: Update<PositionInput, Position>;
  readonly removePosition: Remove;
  readonly createGroup: Create<UserGroupInput, UserGroup>;
  readonly updateGroup: Update<UserGroupInput, UserGroup>;
  readonly removeGroup: Remove;
}
