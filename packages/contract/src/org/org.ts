import * as z from "zod/mini";
import { type Id, idSchema, lineSchema, type Version, versionSchema } from "../primitives.ts";

/** Node of the organisation's tree; every user is in one. */
export interface Department {
  readonly id: Id;
  readonly version: Version;
  readonly name: string;
  /** Null for a root; there may be several. */
  readonly parentId: Id | null;
  /** The user who leads it. */
  readonly headId: Id | null;
}

/** Job title. Choosing it for a user fills the department and the role. */
export interface Position {
  readonly id: Id;
  readonly version: Version;
  readonly name: string;
  readonly departmentId: Id | null;
  readonly defaultRoleId: Id | null;
}

/** Free grouping with subgroups; a user can be in several. */
export interface UserGroup {
  readonly id: Id;
  readonly version: Version;
  readonly name: string;
  readonly parentId: Id | null;
  readonly kind: "team" | "project";
}

/** The whole organisation; small enough to be read at once (thousands of nodes at most). */
export interface Organisation {
  readonly departments: readonly Department[];
  readonly positions: readonly Position[];
  readonly groups: readonly UserGroup[];
}

/** What is sent for a department, a position or a group: all that is not the backend's to say. */
export type DepartmentInput = Omit<Department, "id" | "version">;
export type PositionInput = Omit<Position, "id" | "version">;
export type UserGroupInput = Omit<UserGroup, "id" | "version">;

/** The members to change; what is absent stays. */
export type Patch<Input> = Partial<{ readonly [K in keyof Input]: Input[K] | undefined }>;

const shown = { id: idSchema, version: versionSchema, name: z.string() };
const link = z.nullable(idSchema);
const departmentLinks = { parentId: link, headId: link };
const positionLinks = { departmentId: link, defaultRoleId: link };
const groupMembers = { parentId: link, kind: z.enum(["team", "project"]) };
const name = lineSchema(1, 100);
const departmentShape = { name, ...departmentLinks };
const positionShape = { name, ...positionLinks };
const groupShape = { name, ...groupMembers };

export const departmentSchema: z.ZodMiniType<Department> = z.object({ ...shown, ...departmentLinks });
export const positionSchema: z.ZodMiniType<Position> = z.object({ ...shown, ...positionLinks });
export const userGroupSchema: z.ZodMiniType<UserGroup> = z.object({ ...shown, ...groupMembers });

export const organisationSchema: z.ZodMiniType<Organisation> = z.object({
  departments: z.array(departmentSchema),
  positions: z.array(positionSchema),
  groups: z.array(userGroupSchema),
});

export const departmentInputSchema: z.ZodMiniType<DepartmentInput> = z.object(departmentShape);
export const positionInputSchema: z.ZodMiniType<PositionInput> = z.object(positionShape);
export const userGroupInputSchema: z.ZodMiniType<UserGroupInput> = z.object(groupShape);
export const departmentPatchSchema: z.ZodMiniType<Patch<DepartmentInput>> = z.partial(z.object(departmentShape));
export const positionPatchSchema: z.ZodMiniType<Patch<PositionInput>> = z.partial(z.object(positionShape));
export const userGroupPatchSchema: z.ZodMiniType<Patch<UserGroupInput>> = z.partial(z.object(groupShape));
