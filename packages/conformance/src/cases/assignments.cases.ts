import type { Subject } from "@crewdock/contract";
import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../expect.ts";
import { createRole, createUser } from "../samples.ts";

const user = (id: string): Subject => ({ type: "user", id });

export const assignmentCases: readonly ConformanceCase[] = casesOf("assignments", {
  "gives a role to exactly those named, and the role another version": [
    ["assignments.replace", "assignments.list", "roles.create", "roles.get", "users.create", "users.get"],
    async (context) => {
      const { assignments, roles, users } = context.as("admin");
      const role = await createRole(context);
      const [one, two] = [await createUser(context), await createUser(context)];
      const to = [
        { subject: user(one.id), until: null },
        { subject: { type: "position", id: "p-ceo" } as const, until: null },
      ];
      await assignments.replace({ roleId: role.id, version: role.version, assignments: to });
      ensure((await users.get({ id: one.id })).roleIds.includes(role.id), "a direct role");
      const now = await roles.get({ id: role.id });
      ensure(now.version !== role.version, "the role's version did not change");
      ensure(now.userCount >= 2, "by person and by position");
      const late = { roleId: role.id, version: role.version, assignments: [] };
      await ensureFails(assignments.replace(late), "conflict");
      const next = [{ subject: user(two.id), until: null }];
      await assignments.replace({ roleId: role.id, version: now.version, assignments: next });
      ensure(!(await users.get({ id: one.id })).roleIds.includes(role.id), "taken away");
      const { items } = await assignments.list({ roleId: role.id });
      ensureSame(items, [{ roleId: role.id, subject: user(two.id), until: null }], "exactly these");
    },
  ],
  "does not let administration end by itself, for the company or for the actor": [
    ["assignments.replace", "assignments.list", "roles.get", "users.create", "users.update", "users.get"],
    async (context) => {
      const { assignments, roles, users } = context.as("admin");
      const roleId = "r-admin";
      const until = "2101-01-01T00:00:00.000Z";
      const second = await createUser(context, { roleIds: [roleId] });
      const { items } = await assignments.list({ roleId });
      const { version } = await roles.get({ id: roleId });
      const ending = items.map(({ subject }) => ({ subject, until }));
      await ensureFails(assignments.replace({ roleId, version, assignments: ending }), "last_admin");
      const butOne = ending.map((one) => (one.subject.id === second.id ? { ...one, until: null } : one));
      await ensureFails(assignments.replace({ roleId, version, assignments: butOne }), "lockout_prevented");
      ensureSame((await assignments.list({ roleId })).items, items, "nothing changed");
      const { version: now } = await users.get({ id: second.id });
      await users.update({ id: second.id, version: now, patch: { roleIds: [] } });
    },
  ],
  "refuses subjects that do not exist, or come twice": [
    ["assignments.replace", "roles.create"],
    async (context) => {
      const { as, people } = context;
      const { id: roleId, version } = await createRole(context);
      const wrong = [
        { subject: { type: "department", id: "d-sales" } as const, until: null },
        { subject: { type: "group", id: "g-none" } as const, until: null },
      ];
      const call = as("admin").assignments.replace({ roleId, version, assignments: wrong });
      ensureFields(await ensureFails(call, "validation"), { "/1/subject/id": "not_found" });
      const twice = { roleId, version, assignments: [0, 1].map(() => ({ subject: user(people.head), until: null })) };
      const error = await ensureFails(as("admin").assignments.replace(twice), "validation");
      ensureFields(error, { "/1/subject/id": "not_allowed" });
    },
  ],
  "counts a role only until its end": [
    ["assignments.replace", "roles.create", "roles.get", "users.create"],
    async (context) => {
      const { assignments, roles } = context.as("admin");
      const { id: roleId, version } = await createRole(context);
      const [past, future] = [await createUser(context), await createUser(context)];
      const to = [
        { subject: user(past.id), until: "2001-01-01T00:00:00.000Z" },
        { subject: user(future.id), until: "2101-01-01T00:00:00.000Z" },
      ];
      await assignments.replace({ roleId, version, assignments: to });
      ensure((await roles.get({ id: roleId })).userCount === 1, "one is over");
    },
  ],
  "reaches the people below a department": [
    ["assignments.replace", "roles.create", "roles.get"],
    async (context) => {
      const { assignments, roles } = context.as("admin");
      const { id: roleId, version } = await createRole(context);
      const to = [{ subject: { type: "department", id: "d-management" } as const, until: null }];
      await assignments.replace({ roleId, version, assignments: to });
      const all = await context.as("admin").users.list({ states: ["active"], limit: 1 });
      ensure((await roles.get({ id: roleId })).userCount > 20 && all.total.value > 20, "the whole company");
    },
  ],
});
