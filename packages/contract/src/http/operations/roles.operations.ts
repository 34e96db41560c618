import * as z from "zod/mini";
import { assignmentSchema, subjectSchema } from "../../assignments/assignment.ts";
import { idSchema, isoTimeSchema, versionSchema } from "../../primitives.ts";
import { catalogueSchema } from "../../rights/catalogue.ts";
import { expectationListSchema, expectationsSchema, expectationVerdictSchema } from "../../rights/expectation.ts";
import { rightUseSchema } from "../../rights/right-use.ts";
import { roleInputSchema, rolePatchSchema, roleSchema } from "../../roles/role.ts";
import { items, noContent, nothing, type Operations } from "./operation.ts";

export const rolesOperations: Operations["roles"] = {
  catalogue: {
    method: "GET",
    path: "/catalogue",
    input: nothing,
    output: catalogueSchema,
    answer: "json",
    right: "role.view",
  },
  list: {
    method: "GET",
    path: "/roles",
    input: nothing,
    output: items(roleSchema),
    answer: "json",
    right: "role.view",
  },
  get: {
    method: "GET",
    path: "/roles/{id}",
    input: z.object({ id: idSchema }),
    output: roleSchema,
    answer: "json",
    right: "role.view",
  },
  create: {
    method: "POST",
    path: "/roles",
    input: z.object({ role: roleInputSchema }),
    body: "role",
    output: roleSchema,
    answer: "json",
    idempotent: true,
    right: "role.manage",
  },
  update: {
    method: "PATCH",
    path: "/roles/{id}",
    input: z.object({ id: idSchema, version: versionSchema, patch: rolePatchSchema }),
    body: "patch",
    output: roleSchema,
    answer: "json",
    right: "role.manage",
  },
  remove: {
    method: "DELETE",
    path: "/roles/{id}",
    input: z.object({ id: idSchema, version: versionSchema }),
    output: noContent,
    answer: "json",
    right: "role.manage",
  },
  expectations: {
    method: "GET",
    path: "/expectations",
    input: nothing,
    output: expectationsSchema,
    answer: "json",
    right: "role.view",
  },
  setExpectations: {
    method: "PUT",
    path: "/expectations",
    input: z.object({ version: versionSchema, expectations: expectationListSchema }),
    body: "*",
    output: expectationsSchema,
    answer: "json",
    right: "role.manage",
  },
  testExpectations: {
    method: "POST",
    path: "/expectations/test",
    input: z.object({ expectations: expectationListSchema }),
    body: "*",
    output: items(expectationVerdictSchema),
    answer: "json",
    right: "role.view",
  },
  usage: {
    method: "GET",
    path: "/roles/usage",
    input: nothing,
    output: items(rightUseSchema),
    answer: "json",
    right: "role.view",
  },
};

export const assignmentsOperations: Operations["assignments"] = {
  list: {
    method: "GET",
    path: "/assignments",
    input: z.object({ roleId: z.optional(idSchema) }),
    output: items(assignmentSchema),
    answer: "json",
    right: "role.view",
  },
  replace: {
    method: "PUT",
    path: "/roles/{roleId}/assignments",
    input: z.object({
      roleId: idSchema,
      version: versionSchema,
      assignments: z
        .array(z.object({ subject: subjectSchema, until: z.nullable(isoTimeSchema) }))
        .check(z.maxLength(2000)),
    }),
    body: "assignments",
    output: items(assignmentSchema),
    answer: "json",
    right: "role.manage",
  },
};
