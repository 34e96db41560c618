import * as z from "zod/mini";
import {
  departmentInputSchema,
  departmentPatchSchema,
  departmentSchema,
  organisationSchema,
  positionInputSchema,
  positionPatchSchema,
  positionSchema,
  userGroupInputSchema,
  userGroupPatchSchema,
  userGroupSchema,
} from "../../org/org.ts";
import { type Id, idSchema, type Version, versionSchema } from "../../primitives.ts";
import { noContent, nothing, type Operation, type Operations } from "./operation.ts";

type Kind = "departments" | "positions" | "groups";

function create<Input, Node>(
  kind: Kind,
  node: z.ZodMiniType<Input>,
  output: z.ZodMiniType<Node>,
): Operation<{ readonly node: Input }, Node> {
  return {
    method: "POST",
    path: `/organisation/${kind}`,
    input: z.object({ node }),
    body: "node",
    output,
    answer: "json",
    idempotent: true,
    right: "org.manage",
  };
}

function update<Patch, Node>(
  kind: Kind,
  patch: z.ZodMiniType<Patch>,
  output: z.ZodMiniType<Node>,
): Operation<{ readonly id: Id; readonly version: Version; readonly patch: Patch }, Node> {
  return {
    method: "PATCH",
    path: `/organisation/${kind}/{id}`,
    input: z.object({ id: idSchema, version: versionSchema, patch }),
    body: "patch",
    output,
    answer: "json",
    right: "org.manage",
  };
}

function remove(kind: Kind): Operation<{ readonly id: Id; readonly version: Version }, void> {
  return {
    method: "DELETE",
    path: `/organisation/${kind}/{id}`,
    input: z.object({ id: idSchema, version: versionSchema }),
    output: noContent,
    answer: "json",
    right: "org.manage",
  };
}

export const orgOperations: Operations["org"] = {
  read: {
    method: "GET",
    path: "/organisation",
    input: nothing,
    output: organisationSchema,
    answer: "json",
    right: null,
  },
  createDepartment: create("departments", departmentInputSchema, departmentSchema),
  updateDepartment: update("departments", departmentPatchSchema, departmentSchema),
  removeDepartment: remove("departments"),
  createPosition: create("positions", positionInputSchema, positionSchema),
  updatePosition: update("positions", positionPatchSchema, positionSchema),
  removePosition: remove("positions"),
  createGroup: create("groups", userGroupInputSchema, userGroupSchema),
  updateGroup: update("groups", userGroupPatchSchema, userGroupSchema),
  removeGroup: remove("groups"),
};
