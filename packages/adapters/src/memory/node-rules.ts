import { departmentSubtree, type FieldError, type Id, mayHandOut, type Subject } from "@crewdock/contract";
import type { Rows, TableName, Tables } from "./tables.ts";
import type { Call } from "./verb.ts";

/** The tables of the organisation. */
export type NodeTable = "departments" | "positions" | "groups";
/** What a node is called as the subject of an assignment. */
export type NodeType = Exclude<Subject["type"], "user">;

/** A node of any kind: members that its kind lacks are absent. */
type AnyNode = { readonly id: Id; readonly name: string } & {
  readonly [M in "parentId" | "headId" | "departmentId" | "defaultRoleId"]?: Id | null;
};

const types: Readonly<Record<NodeTable, NodeType>> = {
  departments: "department",
  positions: "position",
  groups: "group",
};

/** Members that point at something, and where it stands. */
const links: Readonly<Record<NodeTable, readonly (readonly [keyof AnyNode, TableName])[]>> = {
  departments: [
    ["parentId", "departments"],
    ["headId", "users"],
  ],
  positions: [
    ["departmentId", "departments"],
    ["defaultRoleId", "roles"],
  ],
  groups: [["parentId", "groups"]],
};

export function typeOf(table: NodeTable): NodeType {
  return types[table];
}

/** All that is wrong with a node. Members that stay as they are point at what was checked before. */
export function nodeErrors<T extends NodeTable>(
  table: T,
  changed: Rows[T],
  before: Rows[T] | null,
  { store: { tables }, actor }: Call,
): readonly FieldError[] {
  const node: AnyNode = changed;
  const former: AnyNode | null = before;
  const errors: FieldError[] = [];
  for (const [member, target] of links[table]) {
    const id = node[member] ?? null;
    if (id !== null && id !== former?.[member] && !tables[target].has(id))
      errors.push({ pointer: `/${member}`, code: "not_found" });
  }
  if (former && isBelow(tables, table, node.parentId ?? null, node.id))
    errors.push({ pointer: "/parentId", code: "invalid_option" });
  const role = tables.roles.get(node.defaultRoleId ?? "");
  if (role && role.id !== former?.defaultRoleId && !mayHandOut(actor.grants, role.grants))
    errors.push({ pointer: "/defaultRoleId", code: "not_allowed" });
  if (hasNamesake(tables, table, node)) errors.push({ pointer: "/name", code: "duplicate" });
  return errors;
}

/** Whether a node stands in the subtree of another, which it is or comes below. */
function isBelow(tables: Tables, table: NodeTable, id: Id | null, rootId: Id): boolean {
  if (id === null || table === "positions") return false;
  return departmentSubtree([...tables[table].values()], rootId).has(id);
}

/** Whether a sibling has the name; positions are all siblings. */
function hasNamesake(tables: Tables, table: NodeTable, node: AnyNode): boolean {
  const nameOf = ({ name }: AnyNode): string => name.trim().normalize().toLowerCase();
  const wanted = nameOf(node);
  return [...tables[table].values()].some(
    (other: AnyNode) =>
      other.id !== node.id && (other.parentId ?? null) === (node.parentId ?? null) && nameOf(other) === wanted,
  );
}

/** Whether people, other nodes or roles still hang on a node. */
export function isNodeInUse(table: NodeTable, id: Id, tables: Tables): boolean {
  const type = typeOf(table);
  if (tables.assignments.some(({ subject }) => subject.type === type && subject.id === id)) return true;
  if ([...tables[table].values()].some((other: AnyNode) => other.parentId === id)) return true;
  switch (type) {
    case "department":
      return (
        [...tables.users.values()].some(({ departmentId }) => departmentId === id) ||
        [...tables.positions.values()].some(({ departmentId }) => departmentId === id)
      );
    case "position":
      return [...tables.users.values()].some(({ positionId }) => positionId === id);
    case "group":
      return [...tables.users.values()].some(({ groupIds }) => groupIds.includes(id));
  }
}
