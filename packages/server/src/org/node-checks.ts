import { CrewError, departmentSubtree, mayHandOut, type RightsFacts } from "@crewdock/contract";
import { uniqueKey } from "@crewdock/contract/serve";
import { FieldErrors } from "../http/field-errors.ts";
import type { Actor } from "../rights/actor.ts";
import type { Unit } from "../store/unit.ts";
import type { NodeFields, NodeKind } from "./node-kinds.ts";
import { findNodes, type Stored } from "./node-rows.ts";

/** A node as it would stand, and as it stands now; null for a new one. */
export interface NodeChange<Input extends NodeFields> {
  readonly kind: NodeKind<Input>;
  readonly node: Input;
  readonly current: Stored<Input> | null;
}

/**
 * Tells all that is wrong with a node. Members that stay as they are point at what was checked before.
 * @throws CrewError `validation`, `duplicate`
 */
export async function checkNode<Input extends NodeFields>(
  unit: Unit,
  actor: Actor,
  facts: RightsFacts,
  change: NodeChange<Input>,
): Promise<void> {
  const { kind, node, current } = change;
  const errors = new FieldErrors();
  for (const [member, table] of kind.links) {
    const id = node[member] ?? null;
    if (id === null || id === current?.[member]) continue;
    const found = await unit.query(`select 1 from ${table} where tenant_id = $1 and id = $2`, [unit.tenant, id]);
    if (found.length === 0) errors.add(`/${member}`, "not_found");
  }
  const { parentId = null, defaultRoleId = null } = node;
  if (current && parentId !== null && departmentSubtree(treeOf(kind, facts), current.id).has(parentId))
    errors.add("/parentId", "invalid_option");
  const role = facts.roles.find(({ id }) => id === defaultRoleId);
  if (role && role.id !== current?.["defaultRoleId"] && !mayHandOut(actor.grants, role.grants))
    errors.add("/defaultRoleId", "not_allowed");
  if (await hasNamesake(unit, change)) errors.add("/name", "duplicate");
  errors.throwIfAny();
}

/** The nodes of the tree that a kind makes up; positions make up none. */
export function treeOf({ type }: Pick<NodeKind<NodeFields>, "type">, facts: RightsFacts): RightsFacts["groups"] {
  if (type === "position") return [];
  return type === "department" ? facts.departments : facts.groups;
}

/** Whether a sibling has the name; positions are all siblings. */
async function hasNamesake<Input extends NodeFields>(
  unit: Unit,
  { kind, node, current }: NodeChange<Input>,
): Promise<boolean> {
  const key = uniqueKey(node["name"] ?? "");
  const nodes = await findNodes(unit, unit.tenant, kind);
  return nodes.some(
    (other) =>
      other.id !== current?.id &&
      uniqueKey(other["name"] ?? "") === key &&
      (other["parentId"] ?? null) === (node["parentId"] ?? null),
  );
}

/** @throws CrewError `in_use` unless nobody is in the node, nothing is below it, and no role is given to it */
export async function demandEmpty(
  unit: Unit,
  kind: Pick<NodeKind<NodeFields>, "type" | "uses">,
  id: string,
): Promise<void> {
  const uses = kind.uses.map(([table, column]) => `select 1 from ${table} where tenant_id = $1 and ${column} = $2`);
  const given = "select 1 from assignments where tenant_id = $1 and subject_id = $2 and subject_type = $3";
  const found = await unit.query(`${[given, ...uses].join(" union all ")} limit 1`, [unit.tenant, id, kind.type]);
  if (found.length > 0) throw new CrewError("in_use", { detail: kind.type });
}
