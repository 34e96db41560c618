import * as z from "zod/mini";
import type { CallContext } from "../context.ts";
import { type Id, idSchema, isoTimeSchema, type IsoTime, type Version } from "../primitives.ts";

/** Who or what a role is given to. A department stands for itself and all below it, a group likewise. */
export interface Subject {
  readonly type: "user" | "department" | "position" | "group";
  readonly id: Id;
}

/** A role given to a subject, for good or until a date. */
export interface Assignment {
  readonly roleId: Id;
  readonly subject: Subject;
  /** The first instant at which it no longer counts; null for good. */
  readonly until: IsoTime | null;
}

export const subjectSchema: z.ZodMiniType<Subject> = z.object({
  type: z.enum(["user", "department", "position", "group"]),
  id: idSchema,
});

export const assignmentSchema: z.ZodMiniType<Assignment> = z.object({
  roleId: idSchema,
  subject: subjectSchema,
  until: z.nullable(isoTimeSchema),
});

/** Who has a role. Reading needs `role.view`, changing `role.manage`. */
export interface AssignmentsPort {
  /** The assignments of one role, or of all. */
  list(
    input: { readonly roleId?: Id | undefined },
    context: CallContext,
  ): Promise<{ readonly items: readonly Assignment[] }>;
  /**
   * Sets who has a role: exactly these subjects. `version` is the role's; it changes with its assignments.
   * Where the policy is one role a user, whoever comes to have it directly loses each other role that they have directly.
   * @throws CrewError `conflict`, `validation` (a subject that does not exist), `last_admin`, `lockout_prevented`.
   */
  replace(
    input: {
      readonly roleId: Id;
      readonly version: Version;
      readonly assignments: readonly { readonly subject: Subject; readonly until: IsoTime | null }[];
    },
    context: CallContext,
  ): Promise<{ readonly items: readonly Assignment[] }>;
}
