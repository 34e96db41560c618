import type { MethodName } from "@crewdock/contract";
import type { ConformanceContext, Person } from "../kit/conformance-case.ts";
import { importOf, importRow } from "./import-rows.ts";
import { edit } from "./edits.ts";
import { createRole, createUser, mailInput, roleInput, sipInput, userInput } from "./inputs.ts";
import { beginSignIn, signInProvider } from "./mail-sign-in.ts";
import { orgRecipes } from "./org-recipes.ts";
import { telephonyRecipes } from "./telephony-recipes.ts";

/** How to make an input with which a method succeeds. Each making stands on records of its own. */
export interface Recipe {
  /** @default admin */
  readonly actor?: Person;
  readonly input: (context: ConformanceContext) => Promise<Readonly<Record<string, unknown>>>;
}

const fixed = (input: Readonly<Record<string, unknown>>): Recipe => ({ input: () => Promise.resolve(input) });

const ofUser = (more: (user: { readonly id: string; readonly version: string }) => object): Recipe => ({
  input: async (context) => ({ ...more(await createUser(context)) }),
});

const ofRole = (more: object): Recipe => ({
  input: async (context) => {
    const { id, version } = await createRole(context);
    return { id, version, ...more };
  },
});

const ofSharedUser = (member: "id" | "userId"): Recipe => ({
  input: async ({ shared }) => ({ [member]: (await shared.user()).id }),
});

/** An account of a new user, and what it was made of. */
const ofMailAccount = (change?: "active"): Recipe => ({
  input: async (context) => {
    const { id: userId } = await createUser(context);
    const account = mailInput(context, context.unique());
    const { id, version } = await context.as("admin").mail.create({ userId, account });
    return change === undefined ? { id, version } : { id, version, account: { ...account, active: false } };
  },
});

const mailCheck: Recipe = {
  input: async (context) => {
    const { email, providerId, imap, smtp, password } = mailInput(context, context.unique());
    return { accountId: null, settings: { email, providerId, imap, smtp }, password };
  },
};

/** Recipes by method. One that is missing means that no harmless call can be made up: such a method has cases of its own. */
export const recipes: Readonly<Record<MethodName, Recipe>> = {
  "session.me": fixed({}),
  "users.list": fixed({ limit: 5 }),
  "users.get": ofSharedUser("id"),
  "users.create": { input: async (context) => ({ user: await fullUser(context) }) },
  "users.update": {
    input: async (context) => {
      const { id, version } = await createUser(context);
      return { id, version, patch: { ...edit(context, "1"), password: context.secret() } };
    },
  },
  "users.setState": ofUser(({ id, version }) => ({ id, version, state: "blocked" })),
  "users.bulk": {
    input: async (context) => {
      const [one, two] = [await createUser(context), await createUser(context)];
      return { ids: [one.id, two.id], change: { kind: "setState", state: "blocked" } };
    },
  },
  "users.import": {
    input: async (context) => importOf([importRow(context, context.unique()), importRow(context, context.unique())]),
  },
  "users.remove": ofUser(({ id, version }) => ({ id, version })),
  "users.resendInvitation": {
    input: async (context) => ({ id: (await createUser(context, { password: null })).id }),
  },
  "users.endSessions": ofUser(({ id }) => ({ id })),
  ...orgRecipes,
  "roles.catalogue": fixed({}),
  "roles.list": fixed({}),
  "roles.get": { input: async ({ shared }) => ({ id: (await shared.role()).id }) },
  "roles.create": { input: async (context) => ({ role: roleInput(context, context.unique()) }) },
  "roles.update": ofRole({ patch: { description: "changed" } }),
  "roles.remove": ofRole({}),
  "roles.expectations": fixed({}),
  "roles.testExpectations": {
    input: async ({ shared, world }) => {
      const subject = { type: "role", id: (await shared.role()).id };
      const sentence = { id: "e-test", subject, bound: "at_most", scope: "none", note: null };
      return { expectations: Object.keys(world.smallGrants).map((action) => ({ ...sentence, action })) };
    },
  },
  "roles.usage": fixed({}),
  "assignments.list": { input: async ({ shared }) => ({ roleId: (await shared.role()).id }) },
  "assignments.replace": {
    input: async (context) => {
      const [role, { id }] = [await createRole(context), await createUser(context)];
      const assignments = [{ subject: { type: "user", id }, until: null }];
      return { roleId: role.id, version: role.version, assignments };
    },
  },
  ...telephonyRecipes,
  "mail.providers": fixed({}),
  "mail.discover": fixed({ email: "somebody@crewdock.test" }),
  "mail.beginOAuth": {
    input: async (context) => ({ providerId: (await signInProvider(context)).id, email: null }),
  },
  "mail.finishOAuth": {
    input: async (context) => ({
      state: (await beginSignIn(context, "admin")).state,
      code: null,
      error: "access_denied",
    }),
  },
  "mail.check": mailCheck,
  "mail.list": ofSharedUser("userId"),
  "mail.get": {
    input: async ({ shared }) => ({ id: (await shared.user()).mailAccounts[0]?.id ?? "x-none" }),
  },
  "mail.create": {
    input: async (context) => ({
      userId: (await createUser(context)).id,
      account: mailInput(context, context.unique()),
    }),
  },
  "mail.update": ofMailAccount("active"),
  "mail.remove": ofMailAccount(),
  "access.logins": fixed({ limit: 5 }),
  "access.sessions": ofSharedUser("userId"),
  "access.ipRules": ofSharedUser("userId"),
  "access.setIpRules": {
    input: async (context) => {
      const { id: userId } = await createUser(context);
      const { version } = await context.as("admin").access.ipRules({ userId });
      return { userId, version, rules: [{ network: "192.0.2.0/24", note: "Office" }] };
    },
  },
  "access.testAddress": fixed({ address: "192.0.2.7", userId: null, rules: [] }),
  "access.limits": fixed({}),
  "access.limitUse": ofSharedUser("userId"),
  "records.owned": ofSharedUser("userId"),
  "records.transfer": {
    input: async (context) => ({ fromId: (await createUser(context)).id, toId: (await createUser(context)).id }),
  },
  "directory.lookup": fixed({ number: "+99900000000000000001" }),
  "directory.contacts": fixed({ limit: 5 }),
  "directory.colleagues": fixed({ limit: 5 }),
  "audit.list": fixed({ limit: 5 }),
  "events.changesSince": fixed({}),
};

async function fullUser(context: ConformanceContext): Promise<object> {
  const unique = context.unique();
  return userInput(context, unique, {
    ...(context.supports("telephony.freeSipAccounts") ? { sipAccount: sipInput(context, unique) } : {}),
    ...(context.supports("mail.create") ? { mailAccounts: [mailInput(context, unique)] } : {}),
  });
}
