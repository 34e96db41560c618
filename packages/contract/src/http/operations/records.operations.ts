import * as z from "zod/mini";
import { idSchema } from "../../primitives.ts";
import { ownedRecordsSchema, transferInputSchema, transferProgressSchema } from "../../records/records.ts";
import { items, type Operations } from "./operation.ts";

export const recordsOperations: Operations["records"] = {
  owned: {
    method: "GET",
    path: "/users/{userId}/records",
    input: z.object({ userId: idSchema }),
    output: items(ownedRecordsSchema),
    answer: "json",
    right: "user.manage",
  },
  transfer: {
    method: "POST",
    path: "/users/{fromId}/records/transfer",
    input: transferInputSchema,
    body: "*",
    output: transferProgressSchema,
    answer: "ndjson",
    right: "user.manage",
  },
};
