import type { BulkResult, Id } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureSame } from "../kit/expect.ts";
import { edit } from "../samples/edits.ts";
import { createRole, createUser, mailInput, sipInput, userInput } from "../samples/inputs.ts";

const codes = (results: readonly BulkResult[]): readonly string[] =>
  results.map((one) => (one.ok ? "ok" : one.problem.code));

const states = (context: ConformanceContext, ids: readonly Id[]): Promise<readonly string[]> =>
  Promise.all(ids.map(async (id) => (await context.as("admin").users.get({ id })).state));

const blocking = { kind: "setState", state: "blocked" } as const;

export const userLifeCases: readonly ConformanceCase[] = casesOf("users", {
  "deletes a user for good": [
    ["users.create", "users.remove", "users.get", "users.list"],
    async (context) => {
      const { id, version, login } = await createUser(context);
      const { users } = context.as("admin");
      await users.remove({ id, version });
      await ensureFails(users.get({ id }), "not_found", "gone");
      ensureSame((await users.list({ q: login })).total.value, 0, "users in the list");
    },
  ],
  "gives login, e-mail address and SIP login of a deleted user free": [
    ["users.create", "users.remove", "telephony.freeSipAccounts"],
    async (context) => {
      const unique = context.unique();
      const user = userInput(context, unique, { sipAccount: sipInput(context, unique) });
      const { users, telephony } = context.as("admin");
      const { id, version, sipAccount } = await users.create({ user });
      await users.remove({ id, version });
      const { items } = await telephony.freeSipAccounts({});
      const free = items.find((account) => account.id === sipAccount?.id);
      ensure(free !== undefined, "the SIP account is not free");
      ensureSame((await users.create({ user: { ...user, sipAccount: null } })).login, user.login, "made again");
    },
  ],
  "ends the mail accounts of a deleted user": [
    ["users.create", "users.remove", "mail.create", "mail.get"],
    async (context) => {
      const user = await createUser(context, { mailAccounts: [mailInput(context, context.unique())] });
      await context.as("admin").users.remove({ id: user.id, version: user.version });
      await ensureFails(context.as("admin").mail.get({ id: user.mailAccounts[0]?.id ?? "" }), "not_found", "gone");
    },
  ],
  "takes a deleted user's direct roles along": [
    ["users.create", "users.remove", "roles.create", "roles.get", "roles.remove", "assignments.list"],
    async (context) => {
      const role = await createRole(context);
      const { id, version } = await createUser(context, { roleIds: [role.id] });
      const { users, roles, assignments } = context.as("admin");
      await users.remove({ id, version });
      ensureSame((await assignments.list({ roleId: role.id })).items, [], "assignments");
      await roles.remove({ id: role.id, version: (await roles.get({ id: role.id })).version });
    },
  ],
  "lets nobody delete themselves": [
    ["users.get", "users.remove"],
    async ({ as, people }) => {
      const { users } = as("admin");
      const { id, version } = await users.get({ id: people.admin });
      await ensureFails(users.remove({ id, version }), "lockout_prevented", "last_admin", "in_use");
      ensureSame((await users.get({ id })).id, id, "still there");
    },
  ],
  "lets nobody be deleted out of the scope, or who has more rights": [
    ["users.create", "users.remove", "users.get", "roles.create", "org.read"],
    async (context) => {
      const wide = await createRole(context, { grants: context.world.wideGrants() });
      const boss = await createUser(context, { roleIds: [wide.id] });
      const far = await createUser(context, { departmentId: context.world.otherDepartment() });
      const { users } = context.as("limited");
      await ensureFails(users.remove({ id: boss.id, version: boss.version }), "forbidden");
      await ensureFails(users.remove({ id: far.id, version: far.version }), "not_found", "forbidden");
      ensureSame(await states(context, [boss.id, far.id]), ["active", "active"], "still there");
    },
  ],
  "changes many at once, with a result for each in their order": [
    ["users.bulk", "users.create", "users.get"],
    async (context) => {
      const made = [await createUser(context), await createUser(context), await createUser(context)];
      const ids = made.map(({ id }) => id);
      const { results } = await context.as("admin").users.bulk({ ids, change: blocking });
      ensureSame(
        results.map(({ id, ok }) => [id, ok]),
        ids.map((id) => [id, true]),
        "results",
      );
      ensureSame(await states(context, ids), ["blocked", "blocked", "blocked"], "states");
    },
  ],
  "says of each who was refused that and why, and changes the others": [
    ["users.bulk", "users.create", "users.get"],
    async (context) => {
      const made = [await createUser(context), await createUser(context)];
      const [one = "", two = ""] = made.map(({ id }) => id);
      const ids = [one, "x-none", context.people.admin, two];
      const { results } = await context.as("admin").users.bulk({ ids, change: blocking });
      ensureSame(
        results.map(({ id }) => id),
        ids,
        "the order",
      );
      const told = codes(results);
      ensureSame([told[0], told[1], told[3]], ["ok", "not_found", "ok"], "results");
      ensure(["lockout_prevented", "last_admin"].includes(told[2] ?? ""), `the actor: ${told[2] ?? ""}`);
      ensureSame(await states(context, [one, two, context.people.admin]), ["blocked", "blocked", "active"], "states");
    },
  ],
  "counts an id once that is named twice": [
    ["users.bulk", "users.create"],
    async (context) => {
      const { id } = await createUser(context);
      const { results } = await context.as("admin").users.bulk({ ids: [id, id], change: blocking });
      ensureSame(results, [{ id, ok: true }], "results");
    },
  ],
  "reaches in bulk no further than the scope": [
    ["users.bulk", "users.create", "users.get", "org.read"],
    async (context) => {
      const near = await createUser(context);
      const far = await createUser(context, { departmentId: context.world.otherDepartment() });
      const { results } = await context.as("limited").users.bulk({ ids: [far.id, near.id], change: blocking });
      const told = codes(results);
      ensure(["not_found", "forbidden"].includes(told[0] ?? ""), `out of the scope: ${told[0] ?? ""}`);
      ensureSame([told[1], ...(await states(context, [far.id, near.id]))], ["ok", "active", "blocked"], "states");
    },
  ],
  "moves many into a group and out of it": [
    ["users.bulk", "users.create", "users.get", "org.read"],
    async (context) => {
      const groupId = context.world.group();
      const { id } = await createUser(context);
      const { users } = context.as("admin");
      for (const kind of ["addToGroup", "addToGroup", "removeFromGroup"] as const) {
        const { results } = await users.bulk({ ids: [id], change: { kind, groupId } });
        ensureSame(codes(results), ["ok"], kind);
        const expected = kind === "addToGroup" ? [groupId] : [];
        ensureSame((await users.get({ id })).groupIds, expected, `groups after ${kind}`);
      }
    },
  ],
  "gives a role to many": [
    ["users.bulk", "users.create", "users.get", "roles.create", "assignments.list"],
    async (context) => {
      const { id: roleId } = await createRole(context);
      const [one, two] = [await createUser(context), await createUser(context)];
      const change = { kind: "addRole", roleId } as const;
      await context.as("admin").users.bulk({ ids: [one.id, two.id], change });
      const { items } = await context.as("admin").assignments.list({ roleId });
      ensureSame(items.map(({ subject }) => subject.id).sort(), [one.id, two.id].sort(), "who has it");
      ensure((await context.as("admin").users.get({ id: two.id })).roleIds.includes(roleId), "a direct role");
    },
  ],
  "refuses a bulk change to a group or a role that does not exist": [
    ["users.bulk", "users.create"],
    async (context) => {
      const ids = [(await createUser(context)).id];
      const { users } = context.as("admin");
      for (const change of [
        { kind: "addToGroup", groupId: "g-none" },
        { kind: "addRole", roleId: "r-none" },
      ] as const) {
        const { fields } = await ensureFails(users.bulk({ ids, change }), "validation");
        ensure(fields[0]?.pointer.startsWith("/change") === true, `pointer ${fields[0]?.pointer ?? ""}`);
      }
    },
  ],
  "gives each user of a bulk change another version": [
    ["users.bulk", "users.create", "users.update"],
    async (context) => {
      const { id, version } = await createUser(context);
      const { users } = context.as("admin");
      await users.bulk({ ids: [id], change: blocking });
      await ensureFails(users.update({ id, version, patch: edit(context, "1") }), "conflict");
    },
  ],
  "takes no more than the limit in bulk": [
    ["users.bulk"],
    async (context) => {
      const { bulk } = context.world.session("admin").capabilities.limits;
      onlyIf(bulk > 0 && bulk <= 5000, "the limit is too high to be tried");
      const ids = Array.from({ length: bulk + 1 }, (_, index) => `x-none-${String(index)}`);
      const { fields } = await ensureFails(context.as("admin").users.bulk({ ids, change: blocking }), "validation");
      ensureSame(fields[0]?.pointer, "/ids", "the pointer");
    },
  ],
  "does not invite again who has a password": [
    ["users.resendInvitation", "users.create"],
    async (context) => {
      const { id } = await createUser(context);
      await ensureFails(context.as("admin").users.resendInvitation({ id }), "gone");
    },
  ],
  "logs people out everywhere, for oneself without any right": [
    ["users.endSessions", "users.create", "users.get"],
    async (context) => {
      const user = await createUser(context);
      await context.as("admin").users.endSessions({ id: user.id });
      ensureSame((await context.as("admin").users.get({ id: user.id })).state, "active", "the state");
      const call = context.as("nobody").users.endSessions({ id: user.id });
      await ensureFails(call, "not_found", "forbidden");
    },
  ],
});
