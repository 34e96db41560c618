import * as z from "zod/mini";
import { textSchema } from "../../primitives.ts";
import { callerSchema, colleagueSchema, contactSchema } from "../../directory/directory.ts";
import { listQueryShape, pageSchema } from "../../list.ts";
import type { Operations } from "./operation.ts";

export const directoryOperations: Operations["directory"] = {
  lookup: {
    method: "POST",
    path: "/directory/lookup",
    input: z.object({ number: textSchema(0, 128) }),
    body: "*",
    output: z.object({ caller: z.nullable(callerSchema) }),
    answer: "json",
    right: null,
  },
  contacts: {
    method: "GET",
    path: "/contacts",
    input: z.object(listQueryShape<"name">(["name"])),
    output: pageSchema(contactSchema),
    answer: "json",
    right: "contact.view",
  },
  colleagues: {
    method: "GET",
    path: "/colleagues",
    input: z.object(listQueryShape<"name">(["name"])),
    output: pageSchema(colleagueSchema),
    answer: "json",
    right: null,
  },
};
