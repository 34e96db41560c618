import { casesOf, type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { apartFromLetter, edit, isWritable } from "../samples/edits.ts";
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
      const read = await context.as("admin").users.get({ id: user.id });
      ensureSame(apartFromLetter(read), apartFromLetter(user), "read back");
      // it may be on its way; what became of it stands
      if (user.invitation.state !== "none") ensureSame(read.invitation, user.invitation, "the invitation");
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
        first: "👩🏽‍💻 gnp.exe Ώ שלום\u200f می\u200cخواهم",
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
  "changes only what is named": [
    ["users.create", "users.update", "users.get"],
    async (context) => {
      const before = await createUser(context);
      const { users } = context.as("admin");
      const after = await users.update({ id: before.id, version: before.version, patch: edit(context, "77") });
      ensure(after.version !== before.version, "the version did not change");
      const { version: _v, updatedAt: _u, ...rest } = apartFromLetter(after);
      const { version: _w, updatedAt: _t, ...expected } = apartFromLetter({ ...before, ...edit(context, "77") });
      ensureSame(rest, expected, "the others stay");
      ensureSame(apartFromLetter(await users.get({ id: before.id })), apartFromLetter(after), "read back");
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
        const { version: _v, updatedAt: _u, ...rest } = apartFromLetter(after);
        const { version: _w, updatedAt: _t, ...expected } = apartFromLetter({ ...before, ...patch });
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
        ensureSame(apartFromLetter(await users.get({ id })), apartFromLetter(now), "read back");
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
