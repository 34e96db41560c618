import * as z from "zod/mini";
import type { CallContext } from "../context.ts";
import { type Id, idSchema } from "../primitives.ts";

/** Node of the organisation's tree; every user is in one. */
export interface Department {
  readonly id: Id;
  readonly name: string;
  readonly parentId: Id | null;
  readonly headId: Id | null;
}

/** Job title. Choosing it for a user fills the department and the role. */
export interface Position {
  readonly id: Id;
  readonly name: string;
  readonly departmentId: Id | null;
  readonly defaultRoleId: Id | null;
}

/** Free grouping with subgroups; a user can be in several. */
export interface UserGroup {
  readonly id: Id;
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

export const organisationSchema: z.ZodMiniType<Organisation> = z.object({
  departments: z.array(
    z.object({ id: idSchema, name: z.string(), parentId: z.nullable(idSchema), headId: z.nullable(idSchema) }),
  ),
  positions: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      departmentId: z.nullable(idSchema),
      defaultRoleId: z.nullable(idSchema),
    }),
  ),
  groups: z.array(
    z.object({ id: idSchema, name: z.string(), parentId: z.nullable(idSchema), kind: z.enum(["team", "project"]) }),
  ),
});

/** Departments, positions and user groups. */
export interface OrgPort {
  read(input: Record<string, never>, context: CallContext): Promise<Organisation>;
}
