import { supports } from "@crewdock/contract";
import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../expect.ts";
import { createRole, createUser, goodPassword, mailInput, sipInput, userInput } from "../samples.ts";

export const userCases: readonly ConformanceCase[] = casesOf("users", {
  "stores a new user as it was sent, and reads it back": [
    ["users.create", "users.get"],
    async (context) => {
      const input = userInput(context.unique());
      const user = await context.as("admin").users.create({ user: input });
      const { password: _password, ...sent } = input;
      for (const [member, value] of Object.entries(sent)) ensureSame(user[member as keyof typeof sent], value, member);
      ensure(user.state === "active", "a new user works");
      ensure(user.lastLoginAt === null, "a new user has never logged in");
      ensureSame(await context.as("admin").users.get({ id: user.id }), user, "read back");
    },
  ],
  "keeps hostile text as text": [
    ["users.create", "users.get"],
    async (context) => {
      const name = {
        last: `<img src=x onerror=alert(1)>'; DROP TABLE users; --`,
        first: "👩🏽‍💻 ‮gnp.exe Ώ שלום",
        patronymic: "%00\\u0000${7*7}{{7*7}}",
      };
      const user = await createUser(context, { name });
      ensureSame((await context.as("admin").users.get({ id: user.id })).name, name, "name");
    },
  ],
  "never gives a secret back": [
    ["users.create", "users.get", "users.list"],
    async (context) => {
      const unique = context.unique();
      const secrets = [`${goodPassword}-u`, `${goodPassword}-s`, `${goodPassword}-m`] as const;
      const user = await createUser(context, {
        password: secrets[0],
        sipAccount: sipInput(unique, { password: secrets[1] }),
        mailAccounts: [mailInput(unique, { password: secrets[2] })],
      });
      const read = await context.as("admin").users.get({ id: user.id });
      const listed = await context.as("admin").users.list({ q: user.login });
      const text = JSON.stringify([user, read, listed]);
      for (const secret of secrets) ensure(!text.includes(secret), "a password came back");
      ensure(read.sipAccount?.login === unique, "the SIP account is the user's");
      ensure(read.mailAccounts.length === 1, "the mail account is the user's");
    },
  ],
  "names every wrong field at once": [
    ["users.create"],
    async (context) => {
      const wrong = userInput(context.unique(), {
        name: { last: "", first: "x".repeat(101), patronymic: null },
        email: "not an address",
        timeZone: "Mars/Olympus",
        departmentId: "d-sales",
      });
      const error = await ensureFails(context.as("admin").users.create({ user: wrong }), "validation");
      ensureFields(error, {
        "/name/last": "required",
        "/name/first": "too_long",
        "/email": "invalid_email",
        "/timeZone": "invalid_time_zone",
      });
    },
  ],
  "refuses departments, positions, groups and roles that do not exist": [
    ["users.create"],
    async (context) => {
      const wrong = userInput(context.unique(), {
        departmentId: "d-none",
        positionId: "p-none",
        groupIds: ["g-crm", "g-none"],
        roleIds: ["r-none"],
      });
      const error = await ensureFails(context.as("admin").users.create({ user: wrong }), "validation");
      ensureFields(error, {
        "/departmentId": "not_found",
        "/positionId": "not_found",
        "/groupIds/1": "not_found",
        "/roleIds/0": "not_found",
      });
    },
  ],
  "refuses a password that the policy does not allow, also one made of the person's own data": [
    ["users.create"],
    async (context) => {
      const create = (password: string): Promise<unknown> => createUser(context, { password });
      ensureFields(await ensureFails(create("short"), "validation"), { "/password": "weak_password" });
      const unique = context.unique();
      const own = userInput(unique, { password: `${unique}${unique}` });
      const error = await ensureFails(context.as("admin").users.create({ user: own }), "validation");
      ensureFields(error, { "/password": "weak_password" });
    },
  ],
  "invites whoever is made without a password, or demands one": [
    ["session.me", "users.create"],
    async (context) => {
      const { capabilities } = await context.as("admin").session.me({});
      const made = createUser(context, { password: null });
      if (supports(capabilities, "users.invite")) ensure((await made).state === "active", "an invited user works");
      else ensureFields(await ensureFails(made, "validation"), { "/password": "required" });
    },
  ],
  "refuses a taken e-mail address and login, whatever the case": [
    ["users.create"],
    async (context) => {
      const first = await createUser(context);
      const second = userInput(context.unique(), {
        email: first.email.toUpperCase(),
        login: first.login.toUpperCase(),
      });
      const error = await ensureFails(context.as("admin").users.create({ user: second }), "duplicate");
      ensureFields(error, { "/email": "duplicate", "/login": "duplicate" });
    },
  ],
  "makes one user of a call that is repeated, also side by side": [
    ["users.create", "users.list"],
    async (context) => {
      const user = userInput(context.unique());
      const options = { idempotencyKey: context.unique() };
      const { users } = context.as("admin");
      const both = await Promise.all([users.create({ user }, options), users.create({ user }, options)]);
      const later = await users.create({ user }, options);
      ensureSame([both[0].id, both[1].id], [later.id, later.id], "the same answer");
      ensure((await users.list({ q: user.login })).total.value === 1, "one user");
    },
  ],
  "refuses an idempotency key that was used with another body": [
    ["users.create"],
    async (context) => {
      const options = { idempotencyKey: context.unique() };
      const { users } = context.as("admin");
      await users.create({ user: userInput(context.unique()) }, options);
      await ensureFails(users.create({ user: userInput(context.unique()) }, options), "validation");
    },
  ],
  "makes user, SIP account and mail account all or not at all": [
    ["users.create", "users.list"],
    async (context) => {
      const taken = context.unique();
      await createUser(context, { sipAccount: sipInput(taken) });
      const user = userInput(context.unique(), { sipAccount: sipInput(taken) });
      const { users } = context.as("admin");
      ensureFields(await ensureFails(users.create({ user }), "duplicate"), { "/sipAccount/login": "duplicate" });
      ensure((await users.list({ q: user.login })).total.value === 0, "a user was made all the same");
    },
  ],
  "changes only what is named": [
    ["users.create", "users.update"],
    async (context) => {
      const before = await createUser(context);
      const { users } = context.as("admin");
      const after = await users.update({ id: before.id, version: before.version, patch: { serviceNumber: "77" } });
      ensure(after.version !== before.version, "the version did not change");
      const { version: _v, updatedAt: _u, ...rest } = after;
      const { version: _w, updatedAt: _t, ...expected } = { ...before, serviceNumber: "77" };
      ensureSame(rest, expected, "the others stay");
    },
  ],
  "tells of a conflict with the user as it stands now, and loses neither change": [
    ["users.create", "users.update", "users.get"],
    async (context) => {
      const { id, version } = await createUser(context);
      const { users } = context.as("admin");
      const now = await users.update({ id, version, patch: { serviceNumber: "1" } });
      const late = users.update({ id, version, patch: { serviceNumber: "2" } });
      ensureSame((await ensureFails(late, "conflict")).current, now, "current");
      ensure((await users.get({ id })).serviceNumber === "1", "the first change was lost");
    },
  ],
  "lets exactly one of two simultaneous changes win": [
    ["users.create", "users.update"],
    async (context) => {
      const { id, version } = await createUser(context);
      const { users } = context.as("admin");
      const results = await Promise.allSettled(
        ["1", "2"].map((serviceNumber) => users.update({ id, version, patch: { serviceNumber } })),
      );
      ensure(results.filter(({ status }) => status === "fulfilled").length === 1, "not exactly one");
    },
  ],
  "blocks and activates": [
    ["users.create", "users.setState"],
    async (context) => {
      const { id, version } = await createUser(context);
      const { users } = context.as("admin");
      const blocked = await users.setState({ id, version, state: "blocked" });
      ensure(blocked.state === "blocked" && blocked.version !== version, "blocked with a new version");
      const active = await users.setState({ id, version: blocked.version, state: "active" });
      ensure(active.state === "active", "active again");
    },
  ],
  "lets nobody block themselves": [
    ["users.get", "users.setState"],
    async ({ as, people }) => {
      const { id, version } = await as("admin").users.get({ id: people.admin });
      await ensureFails(
        as("admin").users.setState({ id, version, state: "blocked" }),
        "lockout_prevented",
        "last_admin",
      );
      const head = await as("head").users.get({ id: people.head });
      const call = as("head").users.setState({ id: head.id, version: head.version, state: "deactivated" });
      await ensureFails(call, "lockout_prevented");
    },
  ],
  "shows a head the department and those below, and nothing of others": [
    ["users.list", "users.get", "org.read"],
    async ({ as, people }) => {
      const { departments } = await as("head").org.read({});
      const below = new Set([
        "d-sales",
        ...departments.filter((one) => one.parentId === "d-sales").map(({ id }) => id),
      ]);
      const { items } = await as("head").users.list({ limit: 200 });
      ensure(items.length > 0 && items.every(({ departmentId }) => below.has(departmentId)), "others are listed");
      await ensureFails(as("head").users.get({ id: people.admin }), "not_found");
      await ensureFails(as("manager").users.list({}), "forbidden");
    },
  ],
  "lets nobody give more rights than they have": [
    ["users.create", "users.update"],
    async (context) => {
      const { users } = context.as("head");
      const risen = userInput(context.unique(), { roleIds: ["r-admin"] });
      await ensureFails(users.create({ user: risen }), "validation", "forbidden");
      const elsewhere = userInput(context.unique(), { departmentId: "d-operations", positionId: null });
      await ensureFails(users.create({ user: elsewhere }), "validation", "forbidden");
      const made = await users.create({ user: userInput(context.unique()) });
      const patch = { roleIds: ["r-admin"] };
      const error = await ensureFails(users.update({ id: made.id, version: made.version, patch }), "validation");
      ensureFields(error, { "/roleIds/0": "not_allowed" });
    },
  ],
  "lets nobody give more rights by the way of a position, not even to somebody who is blocked": [
    ["users.create", "users.get", "users.update", "users.setState", "roles.create", "assignments.replace"],
    async (context) => {
      const { assignments, users: all } = context.as("admin");
      const wide = await createRole(context, { grants: { "call.view": "any" } });
      const subject = { type: "position", id: "p-ceo" } as const;
      const { id: roleId, version } = wide;
      await assignments.replace({ roleId, version, assignments: [{ subject, until: null }] });
      const { users } = context.as("head");
      const patch = { positionId: "p-ceo" };
      const active = await users.create({ user: userInput(context.unique()) });
      const created = await users.create({ user: userInput(context.unique()) });
      const blocked = await all.setState({ id: created.id, version: created.version, state: "blocked" });
      for (const one of [active, blocked]) {
        const error = await ensureFails(users.update({ id: one.id, version: one.version, patch }), "validation");
        ensureFields(error, { "/positionId": "not_allowed" });
      }
      const risen = await all.update({ id: blocked.id, version: blocked.version, patch });
      await ensureFails(users.setState({ id: risen.id, version: risen.version, state: "active" }), "forbidden");
    },
  ],
  "shows the mail accounts of a person to the person and to who manages them": [
    ["users.create", "users.get", "users.list"],
    async (context) => {
      const user = await createUser(context, { mailAccounts: [mailInput(context.unique())] });
      for (const actor of ["admin", "head"] as const) {
        const { users } = context.as(actor);
        ensure((await users.get({ id: user.id })).mailAccounts.length === 1, `${actor} reads`);
        ensure((await users.list({ q: user.login })).items[0]?.mailAccounts.length === 1, `${actor} lists`);
      }
    },
  ],
  "lets nobody be moved out of the mover's reach, not even the mover": [
    ["users.create", "users.get", "users.update"],
    async (context) => {
      const { users } = context.as("head");
      const made = await users.create({ user: userInput(context.unique()) });
      const patch = { departmentId: "d-operations" };
      for (const { id, version } of [made, await users.get({ id: context.people.head })])
        ensureFields(await ensureFails(users.update({ id, version, patch }), "validation"), {
          "/departmentId": "not_allowed",
        });
    },
  ],
  "finds by any part of name, e-mail address and login": [
    ["users.create", "users.list"],
    async (context) => {
      const user = await createUser(context, { sipAccount: null });
      const { users } = context.as("admin");
      const inside = user.login.slice(3);
      for (const q of [inside, inside.toUpperCase(), `стов-${user.login}`, user.email.slice(2)]) {
        const { items } = await users.list({ q });
        ensure(
          items.some(({ id }) => id === user.id),
          `not found by ${q}`,
        );
      }
      ensure((await users.list({ q: `%${inside}_` })).total.value === 0, "wildcards of the database are text");
    },
  ],
  "combines filters, departments with those below": [
    ["users.list"],
    async ({ as }) => {
      const { users } = as("admin");
      const limit = 200;
      const sales = await users.list({ departmentIds: ["d-sales"], limit });
      ensure(
        sales.items.some(({ departmentId }) => departmentId === "d-key-accounts"),
        "those below",
      );
      const blocked = await users.list({ departmentIds: ["d-sales"], states: ["blocked", "deactivated"], limit });
      ensure(blocked.items.length > 0, "somebody is blocked");
      ensure(
        blocked.items.every(({ state }) => state === "blocked" || state === "deactivated"),
        "another state",
      );
      const heads = await users.list({ roleIds: ["r-admin"], positionIds: ["p-sysadmin"], limit });
      ensure(heads.items.length > 0 && heads.items.every(({ positionId }) => positionId === "p-sysadmin"), "position");
    },
  ],
  "filters by groups with their subgroups": [
    ["users.create", "users.list", "org.read"],
    async (context) => {
      const { groups } = await context.as("admin").org.read({});
      const child = groups.find(({ parentId }) => parentId !== null);
      ensure(child !== undefined, "there is no subgroup");
      const { id } = await createUser(context, { groupIds: [child.id] });
      const found = await context.as("admin").users.list({ groupIds: [child.parentId ?? ""], limit: 200 });
      ensure(
        found.items.some((user) => user.id === id),
        "members of the subgroup",
      );
    },
  ],
  "filters by everybody whom a role reaches, and no more by an assignment that has ended": [
    ["users.create", "users.list", "roles.create", "roles.get", "assignments.replace"],
    async (context) => {
      const { users, roles, assignments } = context.as("admin");
      const { id: roleId } = await createRole(context);
      const user = await createUser(context, { departmentId: "d-key-accounts", positionId: null, roleIds: [] });
      const reached = async (): Promise<boolean> =>
        (await users.list({ roleIds: [roleId], q: user.login })).items.some(({ id }) => id === user.id);
      ensure(!(await reached()), "reached before the assignment");
      const give = async (until: string | null): Promise<void> => {
        const subject = { type: "department", id: "d-sales" } as const;
        const { version } = await roles.get({ id: roleId });
        await assignments.replace({ roleId, version, assignments: [{ subject, until }] });
      };
      await give(null);
      ensure(await reached(), "by the department above");
      await give("2020-01-01T00:00:00.000Z");
      ensure(!(await reached()), "the assignment has ended");
    },
  ],
  "sorts both ways": [
    ["users.list"],
    async ({ as }) => {
      const emails = async (direction: "asc" | "desc"): Promise<readonly string[]> => {
        const query = { sort: { field: "email", direction }, departmentIds: ["d-support"], limit: 200 } as const;
        return (await as("admin").users.list(query)).items.map(({ email }) => email);
      };
      const up = await emails("asc");
      ensure(up.length > 5, "too few to sort");
      ensureSame((await emails("desc")).toReversed(), up, "descending is ascending backwards");
    },
  ],
  "pages by a cursor that survives what is added in between": [
    ["users.list", "users.create"],
    async (context) => {
      const mark = context.unique();
      const name = (last: string): { name: { last: string; first: string; patronymic: null } } => ({
        name: { last, first: mark, patronymic: null },
      });
      for (const last of ["B", "D", "F", "H"]) await createUser(context, name(last));
      const { users } = context.as("admin");
      const query = { q: mark, limit: 2, sort: { field: "name", direction: "asc" } } as const;
      const first = await users.list(query);
      ensure(first.nextCursor !== null, "there is a second page");
      await createUser(context, name("A"));
      await createUser(context, name("E"));
      const second = await users.list({ ...query, cursor: first.nextCursor });
      const seen = [...first.items, ...second.items].map((user) => user.name.last);
      ensureSame(seen, ["B", "D", "E", "F"], "neither repeated nor lost");
      ensure(second.nextCursor !== null, "there is a third page");
      const third = await users.list({ ...query, cursor: second.nextCursor });
      ensureSame([third.items.map((user) => user.name.last), third.nextCursor], [["H"], null], "the end");
    },
  ],
  "refuses a cursor that it did not make": [
    ["users.list"],
    async ({ as }) => {
      await ensureFails(as("admin").users.list({ cursor: "not-a-cursor" }), "validation");
    },
  ],
});
