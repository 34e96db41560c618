import * as z from "zod/mini";
import { idSchema, versionSchema } from "../../primitives.ts";
import { phoneCredentialsSchema } from "../../telephony/phone-credentials.ts";
import { phoneNumberInputSchema, phoneNumberPatchSchema, phoneNumberSchema } from "../../telephony/phone-number.ts";
import { sipAccountInputSchema, sipAccountSchema } from "../../telephony/sip-account.ts";
import { sipCheckReportSchema } from "../../telephony/sip-check.ts";
import { items, noContent, nothing, type Operations } from "./operation.ts";

export const telephonyOperations: Operations["telephony"] = {
  freeSipAccounts: {
    method: "GET",
    path: "/sip-accounts/free",
    input: nothing,
    output: z.object({
      items: z.array(sipAccountSchema),
      defaults: z.object({
        domain: z.string(),
        port: z.number(),
        transport: z.enum(["udp", "tcp", "tls", "ws", "wss"]),
        webSocketUrl: z.nullable(z.string()),
      }),
    }),
    answer: "json",
    right: "user.manage",
  },
  checkSipAccount: {
    method: "POST",
    path: "/sip-accounts/check",
    input: z.object({ account: sipAccountInputSchema }),
    body: "account",
    output: sipCheckReportSchema,
    answer: "json",
    right: "user.manage",
  },
  credentials: {
    method: "POST",
    path: "/phone/credentials",
    input: z.object({ use: z.enum(["call", "receive"]) }),
    body: "*",
    output: phoneCredentialsSchema,
    answer: "json",
    right: null,
  },
  numbers: {
    method: "GET",
    path: "/numbers",
    input: nothing,
    output: items(phoneNumberSchema),
    answer: "json",
    right: null,
  },
  createNumber: {
    method: "POST",
    path: "/numbers",
    input: z.object({ number: phoneNumberInputSchema }),
    body: "number",
    output: phoneNumberSchema,
    answer: "json",
    idempotent: true,
    right: "number.manage",
  },
  updateNumber: {
    method: "PATCH",
    path: "/numbers/{id}",
    input: z.object({ id: idSchema, version: versionSchema, patch: phoneNumberPatchSchema }),
    body: "patch",
    output: phoneNumberSchema,
    answer: "json",
    right: "number.manage",
  },
  removeNumber: {
    method: "DELETE",
    path: "/numbers/{id}",
    input: z.object({ id: idSchema, version: versionSchema }),
    output: noContent,
    answer: "json",
    right: "number.manage",
  },
};
