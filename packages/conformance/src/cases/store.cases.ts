import { casesOf, type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureSame } from "../kit/expect.ts";
import type { StoreProbe } from "../kit/store-probe.ts";
import { createRole, createUser, mailInput, roleInput, sipInput, userInput } from "../samples/inputs.ts";

/** A member of the probe. Skips the case where the author left it out. */
function ability<K extends keyof StoreProbe>(probe: StoreProbe, name: K): NonNullable<StoreProbe[K]> {
  const found = probe[name];
  onlyIf(found !== undefined, `the probe has no ${name}`);
  return found as NonNullable<StoreProbe[K]>;
}

export const storeCases: readonly ConformanceCase[] = casesOf(
  "users",
  {
    "stores what it acknowledged": [
      ["users.create"],
      async (context) => {
        const readUser = ability(context.probe(), "readUser");
        const { id, login, email } = await createUser(context);
        const stored = await readUser(id);
        ensureSame([stored?.login, stored?.email, stored?.state], [login, email, "active"], "the stored user");
      },
    ],
    "stores a change that it acknowledged": [
      ["users.create", "users.update", "users.setState"],
      async (context) => {
        const readUser = ability(context.probe(), "readUser");
        const { id, version } = await createUser(context);
        const { users } = context.as("admin");
        const email = `${context.unique()}@crewdock.test`;
        const changed = await users.update({ id, version, patch: { email } });
        await users.setState({ id, version: changed.version, state: "blocked" });
        const stored = await readUser(id);
        ensureSame([stored?.email, stored?.state], [email, "blocked"], "the stored user");
      },
    ],
    "stores one user of a call that is repeated": [
      ["users.create"],
      async (context) => {
        const countUsers = ability(context.probe(), "countUsers");
        const user = userInput(context, context.unique());
        const options = { idempotencyKey: context.unique() };
        const { users } = context.as("admin");
        await Promise.all([users.create({ user }, options), users.create({ user }, options)]);
        await users.create({ user }, options);
        ensureSame(await countUsers(user.login), 1, "stored users");
      },
    ],
    "stores nothing of a call that was refused": [
      ["users.create"],
      async (context) => {
        const countUsers = ability(context.probe(), "countUsers");
        const taken = context.unique();
        await createUser(context, { sipAccount: sipInput(context, taken) });
        const user = userInput(context, context.unique(), { sipAccount: sipInput(context, taken) });
        await ensureFails(context.as("admin").users.create({ user }), "duplicate");
        ensureSame(await countUsers(user.login), 0, "stored users");
      },
    ],
    "stores nothing of a change that was refused": [
      ["users.create", "users.update"],
      async (context) => {
        const readUser = ability(context.probe(), "readUser");
        const { id, email } = await createUser(context);
        const patch = { email: `${context.unique()}@crewdock.test` };
        const late = context.as("admin").users.update({ id, version: "stale-0", patch });
        await ensureFails(late, "conflict");
        ensureSame((await readUser(id))?.email, email, "the stored address");
      },
    ],
    "stores nothing of a call that was aborted before it began": [
      ["users.create"],
      async (context) => {
        const countUsers = ability(context.probe(), "countUsers");
        const user = userInput(context, context.unique());
        const call = context.as("admin").users.create({ user }, { signal: AbortSignal.abort() });
        await ensureFails(call, "cancelled");
        ensureSame(await countUsers(user.login), 0, "stored users");
      },
    ],
    "stores one role of a name": [
      ["roles.create"],
      async (context) => {
        const countRoles = ability(context.probe(), "countRoles");
        const role = await createRole(context);
        await ensureFails(createRole(context, { name: role.name }), "duplicate");
        const other = roleInput(context, context.unique(), { grants: { "no.such": "any" } });
        await ensureFails(context.as("admin").roles.create({ role: other }), "validation");
        ensureSame([await countRoles(role.name), await countRoles(other.name)], [1, 0], "stored roles");
      },
    ],
    "stores no role that was removed": [
      ["roles.create", "roles.remove"],
      async (context) => {
        const countRoles = ability(context.probe(), "countRoles");
        const { id, version, name } = await createRole(context);
        await context.as("admin").roles.remove({ id, version });
        ensureSame(await countRoles(name), 0, "stored roles");
      },
    ],
    "stores no password that can be read": [
      ["users.create"],
      async (context) => {
        const holdsText = ability(context.probe(), "holdsText");
        const unique = context.unique();
        const user = userInput(context, unique, {
          ...(context.supports("telephony.freeSipAccounts") ? { sipAccount: sipInput(context, unique) } : {}),
          ...(context.supports("mail.create") ? { mailAccounts: [mailInput(context, unique)] } : {}),
        });
        await context.as("admin").users.create({ user });
        const sent = [user.password, user.sipAccount?.password, ...user.mailAccounts.map(({ password }) => password)];
        for (const secret of sent)
          if (typeof secret === "string") ensure(!(await holdsText(secret)), "a password lies in the store in clear");
        ensure(await holdsText(user.email), "the probe does not even find the address");
      },
    ],
  },
  "store",
);
