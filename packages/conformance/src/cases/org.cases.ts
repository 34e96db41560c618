import { casesOf, type ConformanceCase } from "../kit/conformance-case.ts";
import { ensure, ensureSame } from "../kit/expect.ts";

interface Node {
  readonly id: string;
  readonly parentId: string | null;
}

/** Nodes that do not lead up to a root. */
function lost(nodes: readonly Node[]): readonly string[] {
  const parents = new Map(nodes.map(({ id, parentId }) => [id, parentId]));
  return nodes.flatMap(({ id }) => {
    const seen = new Set<string>();
    let at: string | null | undefined = id;
    for (; typeof at === "string" && !seen.has(at); at = parents.get(at)) seen.add(at);
    return at === null ? [] : [id];
  });
}

export const orgCases: readonly ConformanceCase[] = casesOf("org", {
  "gives departments and groups as whole trees": [
    ["org.read"],
    async ({ as }) => {
      const { departments, groups } = await as("admin").org.read({});
      ensure(departments.length > 0, "there is no department");
      ensureSame(lost(departments), [], "departments outside of the tree");
      ensureSame(lost(groups), [], "groups outside of the tree");
    },
  ],
  "gives positions whose department and role exist": [
    ["org.read", "roles.list"],
    async ({ as }) => {
      const { departments, positions } = await as("admin").org.read({});
      const { items: roles } = await as("admin").roles.list({});
      const [departmentIds, roleIds] = [departments, roles].map((all) => new Set(all.map(({ id }) => id)));
      for (const { name, departmentId, defaultRoleId } of positions) {
        ensure(departmentId === null || departmentIds?.has(departmentId) === true, `the department of ${name}`);
        ensure(defaultRoleId === null || roleIds?.has(defaultRoleId) === true, `the role of ${name}`);
      }
    },
  ],
  "shows the organisation to everybody": [
    ["org.read", "users.get"],
    async ({ as, world }) => {
      for (const actor of ["admin", "limited", "nobody"] as const) {
        const { departments } = await as(actor).org.read({});
        ensure(
          departments.some(({ id }) => id === world.department),
          `the department is missing for ${actor}`,
        );
      }
    },
  ],
});
