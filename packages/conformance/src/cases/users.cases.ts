import { supports } from "@crewdock/contract";
import { casesOf, type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { edit, edited, isWritable } from "../samples/edits.ts";
import { createUser, mailInput, sipInput, userInput } from "../samples/inputs.ts";

export const userCases: readonly ConformanceCase[] = casesOf("users", {
  "stores a new user as it was sent, and reads it back": [
    ["users.create", "users.get"],
    async (context) => {
      const input = userInput(context, context.unique(), edit(context, "77"));
      const user = await context.as("admin").users.create({ user: input });
      const { password: _password, ...sent } = input;
      for (const [member, value] of Object.entries(sent))
        if (isWritable(context, member)) ensureSame(user[member as keyof typeof sent], value, member);
      ensure(user.state === "active", "a new user works");
      ensure(user.lastLoginAt === null, "a new user has never logged in");
      ensureSame(await context.as("admin").users.get({ id: user.id }), user, "read back");
    },
  ],
  "stores position and groups as they were sent": [
    ["users.create", "users.get", "org.read"],
    async (context) => {
      const { world } = context;
      onlyIf(isWritable(context, "positionId") && isWritable(context, "groupIds"), "places are not written here");
      const place = { positionId: world.position(), groupIds: [world.group()], departmentId: world.otherDepartment() };
      const { id } = await createUser(context, place);
      const { positionId, groupIds, departmentId } = await context.as("admin").users.get({ id });
      ensureSame({ positionId, groupIds, departmentId }, place, "position, groups and department");
    },
  ],
  "keeps hostile text as text": [
    ["users.create", "users.get"],
    async (context) => {
      const name = {
        last: `<img src=x onerror=alert(1)>'; DROP TABLE users; --`,
        first: "👩🏽‍💻 ‮gnp.exe Ώ שלום",
        patronymic: isWritable(context, "name.patronymic") ? "%00\\u0000${7*7}{{7*7}}" : null,
      };
      const user = await createUser(context, { name });
      ensureSame((await context.as("admin").users.get({ id: user.id })).name, name, "name");
    },
  ],
  "keeps the longest values that the contract allows": [
    ["users.create", "users.get"],
    async (context) => {
      const unique = context.unique();
      const patronymic = isWritable(context, "name.patronymic") ? "é".repeat(100) : null;
      const name = { last: "Я".repeat(100), first: "Ł".repeat(100), patronymic };
      const login = unique.padEnd(64, "x");
      const longNumber = "9".repeat(20);
      const email = `${unique.padEnd(64, "y")}@${"d".repeat(60)}.test`;
      const { policy } = context.world.session("admin");
      const user = await createUser(context, {
        name,
        email,
        ...(isWritable(context, "serviceNumber") ? { serviceNumber: longNumber } : {}),
        ...(policy.login === "name" ? { login } : {}),
      });
      const read = await context.as("admin").users.get({ id: user.id });
      ensureSame([read.name, read.email], [name, email], "the longest values");
      if (isWritable(context, "serviceNumber")) ensureSame(read.serviceNumber, longNumber, "the longest number");
      if (policy.login === "name") ensureSame(read.login, login, "the longest login");
    },
  ],
  "tells the SIP account and the mail accounts of a user": [
    ["users.create", "users.get", "mail.create", "telephony.freeSipAccounts"],
    async (context) => {
      const unique = context.unique();
      const sip = sipInput(context, unique);
      const mail = mailInput(context, unique);
      const { id } = await createUser(context, { sipAccount: sip, mailAccounts: [mail] });
      const read = await context.as("admin").users.get({ id });
      ensureSame([read.sipAccount?.login, read.sipAccount?.userId], [unique, id], "the SIP account is the user's");
      ensureSame(
        read.mailAccounts.map(({ email }) => email),
        [mail.email],
        "the mail account is the user's",
      );
    },
  ],
  "names every wrong field at once": [
    ["users.create"],
    async (context) => {
      const wrong = userInput(context, context.unique(), {
        name: { last: "", first: "x".repeat(101), patronymic: null },
        email: "not an address",
        timeZone: "Mars/Olympus",
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
    ["users.create", "org.read"],
    async (context) => {
      const wrong = userInput(context, context.unique(), {
        departmentId: "d-none",
        positionId: "p-none",
        groupIds: [context.world.group(), "g-none"],
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
  "leads a login or an address to one person, whichever somebody logs in with": [
    ["users.create", "users.update"],
    async (context) => {
      onlyIf(isWritable(context, "email") && isWritable(context, "login"), "logins are not written here");
      const { users } = context.as("admin");
      const { id, version, email } = await createUser(context);
      const other = `${context.unique()}@crewdock.test`;
      const taking = userInput(context, context.unique(), { login: email.toUpperCase() });
      if (context.world.session("admin").policy.login === "email") {
        ensureFields(await ensureFails(users.create({ user: taking }), "validation"), { "/login": "mismatch" });
        for (const patch of [{ email: other }, { login: other }])
          ensureFields(await ensureFails(users.update({ id, version, patch }), "validation"), { "/login": "mismatch" });
        const moved = await users.update({ id, version, patch: { email: other, login: other } });
        ensureSame([moved.email, moved.login], [other, other], "both");
      } else {
        ensureFields(await ensureFails(users.create({ user: taking }), "duplicate"), { "/login": "duplicate" });
        await createUser(context, { login: other });
        const patch = { email: other };
        ensureFields(await ensureFails(users.update({ id, version, patch }), "duplicate"), { "/email": "duplicate" });
      }
    },
  ],
  "refuses a password that the policy does not allow, also one made of the person's own data": [
    ["users.create"],
    async (context) => {
      const create = (password: string): Promise<unknown> => createUser(context, { password });
      ensureFields(await ensureFails(create("short"), "validation"), { "/password": "weak_password" });
      const { notGuessable } = context.world.session("admin").policy.password;
      onlyIf(notGuessable, "the policy lets passwords be guessed");
      const unique = context.unique();
      const own = userInput(context, unique, { password: `${unique}${unique}` });
      const error = await ensureFails(context.as("admin").users.create({ user: own }), "validation");
      ensureFields(error, { "/password": "weak_password" });
    },
  ],
  "refuses a weak password of an existing user too, and changes nothing": [
    ["users.create", "users.update", "users.get"],
    async (context) => {
      const user = await createUser(context);
      const { users } = context.as("admin");
      const patch = { password: "short", ...edit(context, "8") };
      const error = await ensureFails(users.update({ id: user.id, version: user.version, patch }), "validation");
      ensureFields(error, { "/password": "weak_password" });
      ensureSame(await users.get({ id: user.id }), user, "the user");
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
      const second = userInput(context, context.unique(), {
        email: first.email.toUpperCase(),
        login: first.login.toUpperCase(),
      });
      const error = await ensureFails(context.as("admin").users.create({ user: second }), "duplicate");
      ensureFields(error, { "/email": "duplicate", "/login": "duplicate" });
    },
  ],
  "refuses another user's e-mail address in a change, and changes nothing": [
    ["users.create", "users.update", "users.get"],
    async (context) => {
      const [one, two] = [await createUser(context), await createUser(context)];
      const { users } = context.as("admin");
      const patch = { email: one.email, ...edit(context, "9") };
      const error = await ensureFails(users.update({ id: two.id, version: two.version, patch }), "duplicate");
      ensureFields(error, { "/email": "duplicate" });
      ensureSame(await users.get({ id: two.id }), two, "the user");
    },
  ],
  "lets a user keep the own e-mail address and login in a change": [
    ["users.create", "users.update"],
    async (context) => {
      const { id, version, email, login } = await createUser(context);
      const after = await context
        .as("admin")
        .users.update({ id, version, patch: { email, login, ...edit(context, "3") } });
      ensure(edited(context, after) === "3", "the change was not made");
    },
  ],
  "makes user, SIP account and mail account all or not at all": [
    ["users.create", "users.list", "telephony.freeSipAccounts"],
    async (context) => {
      const taken = context.unique();
      await createUser(context, { sipAccount: sipInput(context, taken) });
      const user = userInput(context, context.unique(), { sipAccount: sipInput(context, taken) });
      const { users } = context.as("admin");
      ensureFields(await ensureFails(users.create({ user }), "duplicate"), { "/sipAccount/login": "duplicate" });
      ensure((await users.list({ q: user.login })).total.value === 0, "a user was made all the same");
    },
  ],
  "leaves login and e-mail free when creating failed": [
    ["users.create"],
    async (context) => {
      const user = userInput(context, context.unique());
      const { users } = context.as("admin");
      await ensureFails(users.create({ user: { ...user, departmentId: "d-none" } }), "validation");
      ensureSame((await users.create({ user })).login, user.login, "made at the second try");
    },
  ],
  "changes only what is named": [
    ["users.create", "users.update", "users.get"],
    async (context) => {
      const before = await createUser(context);
      const { users } = context.as("admin");
      const after = await users.update({ id: before.id, version: before.version, patch: edit(context, "77") });
      ensure(after.version !== before.version, "the version did not change");
      const { version: _v, updatedAt: _u, ...rest } = after;
      const { version: _w, updatedAt: _t, ...expected } = { ...before, ...edit(context, "77") };
      ensureSame(rest, expected, "the others stay");
      ensureSame(await users.get({ id: before.id }), after, "read back");
    },
  ],
  "keeps every other member when one is changed": [
    ["users.create", "users.update", "users.get"],
    async (context) => {
      const unique = context.unique();
      const number = isWritable(context, "serviceNumber") ? { serviceNumber: "12" } : {};
      const more = { ...number, name: { last: "A", first: "B", patronymic: null } };
      const made = await createUser(context, more);
      const { users } = context.as("admin");
      let { id, version } = made;
      for (const patch of [
        { email: `${unique}@crewdock.test` },
        ...(isWritable(context, "timeZone") ? [{ timeZone: "Asia/Tokyo" }] : []),
        { name: { last: "D", first: "E", patronymic: null } },
      ]) {
        const before = await users.get({ id });
        const after = await users.update({ id, version, patch });
        const { version: _v, updatedAt: _u, ...rest } = after;
        const { version: _w, updatedAt: _t, ...expected } = { ...before, ...patch };
        ensureSame(rest, expected, `after changing ${Object.keys(patch).join()}`);
        ({ version } = after);
      }
    },
  ],
  "takes a service number away again": [
    ["users.create", "users.update"],
    async (context) => {
      onlyIf(isWritable(context, "serviceNumber"), "there are no service numbers");
      const { id, version } = await createUser(context, { serviceNumber: "12" });
      const after = await context.as("admin").users.update({ id, version, patch: { serviceNumber: null } });
      ensure(after.serviceNumber === null, "it is still there");
    },
  ],
  "tells a later time of change than of making": [
    ["users.create", "users.update"],
    async (context) => {
      const { id, version, createdAt, updatedAt } = await createUser(context);
      const after = await context.as("admin").users.update({ id, version, patch: edit(context, "5") });
      ensure(after.createdAt === createdAt, "the time of making moved");
      ensure(after.updatedAt >= updatedAt, "changed before it was made");
    },
  ],
  "blocks, deactivates and activates": [
    ["users.create", "users.setState", "users.get"],
    async (context) => {
      let { id, version } = await createUser(context);
      const { users } = context.as("admin");
      for (const state of ["blocked", "deactivated", "active"] as const) {
        const now = await users.setState({ id, version, state });
        ensure(now.state === state && now.version !== version, `${state} with a new version`);
        ensureSame(await users.get({ id }), now, "read back");
        ({ version } = now);
      }
    },
  ],
  "lets nobody block themselves": [
    ["users.get", "users.setState"],
    async ({ as, people }) => {
      const { users } = as("admin");
      const admin = await users.get({ id: people.admin });
      const block = users.setState({ id: admin.id, version: admin.version, state: "blocked" });
      await ensureFails(block, "lockout_prevented", "last_admin");
      ensure((await users.get({ id: people.admin })).state === "active", "blocked all the same");
      const limited = await as("limited").users.get({ id: people.limited });
      const call = as("limited").users.setState({ id: limited.id, version: limited.version, state: "deactivated" });
      await ensureFails(call, "lockout_prevented");
    },
  ],
  "lets no administrator take the own rights away": [
    ["users.get", "users.update"],
    async ({ as, people }) => {
      const { users } = as("admin");
      const { id, version, roleIds } = await users.get({ id: people.admin });
      onlyIf(roleIds.length > 0, "the administrator's roles do not come directly");
      const bare = users.update({ id, version, patch: { roleIds: [] } });
      await ensureFails(bare, "lockout_prevented", "last_admin");
      ensureSame((await users.get({ id })).roleIds, roleIds, "the roles");
    },
  ],
});
