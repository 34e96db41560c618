import { coveredDepartments } from "@crewdock/contract";
import { casesOf, type ConformanceCase } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields } from "../kit/expect.ts";
import { edit, edited } from "../samples/edits.ts";
import { createRole, createUser, mailInput, userInput } from "../samples/inputs.ts";

export const userRightsCases: readonly ConformanceCase[] = casesOf(
  "users",
  {
    "lists for the limited actor the department and those below, and nothing of others": [
      ["users.list", "org.read"],
      async ({ as, world }) => {
        const { items } = await as("limited").users.list({ limit: 200 });
        // read afterwards: other cases make departments meanwhile
        const { departments } = await as("limited").org.read({});
        const reach = coveredDepartments(
          departments,
          world.department,
          world.session("limited").policy.departmentScope,
        );
        ensure(items.length > 0 && items.every(({ departmentId }) => reach.has(departmentId)), "others are listed");
      },
    ],
    "does not let a search or a filter reach farther than the scope": [
      ["users.list", "users.create", "org.read"],
      async (context) => {
        const other = context.world.otherDepartment();
        const { login } = await createUser(context, { departmentId: other });
        const { users } = context.as("limited");
        for (const query of [{ q: login }, { departmentIds: [other] }]) {
          const page = await users.list(query);
          ensure(page.items.length === 0 && page.total.value === 0, `found by ${JSON.stringify(query)}`);
        }
      },
    ],
    "shows nobody out of the scope, as if they did not exist": [
      ["users.get", "users.create", "org.read"],
      async (context) => {
        const { id } = await createUser(context, { departmentId: context.world.otherDepartment() });
        await ensureFails(context.as("limited").users.get({ id }), "not_found");
      },
    ],
    "lets nobody be changed out of the scope": [
      ["users.get", "users.create", "users.update", "users.setState", "org.read"],
      async (context) => {
        const { id, version } = await createUser(context, { departmentId: context.world.otherDepartment() });
        const { users } = context.as("limited");
        await ensureFails(users.update({ id, version, patch: edit(context, "1") }), "not_found", "forbidden");
        await ensureFails(users.setState({ id, version, state: "blocked" }), "not_found", "forbidden");
        const now = await context.as("admin").users.get({ id });
        ensure(now.version === version && now.state === "active", "changed all the same");
      },
    ],
    "lets the limited actor manage the people of the department": [
      ["users.create", "users.update", "users.setState"],
      async (context) => {
        const { users } = context.as("limited");
        const made = await users.create({ user: userInput(context, context.unique()) });
        const patched = await users.update({ id: made.id, version: made.version, patch: edit(context, "4") });
        const blocked = await users.setState({ id: made.id, version: patched.version, state: "blocked" });
        ensure(edited(context, blocked) === "4" && blocked.state === "blocked", "changed and blocked");
      },
    ],
    "lets nobody give more rights than they have": [
      ["users.create", "users.update", "roles.create"],
      async (context) => {
        const wide = await createRole(context, { grants: context.world.wideGrants() });
        const { users } = context.as("limited");
        const risen = userInput(context, context.unique(), { roleIds: [wide.id] });
        ensureFields(await ensureFails(users.create({ user: risen }), "validation"), { "/roleIds/0": "not_allowed" });
        const made = await users.create({ user: userInput(context, context.unique()) });
        const patch = { roleIds: [wide.id] };
        const error = await ensureFails(users.update({ id: made.id, version: made.version, patch }), "validation");
        ensureFields(error, { "/roleIds/0": "not_allowed" });
      },
    ],
    "lets nobody hand out more rights to themselves": [
      ["users.get", "users.update", "roles.create"],
      async (context) => {
        const wide = await createRole(context, { grants: context.world.wideGrants() });
        const { users } = context.as("limited");
        const { id, version, roleIds } = await users.get({ id: context.people.limited });
        const patch = { roleIds: [...roleIds, wide.id] };
        await ensureFails(users.update({ id, version, patch }), "validation", "forbidden");
      },
    ],
    "lets nobody make a user out of the scope": [
      ["users.create", "org.read"],
      async (context) => {
        const user = userInput(context, context.unique(), { departmentId: context.world.otherDepartment() });
        const error = await ensureFails(context.as("limited").users.create({ user }), "validation");
        ensureFields(error, { "/departmentId": "not_allowed" });
      },
    ],
    "lets nobody give more rights by the way of a position, not even to somebody who is blocked": [
      ["users.create", "users.update", "users.setState", "roles.create", "assignments.replace", "org.read"],
      async (context) => {
        const { assignments, users: all } = context.as("admin");
        const positionId = context.world.position();
        const { id: roleId, version } = await createRole(context, { grants: context.world.wideGrants() });
        const subject = { type: "position", id: positionId } as const;
        await assignments.replace({ roleId, version, assignments: [{ subject, until: null }] });
        const { users } = context.as("limited");
        const patch = { positionId };
        const active = await users.create({ user: userInput(context, context.unique()) });
        const created = await users.create({ user: userInput(context, context.unique()) });
        const blocked = await all.setState({ id: created.id, version: created.version, state: "blocked" });
        for (const one of [active, blocked]) {
          const error = await ensureFails(users.update({ id: one.id, version: one.version, patch }), "validation");
          ensureFields(error, { "/positionId": "not_allowed" });
        }
        const risen = await all.update({ id: blocked.id, version: blocked.version, patch });
        await ensureFails(users.setState({ id: risen.id, version: risen.version, state: "active" }), "forbidden");
      },
    ],
    "lets nobody change a person with more rights than their own": [
      ["users.create", "users.update", "users.setState", "roles.create"],
      async (context) => {
        const wide = await createRole(context, { grants: context.world.wideGrants() });
        const { id, version } = await createUser(context, { roleIds: [wide.id] });
        const { users } = context.as("limited");
        await ensureFails(users.update({ id, version, patch: edit(context, "1") }), "forbidden");
        await ensureFails(users.setState({ id, version, state: "blocked" }), "forbidden");
      },
    ],
    "shows the mail accounts of a person to the person and to who manages them": [
      ["users.create", "users.get", "users.list", "mail.create"],
      async (context) => {
        const user = await createUser(context, { mailAccounts: [mailInput(context, context.unique())] });
        for (const actor of ["admin", "limited"] as const) {
          const { users } = context.as(actor);
          ensure((await users.get({ id: user.id })).mailAccounts.length === 1, `${actor} reads`);
          ensure((await users.list({ q: user.login })).items[0]?.mailAccounts.length === 1, `${actor} lists`);
        }
      },
    ],
    "lets nobody be moved out of the mover's reach, not even the mover": [
      ["users.create", "users.get", "users.update", "org.read"],
      async (context) => {
        const { users } = context.as("limited");
        const made = await users.create({ user: userInput(context, context.unique()) });
        const patch = { departmentId: context.world.otherDepartment() };
        for (const { id, version } of [made, await users.get({ id: context.people.limited })])
          ensureFields(await ensureFails(users.update({ id, version, patch }), "validation"), {
            "/departmentId": "not_allowed",
          });
      },
    ],
  },
  "rights",
);
