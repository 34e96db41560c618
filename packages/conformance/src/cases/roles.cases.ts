import { catalogueActions } from "@crewdock/contract";
import { casesOf, type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { createRole, createUser, roleInput } from "../samples/inputs.ts";

export const roleCases: readonly ConformanceCase[] = casesOf("roles", {
  "declares a catalogue whose actions can all be denied and require only each other": [
    ["roles.catalogue"],
    async ({ as }) => {
      const actions = catalogueActions(await as("admin").roles.catalogue({}));
      const keys = new Set(actions.map(({ key }) => key));
      ensure(keys.size === actions.length, "an action comes twice");
      ensure(
        actions.every(({ scopes }) => scopes[0] === "none"),
        "an action cannot be denied",
      );
      ensure(
        actions.every(({ requires }) => requires.every((key) => keys.has(key))),
        "an action requires an unknown one",
      );
    },
  ],
  "declares scopes from narrow to wide": [
    ["roles.catalogue"],
    async ({ as }) => {
      const order = ["none", "own", "department", "any"];
      for (const { key, scopes } of catalogueActions(await as("admin").roles.catalogue({})))
        ensureSame(
          scopes,
          order.filter((scope) => scopes.some((one) => one === scope)),
          `the scopes of ${key}`,
        );
    },
  ],
  "stores a role as it was sent, and reads it back": [
    ["roles.create", "roles.get"],
    async (context) => {
      const { roles } = context.as("admin");
      const input = roleInput(context, context.unique(), { description: "Тест <b>&amp;" });
      const made = await roles.create({ role: input });
      ensureSame([made.name, made.description, made.grants], [input.name, input.description, input.grants], "as sent");
      ensure(made.userCount === 0, "nobody has it yet");
      ensureSame(await roles.get({ id: made.id }), made, "read back");
    },
  ],
  "lists a new role, and no longer a removed one": [
    ["roles.create", "roles.list", "roles.remove"],
    async (context) => {
      const { roles } = context.as("admin");
      const { id, version } = await createRole(context);
      const isListed = async (): Promise<boolean> => (await roles.list({})).items.some((role) => role.id === id);
      ensure(await isListed(), "not listed");
      await roles.remove({ id, version });
      ensure(!(await isListed()), "still listed");
    },
  ],
  "lists roles by name": [
    ["roles.create", "roles.list"],
    async (context) => {
      const mark = context.unique();
      for (const letter of ["C", "A", "B"]) await createRole(context, { name: `${letter} ${mark}` });
      const { items } = await context.as("admin").roles.list({});
      const names = items.flatMap(({ name }) => (name.includes(mark) ? [name.slice(0, 1)] : []));
      ensureSame(names, ["A", "B", "C"], "the order");
    },
  ],
  "changes only what is named": [
    ["roles.create", "roles.get", "roles.update"],
    async (context) => {
      const { roles } = context.as("admin");
      const made = await createRole(context, { description: "before" });
      const changed = await roles.update({ id: made.id, version: made.version, patch: { description: null } });
      ensureSame([changed.name, changed.description, changed.grants], [made.name, null, made.grants], "the others");
      ensure(changed.version !== made.version, "the version did not change");
      ensureSame(await roles.get({ id: made.id }), changed, "read back");
    },
  ],
  "replaces the grants as a whole": [
    ["roles.create", "roles.update"],
    async (context) => {
      const { id, version } = await createRole(context);
      const { grants } = await context.as("admin").roles.update({ id, version, patch: { grants: {} } });
      ensure(
        Object.values(grants).every((scope) => scope === "none"),
        "a grant is left",
      );
    },
  ],
  "removes a role": [
    ["roles.create", "roles.get", "roles.remove"],
    async (context) => {
      const { roles } = context.as("admin");
      const { id, version } = await createRole(context);
      await roles.remove({ id, version });
      await ensureFails(roles.get({ id }), "not_found", "gone");
    },
  ],
  "refuses a taken name, whatever the case": [
    ["roles.create", "roles.update"],
    async (context) => {
      const { name } = await createRole(context);
      const error = await ensureFails(createRole(context, { name: name.toUpperCase() }), "duplicate");
      ensureFields(error, { "/name": "duplicate" });
      const { id, version } = await createRole(context);
      const renamed = context.as("admin").roles.update({ id, version, patch: { name } });
      ensureFields(await ensureFails(renamed, "duplicate"), { "/name": "duplicate" });
    },
  ],
  "lets a role keep its own name in a change": [
    ["roles.create", "roles.update"],
    async (context) => {
      const { id, version, name } = await createRole(context);
      const after = await context.as("admin").roles.update({ id, version, patch: { name, description: "x" } });
      ensureSame([after.name, after.description], [name, "x"], "the role");
    },
  ],
  "gives the name of a removed role free": [
    ["roles.create", "roles.remove"],
    async (context) => {
      const { id, version, name } = await createRole(context);
      await context.as("admin").roles.remove({ id, version });
      ensureSame((await createRole(context, { name })).name, name, "made again");
    },
  ],
  "refuses actions and scopes outside of the catalogue": [
    ["roles.create", "roles.catalogue"],
    async (context) => {
      const yesNo = catalogueActions(context.world.catalogue()).find(({ scopes }) => !scopes.includes("own"));
      const grants = {
        ...context.world.smallGrants,
        "no.such": "any",
        ...(yesNo ? { [yesNo.key]: "own" } : {}),
      } as const;
      const error = await ensureFails(createRole(context, { grants }), "validation");
      ensureFields(error, {
        "/grants/no.such": "invalid_option",
        ...(yesNo ? { [`/grants/${yesNo.key}`]: "invalid_option" } : {}),
      });
    },
  ],
  "refuses an action without those that it requires": [
    ["roles.create", "roles.catalogue"],
    async (context) => {
      const needy = catalogueActions(context.world.catalogue()).find(({ requires }) => requires.length > 0);
      onlyIf(needy !== undefined, "no action requires another");
      const widest = needy.scopes.at(-1) ?? "any";
      const error = await ensureFails(createRole(context, { grants: { [needy.key]: widest } }), "validation");
      ensureFields(error, { [`/grants/${needy.key}`]: "not_allowed" });
    },
  ],
  "keeps a role that somebody has": [
    ["roles.create", "roles.get", "roles.remove", "users.create"],
    async (context) => {
      const role = await createRole(context);
      await createUser(context, { roleIds: [role.id] });
      const { roles } = context.as("admin");
      const now = await roles.get({ id: role.id });
      ensure(now.userCount === 1, "one user has it");
      await ensureFails(roles.remove({ id: role.id, version: now.version }), "in_use");
      ensureSame((await roles.get({ id: role.id })).name, role.name, "still there");
    },
  ],
  "counts only people who work": [
    ["roles.create", "roles.get", "users.create", "users.setState"],
    async (context) => {
      const role = await createRole(context);
      const { id, version } = await createUser(context, { roleIds: [role.id] });
      await context.as("admin").users.setState({ id, version, state: "deactivated" });
      ensure((await context.as("admin").roles.get({ id: role.id })).userCount === 0, "a deactivated user is counted");
    },
  ],
  "does not let the last administrators lose their rights": [
    ["roles.get", "roles.list", "roles.update", "users.get"],
    async ({ as, people }) => {
      const { roles, users } = as("admin");
      const own = (await users.get({ id: people.admin })).roleIds;
      const administering = (await roles.list({})).items.filter(
        ({ id, grants }) => own.includes(id) && grants["role.manage"] === "any",
      );
      const [role] = administering;
      onlyIf(role !== undefined && administering.length === 1, "not one direct role makes the administrator");
      const { id, version, grants } = role;
      const rest = Object.fromEntries(Object.entries(grants).filter(([key]) => key !== "role.manage"));
      await ensureFails(roles.update({ id, version, patch: { grants: rest } }), "last_admin", "lockout_prevented");
      ensureSame((await roles.get({ id })).grants, grants, "nothing changed");
    },
  ],
  "does not let the limited actor change roles": [
    ["roles.create", "roles.update", "roles.remove", "roles.get"],
    async (context) => {
      const { id, version } = await createRole(context);
      const { roles } = context.as("limited");
      await ensureFails(roles.create({ role: roleInput(context, context.unique()) }), "forbidden");
      await ensureFails(roles.update({ id, version, patch: { description: "x" } }), "forbidden");
      await ensureFails(roles.remove({ id, version }), "forbidden");
      ensure((await context.as("admin").roles.get({ id })).version === version, "changed all the same");
    },
  ],
});
