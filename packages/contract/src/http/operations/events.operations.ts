import * as z from "zod/mini";
import { textSchema } from "../../primitives.ts";
import { eventChangesSchema, liveEventSchema } from "../../events/live-event.ts";
import type { Operations } from "./operation.ts";

const cursor: z.ZodMiniType<string> = textSchema(0, 64);

export const eventsOperations: Operations["events"] = {
  subscribe: {
    method: "GET",
    path: "/events",
    input: z.object({ since: z.optional(cursor) }),
    output: liveEventSchema,
    answer: "sse",
    right: null,
  },
  changesSince: {
    method: "GET",
    path: "/events/changes",
    input: z.object({ since: z.optional(cursor), limit: z.optional(z.int().check(z.minimum(1), z.maximum(500))) }),
    output: eventChangesSchema,
    answer: "json",
    right: null,
  },
};
