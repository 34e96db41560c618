import { casesOf, type ConformanceCase, type ConformanceContext } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { createRole, createUser } from "../samples/inputs.ts";
import { createDepartment, createGroup, createPosition } from "../samples/org-recipes.ts";

const departments = ["org.createDepartment", "org.updateDepartment", "org.removeDepartment", "org.read"] as const;
const groups = ["org.createGroup", "org.updateGroup", "org.removeGroup", "org.read"] as const;
const positions = ["org.createPosition", "org.updatePosition", "org.removePosition", "org.read"] as const;

type Kind = "departments" | "groups" | "positions";

async function stored({ as }: ConformanceContext, kind: Kind, id: string): Promise<unknown> {
  const all: readonly { readonly id: string }[] = (await as("admin").org.read({}))[kind];
  return all.find((node) => node.id === id);
}

export const orgEditCases: readonly ConformanceCase[] = casesOf("org", {
  "stores departments, positions and groups as they were sent": [
    [...departments, ...positions, ...groups],
    async (context) => {
      const department = await createDepartment(context);
      const position = await createPosition(context, { departmentId: department.id });
      const group = await createGroup(context, { kind: "project" });
      ensureSame(department.parentId, context.world.department, "the department's parent");
      ensureSame([position.departmentId, group.kind, group.parentId], [department.id, "project", null], "as sent");
      ensureSame(await stored(context, "departments", department.id), department, "the department read back");
      ensureSame(await stored(context, "positions", position.id), position, "the position read back");
      ensureSame(await stored(context, "groups", group.id), group, "the group read back");
    },
  ],
  "moves and renames a department": [
    departments,
    async (context) => {
      const [one, two] = [await createDepartment(context), await createDepartment(context)];
      const name = `Moved ${context.unique()}`;
      const patch = { parentId: two.id, name };
      const moved = await context.as("admin").org.updateDepartment({ id: one.id, version: one.version, patch });
      ensureSame([moved.parentId, moved.name, moved.headId], [two.id, name, null], "moved");
      ensure(moved.version !== one.version, "the version did not change");
      ensureSame(await stored(context, "departments", one.id), moved, "read back");
    },
  ],
  "moves and renames a group": [
    groups,
    async (context) => {
      const [one, two] = [await createGroup(context), await createGroup(context)];
      const patch = { parentId: two.id };
      const moved = await context.as("admin").org.updateGroup({ id: one.id, version: one.version, patch });
      ensureSame([moved.parentId, moved.name], [two.id, one.name], "only what is named");
    },
  ],
  "lets no department lie below itself": [
    departments,
    async (context) => {
      const above = await createDepartment(context);
      const below = await createDepartment(context, { parentId: above.id });
      for (const parentId of [above.id, below.id]) {
        const call = context
          .as("admin")
          .org.updateDepartment({ id: above.id, version: above.version, patch: { parentId } });
        ensureFields(await ensureFails(call, "validation"), { "/parentId": "invalid_option" });
      }
      ensureSame(await stored(context, "departments", above.id), above, "the department");
    },
  ],
  "lets no group lie below itself": [
    groups,
    async (context) => {
      const above = await createGroup(context);
      const below = await createGroup(context, { parentId: above.id });
      const patch = { parentId: below.id };
      const call = context.as("admin").org.updateGroup({ id: above.id, version: above.version, patch });
      ensureFields(await ensureFails(call, "validation"), { "/parentId": "invalid_option" });
    },
  ],
  "does not let two departments be put below each other at the same instant": [
    departments,
    async (context) => {
      const [one, two] = [await createDepartment(context), await createDepartment(context)];
      const { org } = context.as("admin");
      await Promise.allSettled([
        org.updateDepartment({ id: one.id, version: one.version, patch: { parentId: two.id } }),
        org.updateDepartment({ id: two.id, version: two.version, patch: { parentId: one.id } }),
      ]);
      const all = new Map((await org.read({})).departments.map((node) => [node.id, node.parentId]));
      ensure(!(all.get(one.id) === two.id && all.get(two.id) === one.id), "each lies below the other");
    },
  ],
  "refuses parents, heads, departments and roles that do not exist": [
    [...departments, ...positions, ...groups],
    async (context) => {
      const wrongDepartment = createDepartment(context, { parentId: "d-none", headId: "u-none" });
      ensureFields(await ensureFails(wrongDepartment, "validation"), {
        "/parentId": "not_found",
        "/headId": "not_found",
      });
      const wrongPosition = createPosition(context, { departmentId: "d-none", defaultRoleId: "r-none" });
      ensureFields(await ensureFails(wrongPosition, "validation"), {
        "/departmentId": "not_found",
        "/defaultRoleId": "not_found",
      });
      const wrongGroup = createGroup(context, { parentId: "g-none" });
      ensureFields(await ensureFails(wrongGroup, "validation"), { "/parentId": "not_found" });
    },
  ],
  "refuses the name of a sibling": [
    [...departments, ...positions, ...groups],
    async (context) => {
      const { name: department } = await createDepartment(context);
      const { name: position } = await createPosition(context);
      const { name: group } = await createGroup(context);
      for (const again of [
        () => createDepartment(context, { name: department }),
        () => createPosition(context, { name: position }),
        () => createGroup(context, { name: group }),
      ])
        ensureFields(await ensureFails(again(), "duplicate"), { "/name": "duplicate" });
    },
  ],
  "takes the same name below another department": [
    departments,
    async (context) => {
      const one = await createDepartment(context);
      const two = await createDepartment(context, { parentId: one.id, name: one.name });
      ensureSame(two.name, one.name, "the name");
    },
  ],
  "removes what is empty": [
    [...departments, ...positions, ...groups],
    async (context) => {
      const { org } = context.as("admin");
      const department = await createDepartment(context);
      const position = await createPosition(context);
      const group = await createGroup(context);
      await org.removeDepartment({ id: department.id, version: department.version });
      await org.removePosition({ id: position.id, version: position.version });
      await org.removeGroup({ id: group.id, version: group.version });
      for (const [kind, { id }] of [
        ["departments", department],
        ["positions", position],
        ["groups", group],
      ] as const)
        ensure((await stored(context, kind, id)) === undefined, `still among the ${kind}`);
    },
  ],
  "keeps a department with users or departments in it": [
    [...departments, "users.create"],
    async (context) => {
      const { org } = context.as("admin");
      const [full, above] = [await createDepartment(context), await createDepartment(context)];
      await createUser(context, { departmentId: full.id });
      await createDepartment(context, { parentId: above.id });
      for (const { id, version } of [full, above]) {
        await ensureFails(org.removeDepartment({ id, version }), "in_use");
        ensure((await stored(context, "departments", id)) !== undefined, "removed all the same");
      }
    },
  ],
  "keeps a position and a group that somebody has": [
    [...positions, ...groups, "users.create"],
    async (context) => {
      const { org } = context.as("admin");
      const [position, group] = [await createPosition(context), await createGroup(context)];
      await createUser(context, { positionId: position.id, groupIds: [group.id] });
      await ensureFails(org.removePosition({ id: position.id, version: position.version }), "in_use");
      await ensureFails(org.removeGroup({ id: group.id, version: group.version }), "in_use");
    },
  ],
  "keeps a node to which a role is given": [
    [...departments, "roles.create", "assignments.replace"],
    async (context) => {
      const { id, version } = await createDepartment(context);
      const role = await createRole(context);
      const assignments = [{ subject: { type: "department", id } as const, until: null }];
      await context.as("admin").assignments.replace({ roleId: role.id, version: role.version, assignments });
      await ensureFails(context.as("admin").org.removeDepartment({ id, version }), "in_use");
    },
  ],
  "gives the roles of a department to whoever it is moved below": [
    [...departments, "users.create", "users.list", "roles.create", "assignments.replace"],
    async (context) => {
      const [above, moving] = [await createDepartment(context), await createDepartment(context)];
      const user = await createUser(context, { departmentId: moving.id });
      const role = await createRole(context);
      const assignments = [{ subject: { type: "department", id: above.id } as const, until: null }];
      await context.as("admin").assignments.replace({ roleId: role.id, version: role.version, assignments });
      const patch = { parentId: above.id };
      await context.as("admin").org.updateDepartment({ id: moving.id, version: moving.version, patch });
      const { total } = await context.as("admin").users.list({ q: user.login, roleIds: [role.id] });
      ensureSame(total.value, 1, "whom the role reaches");
    },
  ],
  "tells everybody of a changed organisation": [
    [...groups, "events.subscribe"],
    async (context) => {
      const stream = context.as("nobody").events.subscribe({}, { signal: context.signal })[Symbol.asyncIterator]();
      const next = stream.next();
      await createGroup(context);
      for (let event = await next; event.done !== true; event = await stream.next())
        if (event.value.type === "org.changed") return;
      ensure(false, "the stream ended");
    },
  ],
});
