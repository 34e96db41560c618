import * as z from "zod/mini";
import { type Id, idSchema, isoTimeSchema, type IsoTime, type Version, versionSchema } from "../primitives.ts";
import type { ActionKey } from "../rights/catalogue.ts";

/** A calendar period in the user's own time zone; weeks begin on Monday (ISO 8601). */
export type LimitPeriod = "day" | "week" | "month";

/** Whom a limit is for. For each action and period a user's own comes before their roles', of several roles the strictest counts, everybody's comes last. */
export type LimitSubject = { readonly type: "everyone" } | { readonly type: "role" | "user"; readonly id: Id };

/**
 * At most N actions of a kind in a period. The Nth still counts and suspends the user at once, until the period ends; a
 * blocked or deactivated user stays so. The last administrator is refused further actions instead of being suspended.
 */
export interface ActivityLimit {
  readonly action: ActionKey;
  readonly subject: LimitSubject;
  readonly period: LimitPeriod;
  /** 1 to 1,000,000. */
  readonly most: number;
}

export interface ActivityLimits {
  readonly version: Version;
  readonly limits: readonly ActivityLimit[];
}

/** How much of a limit somebody has used up in the period that runs. */
export interface LimitUse {
  readonly limit: ActivityLimit;
  readonly used: number;
  /** When the period ends, and with it a suspension. */
  readonly endsAt: IsoTime;
}

const subjectSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("everyone") }),
  z.object({ type: z.enum(["role", "user"]), id: idSchema }),
]);

export const activityLimitSchema: z.ZodMiniType<ActivityLimit> = z.object({
  action: z.string().check(z.maxLength(64), z.regex(/^[\w.-]+$/)),
  subject: subjectSchema,
  period: z.enum(["day", "week", "month"]),
  most: z.int().check(z.minimum(1), z.maximum(1_000_000)),
});

export const activityLimitsSchema: z.ZodMiniType<ActivityLimits> = z.object({
  version: versionSchema,
  limits: z.array(activityLimitSchema),
});

export const limitUseSchema: z.ZodMiniType<LimitUse> = z.object({
  limit: activityLimitSchema,
  used: z.number(),
  endsAt: isoTimeSchema,
});
