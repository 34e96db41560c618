import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure } from "../expect.ts";

export const orgCases: readonly ConformanceCase[] = casesOf("org", {
  "gives a whole tree, and positions with department and role": [
    ["org.read"],
    async ({ as }) => {
      const { departments, positions, groups } = await as("manager").org.read({});
      const closed = (nodes: readonly { readonly id: string; readonly parentId: string | null }[]): boolean =>
        nodes.every(({ parentId }) => parentId === null || nodes.some(({ id }) => id === parentId));
      ensure(departments.length >= 6 && closed(departments), "departments");
      ensure(groups.length > 0 && closed(groups), "groups");
      const manager = positions.filter(({ name }) => name === "Sales manager");
      ensure(manager.length === 1 && manager[0]?.departmentId === "d-sales", "the sales manager's department");
      ensure(manager[0]?.defaultRoleId === "r-manager", "the sales manager's role");
    },
  ],
});
