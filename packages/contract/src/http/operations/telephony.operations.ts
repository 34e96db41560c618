import * as z from "zod/mini";
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
