import type { Page, User } from "@crewdock/contract";
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
    "neither skips nor repeats when people leave the list in between": [
      ["users.create", "users.list", "users.setState"],
      async (context) => {
        const mark = context.unique();
        const made = new Map<string, { readonly id: string; readonly version: string }>();
        for (const last of ["A", "B", "C", "D", "E", "F"])
          made.set(last, await createUser(context, { name: { last, first: mark, patronymic: null } }));
        const { users } = context.as("admin");
        const query = { q: mark, states: ["active"], limit: 2, sort: { field: "name", direction: "asc" } } as const;
        const lasts: string[] = [];
        let cursor: string | null = null;
        for (const leaves of ["B", "D", "C"]) {
          const page: Page<User> = await users.list({ ...query, ...(cursor === null ? {} : { cursor }) });
          lasts.push(...page.items.map(({ name }) => name.last));
          cursor = page.nextCursor;
          const one = made.get(leaves);
          if (one) await users.setState({ ...one, state: "blocked" });
          if (cursor === null) break;
        }
        ensure(new Set(lasts).size === lasts.length, "somebody comes twice");
        ensureSame(
          ["A", "C", "E", "F"].filter((last) => !lasts.includes(last)),
          [],
          "skipped",
        );
      },
    ],
    "leads back to those who are there now, neither skipping nor repeating anybody": [
      ["users.create", "users.list", "users.setState"],
      async (context) => {
        const mark = context.unique();
        const make = (last: string): Promise<User> =>
          createUser(context, { name: { last, first: mark, patronymic: null } });
        const made: User[] = [];
        for (const last of ["B", "C", "D", "E", "F", "G"]) made.push(await make(last));
        const { users } = context.as("admin");
        const query = { q: mark, states: ["active"], limit: 2, sort: { field: "name", direction: "asc" } } as const;
        const lasts = ({ items }: Page<User>): readonly string[] => items.map(({ name }) => name.last);
        const first = await users.list(query);
        const second = await users.list({ ...query, cursor: first.nextCursor ?? undefined });
        const third = await users.list({ ...query, cursor: second.nextCursor ?? undefined });
        onlyIf(typeof third.previousCursor === "string", "the list only goes forward");
        ensureSame(lasts(third), ["F", "G"], "the third page");
        await make("A");
        await make("DD");
        for (const user of made.filter(({ name }) => ["C", "F"].includes(name.last)))
          await users.setState({ id: user.id, version: user.version, state: "blocked" });
        const seen: (readonly string[])[] = [];
        let at = third;
        while (typeof at.previousCursor === "string" && seen.length < 5) {
          at = await users.list({ ...query, cursor: at.previousCursor });
          seen.unshift(lasts(at));
        }
        ensureSame(seen, [["A"], ["B", "D"], ["DD", "E"]], "the pages before the third");
        ensureSame(
          lasts(await users.list({ ...query, cursor: at.nextCursor ?? undefined })),
          ["B", "D"],
          "forth again",
        );
      },
    ],
    "leads on where all that came before has gone": [
      ["users.create", "users.list", "users.setState"],
      async (context) => {
        const mark = context.unique();
        const make = (last: string): Promise<User> =>
          createUser(context, { name: { last, first: mark, patronymic: null } });
        const { id, version } = await make("A");
        await make("B");
        const { users } = context.as("admin");
        const query = { q: mark, states: ["active"], limit: 1, sort: { field: "name", direction: "asc" } } as const;
        const { nextCursor } = await users.list(query);
        const { previousCursor } = await users.list({ ...query, cursor: nextCursor ?? undefined });
        onlyIf(typeof previousCursor === "string", "the list only goes forward");
        await users.setState({ id, version, state: "blocked" });
        const empty = await users.list({ ...query, cursor: previousCursor ?? undefined });
        ensureSame([empty.items, empty.previousCursor ?? null], [[], null], "nobody before");
        const { items } = await users.list({ ...query, cursor: empty.nextCursor ?? undefined });
        ensureSame(
          items.map(({ name }) => name.last),
          ["B"],
          "forth again",
        );
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
