import type { Assignment, Id, Subject } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { createRole, createUser } from "../samples/inputs.ts";

const user = (id: string): Subject => ({ type: "user", id });

/** Gives a role to exactly these subjects, at its present version. */
async function give(
  { as }: ConformanceContext,
  roleId: Id,
  ...to: readonly { readonly subject: Subject; readonly until: string | null }[]
): Promise<readonly Assignment[]> {
  const { version } = await as("admin").roles.get({ id: roleId });
  return (await as("admin").assignments.replace({ roleId, version, assignments: to })).items;
}

export const assignmentCases: readonly ConformanceCase[] = casesOf("assignments", {
  "gives a role to exactly those named": [
    ["assignments.replace", "assignments.list", "roles.create", "roles.get", "users.create", "users.get"],
    async (context) => {
      const { assignments, users } = context.as("admin");
      const { id: roleId } = await createRole(context);
      const [one, two] = [await createUser(context), await createUser(context)];
      await give(context, roleId, { subject: user(one.id), until: null });
      ensure((await users.get({ id: one.id })).roleIds.includes(roleId), "a direct role");
      await give(context, roleId, { subject: user(two.id), until: null });
      ensure(!(await users.get({ id: one.id })).roleIds.includes(roleId), "taken away");
      const { items } = await assignments.list({ roleId });
      ensureSame(items, [{ roleId, subject: user(two.id), until: null }], "exactly these");
    },
  ],
  "gives the role another version, and refuses the former": [
    ["assignments.replace", "assignments.list", "roles.create", "roles.get", "users.create"],
    async (context) => {
      const { assignments, roles } = context.as("admin");
      const role = await createRole(context);
      const { id } = await createUser(context);
      const call = { roleId: role.id, version: role.version };
      await assignments.replace({ ...call, assignments: [{ subject: user(id), until: null }] });
      ensure((await roles.get({ id: role.id })).version !== role.version, "the role's version did not change");
      await ensureFails(assignments.replace({ ...call, assignments: [] }), "conflict");
      ensure((await assignments.list({ roleId: role.id })).items.length === 1, "replaced all the same");
    },
  ],
  "lists a role that was given with the user": [
    ["assignments.list", "roles.create", "users.create"],
    async (context) => {
      const { id: roleId } = await createRole(context);
      const { id } = await createUser(context, { roleIds: [roleId] });
      const { items } = await context.as("admin").assignments.list({ roleId });
      ensureSame(items, [{ roleId, subject: user(id), until: null }], "the assignment");
    },
  ],
  "lists all assignments where no role is named": [
    ["assignments.list", "roles.create", "users.create"],
    async (context) => {
      const { id: roleId } = await createRole(context);
      await createUser(context, { roleIds: [roleId] });
      const { items } = await context.as("admin").assignments.list({});
      ensure(
        items.some((one) => one.roleId === roleId) && items.some((one) => one.roleId !== roleId),
        "not of all roles",
      );
    },
  ],
  "keeps the end of an assignment as it was sent": [
    ["assignments.replace", "assignments.list", "roles.create", "roles.get"],
    async (context) => {
      const { id: roleId } = await createRole(context);
      const until = "2101-06-30T21:59:59.000Z";
      const to = { subject: { type: "department", id: context.world.department } as const, until };
      await give(context, roleId, to);
      const [item] = (await context.as("admin").assignments.list({ roleId })).items;
      ensure(Date.parse(item?.until ?? "") === Date.parse(until), `until ${String(item?.until)}`);
    },
  ],
  "keeps the end of a role when the person is changed": [
    ["assignments.replace", "assignments.list", "roles.create", "roles.get", "users.create", "users.update"],
    async (context) => {
      const { id: roleId } = await createRole(context);
      const { id: other } = await createRole(context);
      const { id } = await createUser(context);
      const until = "2101-01-01T00:00:00.000Z";
      await give(context, roleId, { subject: user(id), until });
      const { users, assignments } = context.as("admin");
      const { version, roleIds } = await users.get({ id });
      await users.update({ id, version, patch: { roleIds: [...roleIds, other] } });
      const [item] = (await assignments.list({ roleId })).items;
      ensure(Date.parse(item?.until ?? "") === Date.parse(until), "the end was lost");
    },
  ],
  "does not let administration end by itself, for the company or for the actor": [
    ["assignments.replace", "assignments.list", "roles.get", "users.get"],
    async ({ as, people }) => {
      const { assignments, roles, users } = as("admin");
      const own = (await users.get({ id: people.admin })).roleIds;
      const administering = (await roles.list({})).items.filter(
        ({ id, grants }) => own.includes(id) && grants["role.manage"] === "any",
      );
      const [role] = administering;
      onlyIf(role !== undefined && administering.length === 1, "not one direct role makes the administrator");
      const { items } = await assignments.list({ roleId: role.id });
      const { version } = await roles.get({ id: role.id });
      const ending = items.map(({ subject }) => ({ subject, until: "2101-01-01T00:00:00.000Z" }));
      const call = assignments.replace({ roleId: role.id, version, assignments: ending });
      await ensureFails(call, "last_admin", "lockout_prevented");
      ensure(
        (await assignments.list({ roleId: role.id })).items.every(({ until }) => until !== ending[0]?.until),
        "changed all the same",
      );
    },
  ],
  "refuses subjects that do not exist": [
    ["assignments.replace", "roles.create"],
    async (context) => {
      const { id: roleId, version } = await createRole(context);
      const wrong = [
        { subject: { type: "department", id: context.world.department } as const, until: null },
        ...(["user", "department", "position", "group"] as const).map((type) => ({
          subject: { type, id: "x-none" },
          until: null,
        })),
      ];
      const call = context.as("admin").assignments.replace({ roleId, version, assignments: wrong });
      const pointers = [1, 2, 3, 4].map((index) => [`/${String(index)}/subject/id`, "not_found"]);
      ensureFields(await ensureFails(call, "validation"), Object.fromEntries(pointers));
    },
  ],
  "refuses a subject that comes twice": [
    ["assignments.replace", "roles.create", "users.create"],
    async (context) => {
      const { id: roleId, version } = await createRole(context);
      const { id } = await createUser(context);
      const twice = [0, 1].map(() => ({ subject: user(id), until: null }));
      const call = context.as("admin").assignments.replace({ roleId, version, assignments: twice });
      ensureFields(await ensureFails(call, "validation"), { "/1/subject/id": "not_allowed" });
    },
  ],
  "counts a role only until its end": [
    ["assignments.replace", "roles.create", "roles.get", "users.create", "users.get"],
    async (context) => {
      const { id: roleId } = await createRole(context);
      const [past, future] = [await createUser(context), await createUser(context)];
      await give(
        context,
        roleId,
        { subject: user(past.id), until: "2001-01-01T00:00:00.000Z" },
        { subject: user(future.id), until: "2101-01-01T00:00:00.000Z" },
      );
      ensure((await context.as("admin").roles.get({ id: roleId })).userCount === 1, "one is over");
      ensure(!(await context.as("admin").users.get({ id: past.id })).roleIds.includes(roleId), "shown after its end");
    },
  ],
  "gives a role again whose end has passed": [
    ["assignments.replace", "assignments.list", "roles.create", "roles.get", "users.create", "users.update"],
    async (context) => {
      const { id: roleId } = await createRole(context);
      const { id } = await createUser(context);
      await give(context, roleId, { subject: user(id), until: "2001-01-01T00:00:00.000Z" });
      const { users, assignments } = context.as("admin");
      const { version, roleIds } = await users.get({ id });
      const after = await users.update({ id, version, patch: { roleIds: [...roleIds, roleId] } });
      ensure(after.roleIds.includes(roleId), "it is not there");
      ensureSame((await assignments.list({ roleId })).items, [{ roleId, subject: user(id), until: null }], "for good");
    },
  ],
  "reaches the people below a department": [
    ["assignments.replace", "roles.create", "roles.get", "users.create", "org.read"],
    async (context) => {
      const { id: roleId } = await createRole(context);
      await createUser(context, { departmentId: context.world.subdepartment() });
      const count = async (id: Id): Promise<number> => {
        await give(context, roleId, { subject: { type: "department", id }, until: null });
        return (await context.as("admin").roles.get({ id: roleId })).userCount;
      };
      const below = await count(context.world.subdepartment());
      const above = await count(context.world.department);
      ensure(below > 0 && above >= below, `${String(below)} below, ${String(above)} in all`);
    },
  ],
  "reaches the people of a subgroup through the group above": [
    ["assignments.replace", "roles.create", "roles.get", "users.create", "users.list", "org.read"],
    async (context) => {
      const { id: roleId } = await createRole(context);
      const { above, below } = context.world.groupPair();
      const member = await createUser(context, { groupIds: [below] });
      await give(context, roleId, { subject: { type: "group", id: above }, until: null });
      const { total } = await context.as("admin").users.list({ q: member.login, roleIds: [roleId] });
      ensure(total.value === 1, "not reached");
      ensure(!(await context.as("admin").users.get({ id: member.id })).roleIds.includes(roleId), "not a direct role");
    },
  ],
});
