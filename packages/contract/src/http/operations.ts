import * as z from "zod/mini";
import type { Ports } from "../adapter.ts";
import { assignmentSchema, subjectSchema } from "../assignments/assignment.ts";
import { callQuerySchema, callRecordInputSchema, callRecordSchema } from "../calls/call-record.ts";
import type { CallContext } from "../context.ts";
import { callerSchema, colleagueSchema, contactSchema } from "../directory/directory.ts";
import { liveEventSchema } from "../events/live-event.ts";
import { listQueryShape, pageSchema } from "../list.ts";
import { mailAccountInputSchema, mailAccountSchema, mailSettingsSchema } from "../mail/mail-account.ts";
import { mailCheckEventSchema, mailFoldersSchema } from "../mail/mail-check.ts";
import { mailDiscoverySchema, mailProviderSchema } from "../mail/mail-provider.ts";
import type { MailCheckInput } from "../mail/mail.port.ts";
import { organisationSchema } from "../org/org.ts";
import { emailSchema, idSchema, isoTimeSchema, secretSchema, versionSchema } from "../primitives.ts";
import { type ActionKey, catalogueSchema } from "../rights/catalogue.ts";
import { roleInputSchema, rolePatchSchema, roleSchema } from "../roles/role.ts";
import { sessionSchema } from "../session/session.ts";
import { phoneCredentialsSchema } from "../telephony/phone-credentials.ts";
import { sipAccountInputSchema, sipAccountSchema } from "../telephony/sip-account.ts";
import { sipCheckReportSchema } from "../telephony/sip-check.ts";
import { userInputSchema, userPatchSchema, userQuerySchema, userSchema } from "../users/user.ts";

/**
 * How a verb of a port travels over HTTP. From `input`: members named in `path` go into the path, `version` into
 * `If-Match`, the member named by `body` is the body (`"*"`: all that is left); what remains goes into the query,
 * lists and objects as JSON.
 */
export interface Operation<Input, Output> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly input: z.ZodMiniType<Input>;
  readonly output: z.ZodMiniType<Output>;
  readonly body?: keyof Input | "*";
  /**
   * - `json`: one answer.
   * - `ndjson`: lines of JSON (`application/x-ndjson`) until the server ends it.
   * - `sse`: server-sent events; the cursor is the event's id, `since` goes into Last-Event-ID.
   */
  readonly answer: "json" | "ndjson" | "sse";
  /** Whether an `Idempotency-Key` is demanded. */
  readonly idempotent?: true;
  /** Whether it is still sent while the page is being closed (`keepalive` of fetch; the body stays under 64 KiB). */
  readonly keepalive?: true;
  /** The right that is needed at all; the server judges its scope by the record. Null: being logged in is enough. */
  readonly right: ActionKey | null;
}

type OperationOf<F> = F extends (input: infer I, context: CallContext) => infer R
  ? R extends Promise<infer O>
    ? Operation<I, O>
    : R extends AsyncIterable<infer O>
      ? Operation<I, O>
      : never
  : never;

/** One operation for each verb of each port. */
export type Operations = { readonly [P in keyof Ports]: { readonly [V in keyof Ports[P]]: OperationOf<Ports[P][V]> } };

const nothing: z.ZodMiniType<Record<string, never>> = z.object({}) as unknown as z.ZodMiniType<Record<string, never>>;
const noContent: z.ZodMiniType<void> = z.void();
const items = <T>(item: z.ZodMiniType<T>): z.ZodMiniType<{ readonly items: readonly T[] }> =>
  z.object({ items: z.array(item) });
const mailCheckInput: z.ZodMiniType<MailCheckInput> = z.object({
  accountId: z.nullable(idSchema),
  settings: mailSettingsSchema,
  password: z.nullable(secretSchema),
});

/** The HTTP face of the contract, below `/v1`. The REST adapter, the server and the OpenAPI document are all made from it. */
export const operations: Operations = {
  session: {
    me: { method: "GET", path: "/session", input: nothing, output: sessionSchema, answer: "json", right: null },
  },
  users: {
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
      input: z.object({ id: idSchema, version: versionSchema, state: z.enum(["active", "blocked", "deactivated"]) }),
      body: "*",
      output: userSchema,
      answer: "json",
      right: "user.manage",
    },
  },
  org: {
    read: {
      method: "GET",
      path: "/organisation",
      input: nothing,
      output: organisationSchema,
      answer: "json",
      right: null,
    },
  },
  roles: {
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
  },
  assignments: {
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
  },
  telephony: {
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
  },
  calls: {
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
  },
  mail: {
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
  },
  directory: {
    lookup: {
      method: "POST",
      path: "/directory/lookup",
      input: z.object({ number: z.string().check(z.maxLength(128)) }),
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
  },
  events: {
    subscribe: {
      method: "GET",
      path: "/events",
      input: z.object({ since: z.optional(z.string().check(z.maxLength(64))) }),
      output: liveEventSchema,
      answer: "sse",
      right: null,
    },
  },
};
