import { catalogueActions } from "@crewdock/contract";
import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../expect.ts";
import { createRole, createUser, roleInput } from "../samples.ts";

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
  "stores, reads, changes and removes a role": [
    ["roles.create", "roles.get", "roles.update", "roles.remove"],
    async (context) => {
      const { roles } = context.as("admin");
      const input = roleInput(context.unique(), { description: "Тест" });
      const made = await roles.create({ role: input });
      ensureSame([made.name, made.description, made.grants], [input.name, input.description, input.grants], "as sent");
      ensure(made.userCount === 0, "nobody has it yet");
      const changed = await roles.update({ id: made.id, version: made.version, patch: { description: null } });
      ensureSame([changed.name, changed.description], [input.name, null], "only what is named");
      ensureSame(await roles.get({ id: made.id }), changed, "read back");
      await roles.remove({ id: made.id, version: changed.version });
      await ensureFails(roles.get({ id: made.id }), "not_found", "gone");
    },
  ],
  "refuses a taken name": [
    ["roles.create"],
    async (context) => {
      const { name } = await createRole(context);
      const error = await ensureFails(createRole(context, { name: name.toUpperCase() }), "duplicate");
      ensureFields(error, { "/name": "duplicate" });
    },
  ],
  "refuses actions and scopes outside of the catalogue": [
    ["roles.create"],
    async (context) => {
      const grants = { "call.view": "own", "no.such": "any", "org.manage": "department" } as const;
      const error = await ensureFails(createRole(context, { grants }), "validation");
      ensureFields(error, { "/grants/no.such": "invalid_option", "/grants/org.manage": "invalid_option" });
    },
  ],
  "tells of a conflict with the role as it stands now": [
    ["roles.create", "roles.update", "roles.remove"],
    async (context) => {
      const { id, version } = await createRole(context);
      const { roles } = context.as("admin");
      const now = await roles.update({ id, version, patch: { description: "new" } });
      const error = await ensureFails(roles.update({ id, version, patch: { description: "late" } }), "conflict");
      ensureSame(error.current, now, "current");
      await ensureFails(roles.remove({ id, version }), "conflict");
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
    },
  ],
  "does not let the last administrators lose their rights": [
    ["roles.get", "roles.update"],
    async ({ as }) => {
      const { roles } = as("admin");
      const { id, version, grants } = await roles.get({ id: "r-admin" });
      const rest = Object.fromEntries(Object.entries(grants).filter(([key]) => key !== "role.manage"));
      await ensureFails(roles.update({ id, version, patch: { grants: rest } }), "last_admin", "lockout_prevented");
      ensureSame((await roles.get({ id })).grants, grants, "nothing changed");
    },
  ],
  "shows roles only to those who may see them": [
    ["roles.list"],
    async (context) => {
      await ensureFails(context.as("manager").roles.list({}), "forbidden");
      await ensureFails(context.as("head").roles.create({ role: roleInput(context.unique()) }), "forbidden");
    },
  ],
});
