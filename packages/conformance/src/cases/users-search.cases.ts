import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureSame } from "../kit/expect.ts";
import { isWritable } from "../samples/edits.ts";
import { createRole, createUser, sipInput } from "../samples/inputs.ts";

const finds = async ({ as }: ConformanceContext, id: string, q: string): Promise<void> => {
  const { items } = await as("admin").users.list({ q });
  ensure(
    items.some((user) => user.id === id),
    `not found by ${q}`,
  );
};

const lists = async (context: ConformanceContext, id: string, filter: object): Promise<boolean> =>
  (await context.as("admin").users.list({ ...filter, limit: 200 })).items.some((user) => user.id === id);

export const userSearchCases: readonly ConformanceCase[] = casesOf(
  "users",
  {
    "finds by any part of the name, in either order": [
      ["users.create", "users.list"],
      async (context) => {
        const mark = context.unique();
        const { id } = await createUser(context, {
          name: { last: `Костылёв${mark}`, first: `Янина${mark}`, patronymic: null },
        });
        for (const q of [
          `стылёв${mark}`,
          `нина${mark}`,
          `Костылёв${mark} Янина${mark}`,
          `Янина${mark} Костылёв${mark}`,
        ])
          await finds(context, id, q);
      },
    ],
    "finds by any part of the e-mail address and of the login": [
      ["users.create", "users.list"],
      async (context) => {
        const { id, email, login } = await createUser(context);
        for (const q of [email.slice(2), email.slice(0, -3), login.slice(3), login.slice(1, -1)])
          await finds(context, id, q);
      },
    ],
    "finds by any part of the service number": [
      ["users.create", "users.list"],
      async (context) => {
        onlyIf(isWritable(context, "serviceNumber"), "there are no service numbers");
        const serviceNumber = `E-${context.unique()}`.slice(0, 20);
        const { id } = await createUser(context, { serviceNumber });
        for (const q of [serviceNumber, serviceNumber.slice(3), serviceNumber.slice(2, -1)])
          await finds(context, id, q);
      },
    ],
    "finds by the extension": [
      ["users.create", "users.list", "telephony.freeSipAccounts"],
      async (context) => {
        const extension = `x${context.unique()}`;
        const { id } = await createUser(context, { sipAccount: sipInput(context, extension) });
        await finds(context, id, extension);
      },
    ],
    "finds whatever the case and the accents": [
      ["users.create", "users.list"],
      async (context) => {
        const mark = context.unique();
        const { id } = await createUser(context, {
          name: { last: `Łącka${mark}`, first: "José", patronymic: null },
        });
        for (const q of [`łĄCKA${mark}`, `Lacka${mark}`, `łącka${mark.toUpperCase()}`]) await finds(context, id, q);
      },
    ],
    "takes the wildcards of a database as text": [
      ["users.create", "users.list"],
      async (context) => {
        const { login } = await createUser(context);
        const inside = login.slice(3);
        for (const q of [`%${inside}`, `${inside.slice(0, -1)}_`, `${inside}\\`, `*${inside}`])
          ensure((await context.as("admin").users.list({ q })).total.value === 0, `something is found by ${q}`);
      },
    ],
    "finds everybody when nothing is searched for": [
      ["users.list"],
      async ({ as }) => {
        const { users } = as("admin");
        const all = (await users.list({ limit: 1 })).total.value;
        ensure((await users.list({ limit: 1, q: "" })).total.value >= all, "by an empty text");
        ensure((await users.list({ limit: 1, q: "  " })).total.value >= all, "by blanks");
      },
    ],
    "filters by state": [
      ["users.create", "users.list", "users.setState"],
      async (context) => {
        const { id, version, login } = await createUser(context);
        await context.as("admin").users.setState({ id, version, state: "blocked" });
        ensure(await lists(context, id, { q: login, states: ["blocked"] }), "not among the blocked");
        ensure(await lists(context, id, { q: login, states: ["blocked", "deactivated"] }), "not among either");
        ensure(!(await lists(context, id, { q: login, states: ["active"] })), "among the active");
      },
    ],
    "filters by department with those below": [
      ["users.create", "users.list", "org.read"],
      async (context) => {
        const { world } = context;
        const { id, login } = await createUser(context, { departmentId: world.subdepartment() });
        ensure(await lists(context, id, { q: login, departmentIds: [world.department] }), "by the department above");
        ensure(await lists(context, id, { q: login, departmentIds: [world.subdepartment()] }), "by the own");
        ensure(!(await lists(context, id, { q: login, departmentIds: [world.otherDepartment()] })), "by another");
      },
    ],
    "filters by position": [
      ["users.create", "users.list", "org.read"],
      async (context) => {
        onlyIf(isWritable(context, "positionId"), "positionId is not written here");
        const positionId = context.world.position();
        const [one, two] = [await createUser(context, { positionId }), await createUser(context, { positionId: null })];
        ensure(await lists(context, one.id, { q: one.login, positionIds: [positionId] }), "who has it");
        ensure(!(await lists(context, two.id, { q: two.login, positionIds: [positionId] })), "who does not");
      },
    ],
    "filters by groups with their subgroups": [
      ["users.create", "users.list", "org.read"],
      async (context) => {
        onlyIf(isWritable(context, "groupIds"), "groupIds is not written here");
        const { above, below } = context.world.groupPair();
        const { id, login } = await createUser(context, { groupIds: [below] });
        for (const groupId of [above, below])
          ensure(await lists(context, id, { q: login, groupIds: [groupId] }), `members by ${groupId}`);
      },
    ],
    "combines kinds of filters, and takes filters of one kind as alternatives": [
      ["users.create", "users.list", "roles.create"],
      async (context) => {
        const [one, two] = [await createRole(context), await createRole(context)];
        const { id, login } = await createUser(context, { roleIds: [one.id] });
        const all = { q: login, states: ["active"], departmentIds: [context.world.department] };
        ensure(await lists(context, id, { ...all, roleIds: [two.id, one.id] }), "one of two roles");
        ensure(!(await lists(context, id, { ...all, roleIds: [two.id] })), "another role");
      },
    ],
    "filters by everybody whom a role reaches, and no more by an assignment that has ended": [
      ["users.create", "users.list", "roles.create", "roles.get", "assignments.replace", "org.read"],
      async (context) => {
        const { roles, assignments } = context.as("admin");
        const { id: roleId } = await createRole(context);
        const user = await createUser(context, { departmentId: context.world.subdepartment() });
        const reached = (): Promise<boolean> => lists(context, user.id, { roleIds: [roleId], q: user.login });
        ensure(!(await reached()), "reached before the assignment");
        const give = async (until: string | null): Promise<void> => {
          const subject = { type: "department", id: context.world.department } as const;
          const { version } = await roles.get({ id: roleId });
          await assignments.replace({ roleId, version, assignments: [{ subject, until }] });
        };
        await give(null);
        ensure(await reached(), "by the department above");
        await give("2020-01-01T00:00:00.000Z");
        ensure(!(await reached()), "the assignment has ended");
      },
    ],
    "shows a change in the list at once": [
      ["users.create", "users.list", "users.update"],
      async (context) => {
        const { id, version, login } = await createUser(context);
        const { users } = context.as("admin");
        const email = `moved-${login}@crewdock.test`;
        await users.update({ id, version, patch: { email } });
        const { items } = await users.list({ q: `moved-${login}` });
        ensureSame(
          items.map((user) => [user.id, user.email]),
          [[id, email]],
          "found by the new address",
        );
      },
    ],
  },
  "lists",
);
