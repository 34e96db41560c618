import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../expect.ts";
import { createRole, createUser, goodPassword, mailInput } from "../samples.ts";

export const mailCases: readonly ConformanceCase[] = casesOf("mail", {
  "offers mail.ru, Yandex and Gmail first": [
    ["mail.providers"],
    async ({ as }) => {
      const { items } = await as("manager").mail.providers({});
      const featured = items.filter((one) => one.featured).map(({ id }) => id);
      for (const id of ["mailru", "yandex", "gmail"]) ensure(featured.includes(id), `${id} is not featured`);
      ensureSame(
        items.slice(0, featured.length).map(({ id }) => id),
        featured,
        "the featured come first",
      );
    },
  ],
  "recognises a provider by the domain, whatever the case": [
    ["mail.discover"],
    async ({ as }) => {
      const { provider, source } = await as("manager").mail.discover({ email: "Ivan@YANDEX.ru" });
      ensureSame([provider?.id, source], ["yandex", "domain"], "yandex");
    },
  ],
  "stores an account, changes and removes it, and never gives the password back": [
    ["mail.create", "mail.get", "mail.update", "mail.remove"],
    async ({ as, people, unique }) => {
      const { mail } = as("manager");
      const account = mailInput(unique());
      const made = await mail.create({ userId: people.manager, account });
      const { password: _password, ...sent } = account;
      for (const [member, value] of Object.entries(sent)) ensureSame(made[member as keyof typeof sent], value, member);
      const quiet = { ...account, password: null, active: false };
      const changed = await mail.update({ id: made.id, version: made.version, account: quiet });
      ensure(!changed.active && changed.version !== made.version, "switched off");
      const read = await mail.get({ id: made.id });
      ensureSame(read, changed, "read back");
      ensure(!JSON.stringify([made, changed, read]).includes(goodPassword), "the password came back");
      await ensureFails(mail.update({ id: made.id, version: made.version, account: quiet }), "conflict");
      await mail.remove({ id: made.id, version: changed.version });
      await ensureFails(mail.get({ id: made.id }), "not_found", "gone");
    },
  ],
  "does not send a stored password to another server": [
    ["mail.create", "mail.update", "mail.check", "mail.remove"],
    async ({ as, people, unique }) => {
      const { mail } = as("manager");
      const account = mailInput(unique());
      const { id, version } = await mail.create({ userId: people.manager, account });
      const moved = { ...account, password: null, imap: { ...account.imap, host: "evil.example" } };
      ensureFields(await ensureFails(mail.update({ id, version, account: moved }), "validation"), {
        "/password": "required",
      });
      const { email, providerId, imap, smtp } = moved;
      const check = mail.check({ accountId: id, settings: { email, providerId, imap, smtp }, password: null });
      ensureFields(await ensureFails(check[Symbol.asyncIterator]().next(), "validation"), { "/password": "required" });
      await mail.remove({ id, version });
    },
  ],
  "keeps the accounts of people with wider rights from whoever manages the department": [
    ["users.create", "roles.create", "mail.create", "mail.get", "mail.update", "mail.remove"],
    async (context) => {
      const wide = await createRole(context, { grants: { "call.view": "any" } });
      const boss = await createUser(context, { roleIds: [wide.id] });
      const account = mailInput(context.unique());
      const { id, version } = await context.as("admin").mail.create({ userId: boss.id, account });
      const { mail } = context.as("head");
      await ensureFails(mail.create({ userId: boss.id, account: mailInput(context.unique()) }), "forbidden");
      await ensureFails(mail.update({ id, version, account }), "forbidden");
      await ensureFails(mail.remove({ id, version }), "forbidden");
      const plain = await createUser(context);
      const made = await mail.create({ userId: plain.id, account: mailInput(context.unique()) });
      await mail.remove({ id: made.id, version: made.version });
    },
  ],
  "keeps accounts of others out of sight": [
    ["mail.create", "mail.get", "mail.remove"],
    async ({ as, people, unique }) => {
      const made = await as("admin").mail.create({ userId: people.admin, account: mailInput(unique()) });
      await ensureFails(as("manager").mail.get({ id: made.id }), "not_found", "forbidden");
      const account = mailInput(unique());
      await ensureFails(as("manager").mail.create({ userId: people.admin, account }), "not_found", "forbidden");
      await as("admin").mail.remove({ id: made.id, version: made.version });
    },
  ],
});
