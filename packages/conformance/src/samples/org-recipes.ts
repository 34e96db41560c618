import type {
  Department,
  DepartmentInput,
  Position,
  PositionInput,
  UserGroup,
  UserGroupInput,
} from "@crewdock/contract";
import type { ConformanceContext } from "../kit/conformance-case.ts";
import type { Recipe } from "./recipes.ts";

export function createDepartment(
  context: ConformanceContext,
  more: Partial<DepartmentInput> = {},
): Promise<Department> {
  const node = { name: `Department ${context.unique()}`, parentId: context.world.department, headId: null, ...more };
  return context.as("admin").org.createDepartment({ node });
}

export function createPosition(context: ConformanceContext, more: Partial<PositionInput> = {}): Promise<Position> {
  const node = { name: `Position ${context.unique()}`, departmentId: null, defaultRoleId: null, ...more };
  return context.as("admin").org.createPosition({ node });
}

export function createGroup(context: ConformanceContext, more: Partial<UserGroupInput> = {}): Promise<UserGroup> {
  const node = { name: `Group ${context.unique()}`, parentId: null, kind: "team", ...more } as const;
  return context.as("admin").org.createGroup({ node });
}

const kinds = { Department: createDepartment, Position: createPosition, Group: createGroup } as const;

/** A node as it can be sent: without what is the backend's to say. */
function inputOf({ id: _id, version: _version, ...node }: Department | Position | UserGroup): object {
  return node;
}

/** Recipes of the three kinds of nodes, which are all made, changed and removed alike. */
export const orgRecipes: Readonly<Record<string, Recipe>> = {
  "org.read": { input: () => Promise.resolve({}) },
  ...Object.fromEntries(
    Object.entries(kinds).flatMap(([kind, create]): readonly (readonly [string, Recipe])[] => [
      [
        `org.create${kind}`,
        {
          input: async (context) => {
            const like = inputOf(await create(context));
            return { node: { ...like, name: `New ${context.unique()}` } };
          },
        },
      ],
      [
        `org.update${kind}`,
        {
          input: async (context) => {
            const { id, version } = await create(context);
            return { id, version, patch: { name: `Renamed ${context.unique()}` } };
          },
        },
      ],
      [
        `org.remove${kind}`,
        {
          input: async (context) => {
            const { id, version } = await create(context);
            return { id, version };
          },
        },
      ],
    ]),
  ),
};
