import * as z from "zod/mini";
import { bulkAnswerSchema } from "../../bulk.ts";
import { pageSchema } from "../../list.ts";
import { idSchema, versionSchema } from "../../primitives.ts";
import { importAnswerSchema, userImportSchema } from "../../users/user-import.ts";
import { userInputSchema, userPatchSchema, userQuerySchema, userSchema } from "../../users/user.ts";
import { bulkChangeSchema, settableStateSchema } from "../../users/users.port.ts";
import { noContent, type Operations } from "./operation.ts";

export const usersOperations: Operations["users"] = {
  list: {
    method: "GET",
    path: "/users",
    input: userQuerySchema,
    output: pageSchema(userSchema),
    answer: "json",
    right: "user.view",
  },
  get: {
    method: "GET",
    path: "/users/{id}",
    input: z.object({ id: idSchema }),
    output: userSchema,
    answer: "json",
    right: "user.view",
  },
  create: {
    method: "POST",
    path: "/users",
    input: z.object({ user: userInputSchema }),
    body: "user",
    output: userSchema,
    answer: "json",
    idempotent: true,
    right: "user.manage",
  },
  update: {
    method: "PATCH",
    path: "/users/{id}",
    input: z.object({ id: idSchema, version: versionSchema, patch: userPatchSchema }),
    body: "patch",
    output: userSchema,
    answer: "json",
    right: "user.manage",
  },
  setState: {
    method: "PUT",
    path: "/users/{id}/state",
    input: z.object({ id: idSchema, version: versionSchema, state: settableStateSchema }),
    body: "*",
    output: userSchema,
    answer: "json",
    right: "user.manage",
  },
  bulk: {
    method: "POST",
    path: "/users/bulk",
    input: z.object({ ids: z.array(idSchema).check(z.minLength(1), z.maxLength(1000)), change: bulkChangeSchema }),
    body: "*",
    output: bulkAnswerSchema,
    answer: "json",
    idempotent: true,
    right: "user.manage",
  },
  import: {
    method: "POST",
    path: "/users/import",
    input: userImportSchema,
    body: "*",
    output: importAnswerSchema,
    answer: "json",
    idempotent: true,
    right: "user.manage",
  },
  remove: {
    method: "DELETE",
    path: "/users/{id}",
    input: z.object({ id: idSchema, version: versionSchema }),
    output: noContent,
    answer: "json",
    right: "user.manage",
  },
  resendInvitation: {
    method: "POST",
    path: "/users/{id}/invitation",
    input: z.object({ id: idSchema }),
    output: userSchema,
    answer: "json",
    idempotent: true,
    right: "user.manage",
  },
  endSessions: {
    method: "POST",
    path: "/users/{id}/sessions/end",
    input: z.object({ id: idSchema }),
    body: "*",
    output: noContent,
    answer: "json",
    right: null,
  },
};
