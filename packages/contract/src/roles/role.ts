import * as z from "zod/mini";
import {
  type Id,
  idSchema,
  isoTimeSchema,
  type IsoTime,
  lineSchema,
  type Version,
  versionSchema,
  proseSchema,
} from "../primitives.ts";
import type { ActionKey } from "../rights/catalogue.ts";
import { type Scope, scopeSchema } from "../rights/scope.ts";

/** A named set of grants. */
export interface Role {
  readonly id: Id;
  readonly version: Version;
  readonly name: string;
  readonly description: string | null;
  /** Scope by action; an action that is not named is `none`. */
  readonly grants: Readonly<Record<ActionKey, Scope>>;
  /** Active users whom this role reaches by any assignment. */
  readonly userCount: number;
  readonly updatedAt: IsoTime;
}

export interface RoleInput {
  readonly name: string;
  readonly description: string | null;
  readonly grants: Readonly<Record<ActionKey, Scope>>;
}

export type RolePatch = Partial<{ readonly [K in keyof RoleInput]: RoleInput[K] | undefined }>;

const grantsSchema = z.record(z.string().check(z.maxLength(64), z.regex(/^[\w.-]+$/)), scopeSchema);
const inputShape = {
  name: lineSchema(1, 80),
  description: z.nullable(proseSchema(0, 500)),
  grants: grantsSchema,
};

export const roleSchema: z.ZodMiniType<Role> = z.object({
  id: idSchema,
  version: versionSchema,
  name: z.string(),
  description: z.nullable(z.string()),
  grants: grantsSchema,
  userCount: z.number(),
  updatedAt: isoTimeSchema,
});

export const roleInputSchema: z.ZodMiniType<RoleInput> = z.object(inputShape);
export const rolePatchSchema: z.ZodMiniType<RolePatch> = z.partial(z.object(inputShape));
