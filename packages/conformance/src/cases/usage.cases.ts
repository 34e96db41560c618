import type { Id, RightUse } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureSame } from "../kit/expect.ts";
import { createRole } from "../samples/inputs.ts";

/** The right with which usage itself is asked for: whoever can look has used it. */
const action = "role.view";

async function usageOf({ as }: ConformanceContext, roleId: Id): Promise<readonly RightUse[]> {
  const { items } = await as("admin").roles.usage({});
  return items.filter((item) => item.roleId === roleId);
}

/** What is known of the use of {@link action} in a role that grants it. */
async function viewing(context: ConformanceContext, roleId: Id): Promise<RightUse> {
  const item = (await usageOf(context, roleId)).find((known) => known.action === action);
  onlyIf(item !== undefined, `uses of ${action} are not recorded`);
  return item;
}

export const usageCases: readonly ConformanceCase[] = casesOf("roles", {
  "tells of the use of what roles grant, of each once": [
    ["roles.usage", "roles.create"],
    async (context) => {
      const { id } = await createRole(context, { grants: { [action]: "any" } });
      const { items } = await context.as("admin").roles.usage({});
      const keys = items.map((item) => `${item.roleId} ${item.action}`);
      ensure(new Set(keys).size === keys.length, "a right of a role comes twice");
      const own = items.filter(({ roleId }) => roleId === id).map((item) => item.action);
      ensure(
        own.every((each) => each === action),
        "a right that the role does not grant",
      );
      for (const item of items)
        ensure((item.users === 0) === (item.lastUsedAt === null), `${item.action} has users or a last use alone`);
    },
  ],
  "counts with a role whoever has it now and has used an action, and nobody else": [
    ["roles.usage", "roles.create", "roles.get", "assignments.replace"],
    async (context) => {
      const { id: roleId, version } = await createRole(context, { grants: { [action]: "any" } });
      const { assignments, roles } = context.as("admin");
      const unheld = await viewing(context, roleId);
      ensureSame([unheld.users, unheld.lastUsedAt], [0, null], "while nobody has it");
      const to = [{ subject: { type: "user", id: context.people.admin }, until: null } as const];
      await assignments.replace({ roleId, version, assignments: to });
      const held = await viewing(context, roleId);
      ensure(held.users === 1 && held.lastUsedAt !== null, "the use of the one who has it is missing");
      const given = await roles.get({ id: roleId });
      await assignments.replace({ roleId, version: given.version, assignments: [] });
      const left = await viewing(context, roleId);
      ensureSame([left.users, left.lastUsedAt], [0, null], "once it was taken away");
    },
    "Uses are those of the people whom the role reaches as it is asked, whatever they had when they used it.",
  ],
  "knows of no use of a right before the role grants it": [
    ["roles.usage", "roles.create", "roles.update"],
    async (context) => {
      const { id, version } = await createRole(context, { grants: {} });
      ensureSame(await usageOf(context, id), [], "of a role that grants nothing");
      const { roles } = context.as("admin");
      const changed = await roles.update({ id, version, patch: { grants: { [action]: "any" } } });
      const { since } = await viewing(context, id);
      ensure(Date.parse(since) >= Date.parse(changed.updatedAt), "known since before it was granted");
    },
    "`since` is the later of when recording began and when the role came to grant the action.",
  ],
  "says nothing of the use of a role that is removed": [
    ["roles.usage", "roles.create", "roles.remove"],
    async (context) => {
      const { id, version } = await createRole(context, { grants: { [action]: "any" } });
      await viewing(context, id);
      await context.as("admin").roles.remove({ id, version });
      ensureSame(await usageOf(context, id), [], "of a removed role");
    },
  ],
});
