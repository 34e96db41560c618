import type { MailAccountInput, MailSettings } from "@crewdock/contract";
import { casesOf, type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { createRole, createUser, mailInput } from "../samples/inputs.ts";

const settingsOf = ({ email, providerId, imap, smtp }: MailAccountInput): MailSettings => ({
  email,
  providerId,
  imap,
  smtp,
});

export const mailCases: readonly ConformanceCase[] = casesOf("mail", {
  "offers providers, the featured first": [
    ["mail.providers"],
    async ({ as }) => {
      const { items } = await as("nobody").mail.providers({});
      const featured = items.filter((one) => one.featured).map(({ id }) => id);
      ensureSame(
        items.slice(0, featured.length).map(({ id }) => id),
        featured,
        "the featured come first",
      );
      ensure(new Set(items.map(({ id }) => id)).size === items.length, "a provider comes twice");
    },
  ],
  "refuses the same mailbox twice for one user, whatever the case": [
    ["mail.create", "mail.update", "users.create"],
    async (context) => {
      const { mail } = context.as("admin");
      const { id: userId } = await createUser(context);
      const [one, two] = [mailInput(context, context.unique()), mailInput(context, context.unique())];
      const taken = one.email.replace(/^./u, (first) => first.toUpperCase());
      await mail.create({ userId, account: one });
      const again = await ensureFails(mail.create({ userId, account: { ...one, email: taken } }), "duplicate");
      ensureFields(again, { "/email": "duplicate" });
      const { id, version } = await mail.create({ userId, account: two });
      const moved = { ...two, email: taken, password: null };
      ensureFields(await ensureFails(mail.update({ id, version, account: moved }), "duplicate"), {
        "/email": "duplicate",
      });
      await mail.create({ userId: (await createUser(context)).id, account: { ...one, email: taken } });
    },
  ],
  "refuses a new user with the same mailbox twice": [
    ["users.create", "mail.create"],
    async (context) => {
      const account = mailInput(context, context.unique());
      const creating = createUser(context, { mailAccounts: [account, { ...account }] });
      ensureFields(await ensureFails(creating, "duplicate"), { "/mailAccounts/1/email": "duplicate" });
    },
  ],
  "recognises a provider by the domain, whatever the case": [
    ["mail.discover", "mail.providers"],
    async ({ as }) => {
      const { items } = await as("nobody").mail.providers({});
      const provider = items.find(({ domains }) => domains.length > 0);
      onlyIf(provider !== undefined, "no provider has a domain");
      const email = `Ivan@${(provider.domains[0] ?? "").toUpperCase()}`;
      const found = await as("nobody").mail.discover({ email });
      ensureSame([found.provider?.id, found.source], [provider.id, "domain"], email);
    },
  ],
  "stores an account as it was sent, and reads it back": [
    ["mail.create", "mail.get", "mail.remove"],
    async (context) => {
      const { mail } = context.as("nobody");
      const account = mailInput(context, context.unique());
      const made = await mail.create({ userId: context.people.nobody, account });
      const { password: _password, grantId: _grantId, ...sent } = account;
      for (const [member, value] of Object.entries(sent)) ensureSame(made[member as keyof typeof sent], value, member);
      ensure(made.state === "unchecked" && made.checkedAt === null, "nobody has checked it");
      ensureSame(await mail.get({ id: made.id }), made, "read back");
      await mail.remove({ id: made.id, version: made.version });
    },
  ],
  "changes an account without the password": [
    ["mail.create", "mail.get", "mail.update", "mail.remove"],
    async (context) => {
      const { mail } = context.as("nobody");
      const account = mailInput(context, context.unique());
      const made = await mail.create({ userId: context.people.nobody, account });
      const quiet = { ...account, password: null, active: false, sentFolder: null };
      const changed = await mail.update({ id: made.id, version: made.version, account: quiet });
      ensure(!changed.active && changed.sentFolder === null && changed.version !== made.version, "switched off");
      ensureSame(await mail.get({ id: made.id }), changed, "read back");
      await mail.remove({ id: made.id, version: changed.version });
    },
  ],
  "removes an account for good": [
    ["mail.create", "mail.get", "mail.remove", "users.create", "users.get"],
    async (context) => {
      const user = await createUser(context, { mailAccounts: [mailInput(context, context.unique())] });
      const [account] = user.mailAccounts;
      ensure(account !== undefined, "the user has no account");
      const { mail, users } = context.as("admin");
      await mail.remove({ id: account.id, version: account.version });
      await ensureFails(mail.get({ id: account.id }), "not_found", "gone");
      ensureSame((await users.get({ id: user.id })).mailAccounts, [], "still with the user");
    },
  ],
  "does not send a stored password to another server": [
    ["mail.create", "mail.update", "mail.remove"],
    async (context) => {
      const { mail } = context.as("nobody");
      const account = mailInput(context, context.unique());
      const { id, version } = await mail.create({ userId: context.people.nobody, account });
      for (const moved of [
        { ...account, password: null, imap: { ...account.imap, host: "evil.invalid" } },
        { ...account, password: null, smtp: { ...account.smtp, port: 2525 } },
        { ...account, password: null, imap: { ...account.imap, security: "none" } as const },
      ])
        ensureFields(await ensureFails(mail.update({ id, version, account: moved }), "validation"), {
          "/password": "required",
        });
      await mail.remove({ id, version });
    },
  ],
  "does not check another server with a stored password": [
    ["mail.create", "mail.check", "mail.remove"],
    async (context) => {
      const { mail } = context.as("nobody");
      const account = mailInput(context, context.unique());
      const { id, version } = await mail.create({ userId: context.people.nobody, account });
      const settings = settingsOf({ ...account, imap: { ...account.imap, host: "evil.invalid" } });
      const check = mail.check({ accountId: id, settings, password: null });
      ensureFields(await ensureFails(check[Symbol.asyncIterator]().next(), "validation"), { "/password": "required" });
      await mail.remove({ id, version });
    },
  ],
  "demands a password for a new account": [
    ["mail.create"],
    async (context) => {
      const account = mailInput(context, context.unique(), { password: null });
      const call = context.as("nobody").mail.create({ userId: context.people.nobody, account });
      ensureFields(await ensureFails(call, "validation"), { "/password": "required" });
    },
  ],
  "keeps accounts of others out of sight": [
    ["mail.create", "mail.get", "mail.update", "mail.remove"],
    async (context) => {
      const { as, people } = context;
      const account = mailInput(context, context.unique());
      const { id, version } = await as("admin").mail.create({ userId: people.admin, account });
      const { mail } = as("nobody");
      await ensureFails(mail.get({ id }), "not_found", "forbidden");
      await ensureFails(mail.update({ id, version, account }), "not_found", "forbidden");
      await ensureFails(mail.remove({ id, version }), "not_found", "forbidden");
      const own = mailInput(context, context.unique());
      await ensureFails(mail.create({ userId: people.admin, account: own }), "not_found", "forbidden");
      await as("admin").mail.remove({ id, version });
    },
  ],
  "keeps accounts of people out of the scope from the limited actor": [
    ["mail.create", "mail.get", "mail.update", "mail.remove", "users.create", "org.read"],
    async (context) => {
      const { id: userId } = await createUser(context, { departmentId: context.world.otherDepartment() });
      const account = mailInput(context, context.unique());
      const { id, version } = await context.as("admin").mail.create({ userId, account });
      const { mail } = context.as("limited");
      await ensureFails(mail.get({ id }), "not_found", "forbidden");
      await ensureFails(mail.update({ id, version, account }), "not_found", "forbidden");
      await ensureFails(mail.remove({ id, version }), "not_found", "forbidden");
      const more = mailInput(context, context.unique());
      await ensureFails(mail.create({ userId, account: more }), "not_found", "forbidden");
      ensureSame((await context.as("admin").mail.get({ id })).version, version, "the version");
    },
  ],
  "lets the limited actor manage the accounts of the department": [
    ["mail.create", "mail.update", "mail.remove", "users.create"],
    async (context) => {
      const { id: userId } = await createUser(context);
      const { mail } = context.as("limited");
      const account = mailInput(context, context.unique());
      const { id, version } = await mail.create({ userId, account });
      const changed = await mail.update({ id, version, account: { ...account, active: false } });
      await mail.remove({ id, version: changed.version });
    },
  ],
  "keeps the accounts of people with wider rights from whoever manages the department": [
    ["users.create", "roles.create", "mail.create", "mail.update", "mail.remove"],
    async (context) => {
      const wide = await createRole(context, { grants: context.world.wideGrants() });
      const boss = await createUser(context, { roleIds: [wide.id] });
      const account = mailInput(context, context.unique());
      const { id, version } = await context.as("admin").mail.create({ userId: boss.id, account });
      const { mail } = context.as("limited");
      const another = mailInput(context, context.unique());
      await ensureFails(mail.create({ userId: boss.id, account: another }), "forbidden");
      await ensureFails(mail.update({ id, version, account }), "forbidden");
      await ensureFails(mail.remove({ id, version }), "forbidden");
    },
  ],
  "lists people's own accounts to them without any right, and those of others only to whoever manages them": [
    ["mail.create", "mail.list", "mail.remove"],
    async (context) => {
      const { as, people } = context;
      const { mail } = as("nobody");
      const made = await mail.create({ userId: people.nobody, account: mailInput(context, context.unique()) });
      const find = async (actor: "nobody" | "admin"): Promise<unknown> =>
        (await as(actor).mail.list({ userId: people.nobody })).items.find(({ id }) => id === made.id);
      ensureSame(await find("nobody"), made, "to the person");
      ensureSame(await find("admin"), made, "to the administrator");
      await ensureFails(mail.list({ userId: people.admin }), "not_found", "forbidden");
      await mail.remove({ id: made.id, version: made.version });
      ensureSame(await find("nobody"), undefined, "once it is removed");
    },
  ],
});
