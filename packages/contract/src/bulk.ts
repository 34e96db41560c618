import * as z from "zod/mini";
import { problemSchema } from "./errors/problem.ts";
import type { Problem } from "./errors/problem.ts";
import { type Id, idSchema } from "./primitives.ts";

/** What became of one item of a bulk call. */
export type BulkResult =
  | { readonly id: Id; readonly ok: true }
  /** This item was refused and is as it was; `problem` says why in the same words as a call of its own would. */
  | { readonly id: Id; readonly ok: false; readonly problem: Problem };

/**
 * The answer of a bulk call: one result for each item, in the order they were given. Items stand or fall by themselves;
 * the call as a whole fails only when nothing of it was tried.
 */
export interface BulkAnswer {
  readonly results: readonly BulkResult[];
}

export const bulkAnswerSchema: z.ZodMiniType<BulkAnswer> = z.object({
  results: z.array(
    z.discriminatedUnion("ok", [
      z.object({ id: idSchema, ok: z.literal(true) }),
      z.object({ id: idSchema, ok: z.literal(false), problem: problemSchema }),
    ]),
  ),
});
