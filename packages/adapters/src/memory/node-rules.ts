import type { FieldError, Id, Subject } from "@crewdock/contract";
import { type AnyNode, newLinks, nodeErrors as contractErrors } from "@crewdock/contract/serve";
import type { Rows, TableName, Tables } from "./tables.ts";
import type { Call } from "./verb.ts";

/** The tables of the organisation. */
export type NodeTable = "departments" | "positions" | "groups";
/** What a node is called as the subject of an assignment. */
export type NodeType = Exclude<Subject["type"], "user">;

const types: Readonly<Record<NodeTable, NodeType>> = {
  departments: "department",
  positions: "position",
  groups: "group",
};

type Link = Exclude<keyof AnyNode, "name">;

/** Members that point at something, and where it stands. */
const links: Readonly<Record<NodeTable, readonly (readonly [Link, TableName])[]>> = {
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

/** All that is wrong with a node as it would stand. */
export function nodeErrors<T extends NodeTable>(
  table: T,
  changed: Rows[T],
  former: Rows[T] | null,
  { store: { tables }, actor }: Call,
): readonly FieldError[] {
  const node: AnyNode = changed;
  const targets = new Map(links[table]);
  const missing = newLinks([...targets.keys()], node, former)
    .filter(([member, id]) => !tables[targets.get(member) ?? table].has(id))
    .map(([member]) => member);
  const rules = {
    nodes: [...tables[table].values()],
    roles: tables.roles.values(),
    grants: actor.own.held,
    missing,
  };
  return contractErrors(rules, node, former);
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
