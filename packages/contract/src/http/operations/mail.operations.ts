import * as z from "zod/mini";
import { mailAccountInputSchema, mailAccountSchema, mailSettingsSchema } from "../../mail/mail-account.ts";
import { mailCheckEventSchema, mailFoldersSchema } from "../../mail/mail-check.ts";
import {
  grantIdSchema,
  mailOAuthBeginSchema,
  mailOAuthOutcomeSchema,
  mailOAuthReturnSchema,
  mailOAuthStepSchema,
} from "../../mail/mail-oauth.ts";
import { mailDiscoverySchema, mailProviderSchema } from "../../mail/mail-provider.ts";
import type { MailCheckInput } from "../../mail/mail.port.ts";
import { emailSchema, idSchema, secretSchema, versionSchema } from "../../primitives.ts";
import { items, noContent, nothing, type Operations } from "./operation.ts";

const mailCheckInput: z.ZodMiniType<MailCheckInput> = z.object({
  accountId: z.nullable(idSchema),
  settings: mailSettingsSchema,
  password: z.nullable(secretSchema),
  grantId: grantIdSchema,
});

export const mailOperations: Operations["mail"] = {
  providers: {
    method: "GET",
    path: "/mail/providers",
    input: nothing,
    output: items(mailProviderSchema),
    answer: "json",
    right: null,
  },
  discover: {
    method: "POST",
    path: "/mail/discover",
    input: z.object({ email: emailSchema }),
    body: "*",
    output: mailDiscoverySchema,
    answer: "json",
    right: null,
  },
  beginOAuth: {
    method: "POST",
    path: "/mail/oauth/begin",
    input: mailOAuthBeginSchema,
    body: "*",
    output: mailOAuthStepSchema,
    answer: "json",
    right: null,
  },
  finishOAuth: {
    method: "POST",
    path: "/mail/oauth/finish",
    input: mailOAuthReturnSchema,
    body: "*",
    output: mailOAuthOutcomeSchema,
    answer: "json",
    right: null,
  },
  check: {
    method: "POST",
    path: "/mail/check",
    input: mailCheckInput,
    body: "*",
    output: mailCheckEventSchema,
    answer: "ndjson",
    right: null,
  },
  folders: {
    method: "POST",
    path: "/mail/folders",
    input: mailCheckInput,
    body: "*",
    output: mailFoldersSchema,
    answer: "json",
    right: null,
  },
  list: {
    method: "GET",
    path: "/users/{userId}/mail-accounts",
    input: z.object({ userId: idSchema }),
    output: items(mailAccountSchema),
    answer: "json",
    right: null,
  },
  get: {
    method: "GET",
    path: "/mail/accounts/{id}",
    input: z.object({ id: idSchema }),
    output: mailAccountSchema,
    answer: "json",
    right: null,
  },
  create: {
    method: "POST",
    path: "/users/{userId}/mail-accounts",
    input: z.object({ userId: idSchema, account: mailAccountInputSchema }),
    body: "account",
    output: mailAccountSchema,
    answer: "json",
    idempotent: true,
    right: null,
  },
  update: {
    method: "PUT",
    path: "/mail/accounts/{id}",
    input: z.object({ id: idSchema, version: versionSchema, account: mailAccountInputSchema }),
    body: "account",
    output: mailAccountSchema,
    answer: "json",
    right: null,
  },
  remove: {
    method: "DELETE",
    path: "/mail/accounts/{id}",
    input: z.object({ id: idSchema, version: versionSchema }),
    output: noContent,
    answer: "json",
    right: null,
  },
};
