import { casesOf, type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { createUser, sipInput, userInput } from "../samples/inputs.ts";

export const telephonyCases: readonly ConformanceCase[] = casesOf("telephony", {
  "gives a SIP account to one user only, and frees it again": [
    ["telephony.freeSipAccounts", "users.create", "users.update"],
    async (context) => {
      const { telephony, users } = context.as("admin");
      const first = await createUser(context, { sipAccount: sipInput(context, context.unique()) });
      const account = first.sipAccount;
      ensure(account !== null, "the user has no SIP account");
      const { id, login, domain, port, transport, webSocketUrl } = account;
      const isFree = async (): Promise<boolean> =>
        (await telephony.freeSipAccounts({})).items.some((one) => one.id === id);
      ensure(!(await isFree()), "it is free");
      const sipAccount = { id, login, domain, port, transport, webSocketUrl, password: null };
      await ensureFails(createUser(context, { sipAccount }), "duplicate");
      const freed = await users.update({ id: first.id, version: first.version, patch: { sipAccount: null } });
      ensure(freed.sipAccount === null && (await isFree()), "it did not become free");
      const second = await createUser(context, { sipAccount });
      ensureSame([second.sipAccount?.id, await isFree()], [id, false], "the next owner");
    },
  ],
  "stores a SIP account as it was sent": [
    ["users.create", "users.get", "telephony.freeSipAccounts"],
    async (context) => {
      const sent = sipInput(context, context.unique(), { port: 5099, transport: "tls" });
      const { id } = await createUser(context, { sipAccount: sent });
      const { sipAccount } = await context.as("admin").users.get({ id });
      const { password: _password, id: _id, ...expected } = sent;
      for (const [member, value] of Object.entries(expected))
        ensureSame(sipAccount?.[member as keyof typeof expected], value, member);
      ensure(sipAccount?.checkedAt === null, "it was never checked");
    },
  ],
  "demands the password again where login or server changed": [
    ["users.create", "users.update", "telephony.freeSipAccounts"],
    async (context) => {
      const user = await createUser(context, { sipAccount: sipInput(context, context.unique()) });
      ensure(user.sipAccount !== null, "the user has no SIP account");
      const { id, login, domain, port, transport, webSocketUrl } = user.sipAccount;
      const same = { id, login, domain, port, transport, webSocketUrl, password: null };
      const { users } = context.as("admin");
      const moved = { ...same, domain: "evil.invalid" };
      const call = users.update({ id: user.id, version: user.version, patch: { sipAccount: moved } });
      ensureFields(await ensureFails(call, "validation"), { "/sipAccount/password": "required" });
      const kept = await users.update({ id: user.id, version: user.version, patch: { sipAccount: same } });
      ensureSame(kept.sipAccount?.login, login, "kept without the password");
    },
  ],
  "refuses a SIP login that is taken at the same domain": [
    ["users.create", "telephony.freeSipAccounts"],
    async (context) => {
      const login = context.unique();
      await createUser(context, { sipAccount: sipInput(context, login) });
      const user = userInput(context, context.unique(), { sipAccount: sipInput(context, login) });
      const error = await ensureFails(context.as("admin").users.create({ user }), "duplicate");
      ensureFields(error, { "/sipAccount/login": "duplicate" });
    },
  ],
  "refuses a SIP account that does not exist": [
    ["users.create", "telephony.freeSipAccounts"],
    async (context) => {
      const user = userInput(context, context.unique(), {
        sipAccount: sipInput(context, context.unique(), { id: "s-none" }),
      });
      const error = await ensureFails(context.as("admin").users.create({ user }), "validation");
      ensureFields(error, { "/sipAccount/id": "not_found" });
    },
  ],
  "gives short-lived credentials of the actor's own extension": [
    ["telephony.credentials", "users.get"],
    async ({ as, world, people }) => {
      onlyIf(world.session("nobody").user.hasSipAccount, "the nobody has no SIP account");
      const made = await as("nobody").telephony.credentials({ use: "receive" });
      const { sipAccount } = await as("admin").users.get({ id: people.nobody });
      ensureSame(made.aor, `sip:${sipAccount?.login ?? ""}@${sipAccount?.domain ?? ""}`, "aor");
      const left = Date.parse(made.expiresAt) - Date.now();
      ensure(left > 0 && left <= 24 * 3_600_000, "they do not expire within a day");
    },
  ],
  "tells whom the actor may call": [
    ["telephony.credentials"],
    async ({ as, world }) => {
      const { user, grants } = world.session("nobody");
      const scope = grants["call.place"] ?? "none";
      onlyIf(user.hasSipAccount, "the nobody has no SIP account");
      const call = as("nobody").telephony.credentials({ use: "call" });
      if (scope === "none") await ensureFails(call, "forbidden");
      else ensureSame((await call).placeCalls, scope === "any" ? "anyone" : "contacts", "placeCalls");
    },
  ],
});
