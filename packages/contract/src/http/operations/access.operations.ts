import * as z from "zod/mini";
import { activityLimitSchema, activityLimitsSchema, limitUseSchema } from "../../access/activity-limit.ts";
import { addressVerdictSchema, ipRuleInputsSchema, ipRulesOwnerSchema, ipRulesSchema } from "../../access/ip-rules.ts";
import { loginQuerySchema, loginRecordSchema } from "../../access/login-record.ts";
import { loginSessionSchema } from "../../access/login-session.ts";
import { auditQuerySchema, auditRecordSchema } from "../../audit/audit.ts";
import { pageSchema } from "../../list.ts";
import { idSchema, versionSchema, textSchema } from "../../primitives.ts";
import { items, noContent, nothing, type Operations } from "./operation.ts";

export const accessOperations: Operations["access"] = {
  logins: {
    method: "GET",
    path: "/logins",
    input: loginQuerySchema,
    output: pageSchema(loginRecordSchema),
    answer: "json",
    right: null,
  },
  sessions: {
    method: "GET",
    path: "/users/{userId}/sessions",
    input: z.object({ userId: idSchema }),
    output: items(loginSessionSchema),
    answer: "json",
    right: null,
  },
  endSession: {
    method: "POST",
    path: "/users/{userId}/sessions/{id}/end",
    input: z.object({ userId: idSchema, id: idSchema }),
    body: "*",
    output: noContent,
    answer: "json",
    right: null,
  },
  ipRules: {
    method: "GET",
    path: "/ip-rules",
    input: ipRulesOwnerSchema,
    output: ipRulesSchema,
    answer: "json",
    right: "security.view",
  },
  setIpRules: {
    method: "PUT",
    path: "/ip-rules",
    input: z.object({ userId: z.nullable(idSchema), version: versionSchema, rules: ipRuleInputsSchema }),
    body: "*",
    output: ipRulesSchema,
    answer: "json",
    right: "security.manage",
  },
  testAddress: {
    method: "POST",
    path: "/ip-rules/test",
    input: z.object({
      address: textSchema(2, 64),
      userId: z.nullable(idSchema),
      rules: ipRuleInputsSchema,
    }),
    body: "*",
    output: addressVerdictSchema,
    answer: "json",
    right: "security.view",
  },
  limits: {
    method: "GET",
    path: "/activity-limits",
    input: nothing,
    output: activityLimitsSchema,
    answer: "json",
    right: "security.view",
  },
  setLimits: {
    method: "PUT",
    path: "/activity-limits",
    input: z.object({ version: versionSchema, limits: z.array(activityLimitSchema).check(z.maxLength(500)) }),
    body: "*",
    output: activityLimitsSchema,
    answer: "json",
    right: "security.manage",
  },
  limitUse: {
    method: "GET",
    path: "/users/{userId}/activity-limits",
    input: z.object({ userId: idSchema }),
    output: items(limitUseSchema),
    answer: "json",
    right: null,
  },
  consume: {
    method: "POST",
    path: "/activity-limits/consume",
    input: z.object({
      action: z.string().check(z.maxLength(64), z.regex(/^[\w.-]+$/)),
      amount: z.int().check(z.minimum(1), z.maximum(10_000)),
    }),
    body: "*",
    output: items(limitUseSchema),
    answer: "json",
    idempotent: true,
    right: null,
  },
  restore: {
    method: "POST",
    path: "/users/{userId}/restore",
    input: z.object({ userId: idSchema }),
    output: noContent,
    answer: "json",
    idempotent: true,
    right: "security.manage",
  },
};

export const auditOperations: Operations["audit"] = {
  list: {
    method: "GET",
    path: "/audit",
    input: auditQuerySchema,
    output: pageSchema(auditRecordSchema),
    answer: "json",
    right: "audit.view",
  },
};
