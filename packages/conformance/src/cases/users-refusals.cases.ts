import { supports } from "@crewdock/contract";
import { casesOf, type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { apartFromLetter, edit, edited } from "../samples/edits.ts";
import { createUser, sipInput, userInput } from "../samples/inputs.ts";

export const userRefusalCases: readonly ConformanceCase[] = casesOf("users", {
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
  "refuses a name that turns the text beside it round": [
    ["users.create"],
    async (context) => {
      const wrong = userInput(context, context.unique(), {
        name: { last: "Test\u202enohta", first: "\u2067Anna\u2069", patronymic: null },
      });
      const error = await ensureFails(context.as("admin").users.create({ user: wrong }), "validation");
      ensureFields(error, { "/name/last": "invalid_text", "/name/first": "invalid_text" });
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
      ensureSame(apartFromLetter(await users.get({ id: user.id })), apartFromLetter(user), "the user");
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
      ensureSame(apartFromLetter(await users.get({ id: two.id })), apartFromLetter(two), "the user");
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
});
