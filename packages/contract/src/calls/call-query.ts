import * as z from "zod/mini";
import { type ListQuery, listQueryShape } from "../list.ts";
import { type Id, idSchema } from "../primitives.ts";

/** How the call list is asked for. `q` searches any part of number and name. */
export interface CallQuery extends ListQuery<"startedAt"> {
  readonly userId?: Id | undefined;
}

export const callQuerySchema: z.ZodMiniType<CallQuery> = z.object({
  ...listQueryShape<"startedAt">(["startedAt"]),
  userId: z.optional(idSchema),
});
