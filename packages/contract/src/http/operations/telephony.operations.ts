import * as z from "zod/mini";
import { callQuerySchema, callRecordInputSchema, callRecordSchema } from "../../calls/call-record.ts";
import { pageSchema } from "../../list.ts";
import { idSchema } from "../../primitives.ts";
import { phoneCredentialsSchema } from "../../telephony/phone-credentials.ts";
import { sipAccountInputSchema, sipAccountSchema } from "../../telephony/sip-account.ts";
import { sipCheckReportSchema } from "../../telephony/sip-check.ts";
import { nothing, type Operations } from "./operation.ts";

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
};

export const callsOperations: Operations["calls"] = {
  list: {
    method: "GET",
    path: "/calls",
    input: callQuerySchema,
    output: pageSchema(callRecordSchema),
    answer: "json",
    right: "call.view",
  },
  save: {
    method: "PUT",
    path: "/calls/{id}",
    input: z.object({ id: idSchema, call: callRecordInputSchema }),
    body: "call",
    output: callRecordSchema,
    answer: "json",
    keepalive: true,
    right: null,
  },
};
