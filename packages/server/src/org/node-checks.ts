import { CrewError, type RightsFacts } from "@crewdock/contract";
import { newLinks, nodeErrors, refuse } from "@crewdock/contract/serve";
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
 * Tells all that is wrong with a node by the rules that all backends share, which `nodeErrors` has.
 * @throws CrewError `validation`, `duplicate`
 */
export async function checkNode<Input extends NodeFields>(
  unit: Unit,
  actor: Actor,
  facts: RightsFacts,
  change: NodeChange<Input>,
): Promise<void> {
  const { kind, node, current } = change;
  const missing: string[] = [];
  const targets = new Map(kind.links);
  for (const [member, id] of newLinks([...targets.keys()], node, current)) {
    const table = targets.get(member);
    const found = await unit.query(`select 1 from ${table} where tenant_id = $1 and id = $2`, [unit.tenant, id]);
    if (found.length === 0) missing.push(member);
  }
  const nodes = await findNodes(unit, unit.tenant, kind);
  const rules = {
    nodes: nodes.map(named),
    roles: facts.roles,
    grants: actor.own.held,
    missing,
  };
  refuse(nodeErrors(rules, named(node), current && named(current)));
}

/** A node as the rules read it: every kind has a name. */
function named<Node extends NodeFields>(node: Node): Node & { readonly name: string } {
  return { ...node, name: node["name"] ?? "" };
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
