import * as z from "zod/mini";
import { type ListQuery, listQueryShape } from "../list.ts";
import { type Id, idSchema, isoTimeSchema, type IsoTime } from "../primitives.ts";
import type { CallDirection, CallResult } from "./call-record.ts";

/**
 * Which calls are meant. Filters of one kind are alternatives, kinds are combined; what is absent narrows nothing.
 * `from` counts in, `to` does not; both go by when a call started.
 */
export interface CallFilter {
  readonly userId?: Id | undefined;
  /** Of people in these departments or below; the calls of somebody who was deleted stay with the department. */
  readonly departmentIds?: readonly Id[] | undefined;
  readonly directions?: readonly CallDirection[] | undefined;
  readonly results?: readonly CallResult[] | undefined;
  readonly outcomes?: readonly Id[] | undefined;
  /** Whether there is a recording. */
  readonly recorded?: boolean | undefined;
  readonly from?: IsoTime | undefined;
  readonly to?: IsoTime | undefined;
  /** Any part of number and name. */
  readonly q?: string | undefined;
}

/** How the call list is asked for. */
export interface CallQuery extends ListQuery<"startedAt">, CallFilter {}

export const callDirectionSchema: z.ZodMiniType<CallDirection> = z.enum(["incoming", "outgoing"]);
export const callResultSchema: z.ZodMiniType<CallResult> = z.enum([
  "ongoing",
  "answered",
  "missed",
  "declined",
  "busy",
  "no_answer",
  "cancelled",
  "failed",
]);

const ids = z.array(idSchema).check(z.maxLength(100));

/** The members of a filter but for those that lists and statistics say in their own way. */
export const callFilterShape: {
  readonly userId: z.ZodMiniOptional<z.ZodMiniType<Id>>;
  readonly departmentIds: z.ZodMiniOptional<z.ZodMiniArray<z.ZodMiniType<Id>>>;
  readonly directions: z.ZodMiniOptional<z.ZodMiniArray<z.ZodMiniType<CallDirection>>>;
  readonly results: z.ZodMiniOptional<z.ZodMiniArray<z.ZodMiniType<CallResult>>>;
  readonly outcomes: z.ZodMiniOptional<z.ZodMiniArray<z.ZodMiniType<Id>>>;
  readonly recorded: z.ZodMiniOptional<z.ZodMiniBoolean>;
} = {
  userId: z.optional(idSchema),
  departmentIds: z.optional(ids),
  directions: z.optional(z.array(callDirectionSchema)),
  results: z.optional(z.array(callResultSchema)),
  outcomes: z.optional(ids),
  recorded: z.optional(z.boolean()),
};

export const callQuerySchema: z.ZodMiniType<CallQuery> = z.object({
  ...listQueryShape<"startedAt">(["startedAt"]),
  ...callFilterShape,
  from: z.optional(isoTimeSchema),
  to: z.optional(isoTimeSchema),
});
