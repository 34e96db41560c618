import * as z from "zod/mini";
import type { Subject } from "../assignments/assignment.ts";
import { type Id, idSchema, proseSchema, type Version, versionSchema } from "../primitives.ts";
import type { PersonName } from "../users/person.ts";
import type { ActionKey } from "./catalogue.ts";
import type { RightsPath } from "./explain.ts";
import { type Scope, scopeSchema } from "./scope.ts";

/**
 * Whom an expectation speaks of: everybody a subject of assignments stands for, or everybody whom a role reaches by any
 * assignment.
 */
export interface ExpectationSubject {
  readonly type: Subject["type"] | "role";
  readonly id: Id;
}

/** Whether an action may reach no farther than a scope, or must reach at least as far. */
export type ExpectationBound = "at_most" | "at_least";

/**
 * A sentence that the rights are to keep to, such as 'a manager must not export contacts': a test of roles and assignments
 * that runs at each change. 'Must not' is at most `none`, 'must' at least the widest scope of the action. It is about what
 * people come to by all their roles together.
 */
export interface RightsExpectation {
  /** Chosen by whoever writes the sentence, and its own among all of the company. */
  readonly id: Id;
  readonly subject: ExpectationSubject;
  readonly action: ActionKey;
  readonly bound: ExpectationBound;
  readonly scope: Scope;
  /** Why it is to be so. */
  readonly note: string | null;
}

/** All sentences of a company. */
export interface RightsExpectations {
  readonly version: Version;
  readonly expectations: readonly RightsExpectation[];
}

/** Somebody who breaks an expectation. */
export interface ExpectationBreach {
  readonly userId: Id;
  readonly name: PersonName;
  /** How far the action reaches instead. */
  readonly scope: Scope;
  /** The path that reaches farthest; null where none leads to the person at all. */
  readonly path: RightsPath | null;
}

/** Whether one expectation holds, and if not, why. */
export interface ExpectationVerdict {
  readonly id: Id;
  readonly holds: boolean;
  /** Whether the role that it speaks of grants more by itself: whoever was given it would break the sentence. */
  readonly byRole: boolean;
  /** How many people break it. */
  readonly count: number;
  /** The first of them by name whom the viewer may see, at most 20. */
  readonly people: readonly ExpectationBreach[];
}

/** A sentence that a change was refused for. */
export interface BrokenExpectation {
  readonly expectation: RightsExpectation;
  /** How many people would break it, or break it by more than they do; 0 where it is the role by itself. */
  readonly count: number;
  /** The first of them whom the one who makes the change may see, at most 20. */
  readonly userIds: readonly Id[];
}

/** So many of the people who break a sentence are told by name. */
export const TOLD_BREACHES = 20;

export const expectationSchema: z.ZodMiniType<RightsExpectation> = z.object({
  id: idSchema,
  subject: z.object({ type: z.enum(["user", "department", "position", "group", "role"]), id: idSchema }),
  action: z.string().check(z.maxLength(64), z.regex(/^[\w.-]+$/)),
  bound: z.enum(["at_most", "at_least"]),
  scope: scopeSchema,
  note: z.nullable(proseSchema(0, 500)),
});

/** At most 200: each is looked at with every change of rights. */
export const expectationListSchema: z.ZodMiniType<readonly RightsExpectation[]> = z
  .array(expectationSchema)
  .check(z.maxLength(200));

export const expectationsSchema: z.ZodMiniType<RightsExpectations> = z.object({
  version: versionSchema,
  expectations: z.array(expectationSchema),
});

const pathSchema: z.ZodMiniType<RightsPath> = z.object({
  roleId: idSchema,
  roleName: z.string(),
  subject: z.object({ type: z.enum(["user", "department", "position", "group"]), id: idSchema }),
  through: idSchema,
  until: z.nullable(z.string()),
  scope: scopeSchema,
});

export const expectationVerdictSchema: z.ZodMiniType<ExpectationVerdict> = z.object({
  id: idSchema,
  holds: z.boolean(),
  byRole: z.boolean(),
  count: z.number(),
  people: z.array(
    z.object({
      userId: idSchema,
      name: z.object({ last: z.string(), first: z.string(), patronymic: z.nullable(z.string()) }),
      scope: scopeSchema,
      path: z.nullable(pathSchema),
    }),
  ),
});

export const brokenExpectationSchema: z.ZodMiniType<BrokenExpectation> = z.object({
  expectation: expectationSchema,
  count: z.number(),
  userIds: z.array(idSchema),
});
