import type { Organisation } from "@crewdock/contract";
import type { Action } from "./actions.ts";
import { type Known, keep, picked, type Side, versionFor } from "./side.ts";

type Nodes = Organisation["departments"] | Organisation["groups"];

/** What the two trees have in common, so that one set of actions serves both. */
interface Tree {
  readonly word: string;
  readonly port: { readonly create: string; readonly update: string; readonly remove: string };
  readonly made: (side: Side) => Known[];
  readonly nodes: (side: Side) => Promise<Nodes>;
  readonly create: (
    side: Side,
    name: string,
    parentId: string | null,
  ) => Promise<{ readonly id: string; readonly version: string }>;
  readonly update: (
    side: Side,
    known: Known,
    version: string,
    patch: { readonly name?: string; readonly parentId?: string | null },
  ) => Promise<{ readonly version: string }>;
  readonly remove: (side: Side, known: Known, version: string) => Promise<void>;
}

const departments: Tree = {
  word: "department",
  port: { create: "org.createDepartment", update: "org.updateDepartment", remove: "org.removeDepartment" },
  made: ({ departments: known }) => known,
  nodes: async ({ client }) => (await client.org.read({})).departments,
  create: ({ client, maker }, name, parentId) =>
    client.org.createDepartment({ node: { name, parentId: parentId ?? maker.world.department, headId: null } }),
  update: ({ client }, { id }, version, patch) => client.org.updateDepartment({ id, version, patch }),
  remove: ({ client }, { id }, version) => client.org.removeDepartment({ id, version }),
};

const groups: Tree = {
  word: "group",
  port: { create: "org.createGroup", update: "org.updateGroup", remove: "org.removeGroup" },
  made: ({ groups: known }) => known,
  nodes: async ({ client }) => (await client.org.read({})).groups,
  create: ({ client }, name, parentId) => client.org.createGroup({ node: { name, parentId, kind: "team" } }),
  update: ({ client }, { id }, version, patch) => client.org.updateGroup({ id, version, patch }),
  remove: ({ client }, { id }, version) => client.org.removeGroup({ id, version }),
};

/** Where the made nodes hang, by their places in the sequence. */
async function shape(side: Side, tree: Tree): Promise<readonly (readonly [number, string])[]> {
  const nodes = await tree.nodes(side);
  const made = tree.made(side);
  const place = new Map(made.map(({ id }, index) => [id, index]));
  return nodes
    .flatMap(({ id, parentId, name }) => {
      const at = place.get(id);
      return at === undefined ? [] : [[at, `${name} below ${String(place.get(parentId ?? "") ?? "the top")}`] as const];
    })
    .sort(([a], [b]) => a - b);
}

function actionsOf(tree: Tree): Readonly<Record<string, Action>> {
  const { word, port, made } = tree;
  return {
    [`create ${word}`]: {
      method: port.create,
      run:
        (side, { which, how }) =>
        async () => {
          const parent = how % 2 === 0 ? undefined : picked(made(side), which);
          const { id, version } = await tree.create(
            side,
            `${word} ${String(how % 4)} ${side.mark}`,
            parent?.id ?? null,
          );
          made(side).push({ id, versions: [version] });
          return shape(side, tree);
        },
    },
    [`move ${word}`]: {
      method: port.update,
      run: (side, { which, how, stale }) => {
        const known = picked(made(side), which);
        const parent = picked(made(side), how);
        if (!known || !parent) return undefined;
        return async () => {
          const patch = { parentId: parent.id };
          keep(known, (await tree.update(side, known, versionFor(known, stale), patch)).version);
          return shape(side, tree);
        };
      },
    },
    [`rename ${word}`]: {
      method: port.update,
      run: (side, { which, how, stale }) => {
        const known = picked(made(side), which);
        if (!known) return undefined;
        return async () => {
          const patch = { name: `${word} ${String(how % 4)} ${side.mark}` };
          keep(known, (await tree.update(side, known, versionFor(known, stale), patch)).version);
          return shape(side, tree);
        };
      },
    },
    [`remove ${word}`]: {
      method: port.remove,
      run: (side, { which, stale }) => {
        const known = picked(made(side), which);
        if (!known) return undefined;
        return async () => {
          await tree.remove(side, known, versionFor(known, stale));
          return shape(side, tree);
        };
      },
    },
  };
}

export const orgActions: Readonly<Record<string, Action>> = { ...actionsOf(departments), ...actionsOf(groups) };
