import type { Organisation, RoleInput } from "@crewdock/contract";
import { uniqueKey } from "@crewdock/contract/serve";
import type { Unit } from "../store/unit.ts";

/** A role whose id is known beforehand, so that positions can name it. */
export type NamedRole = RoleInput & { readonly id: string };

export async function insertRoles(unit: Unit, roles: readonly NamedRole[]): Promise<void> {
  for (const { id, name, description, grants } of roles)
    await unit.query(
      `insert into roles (tenant_id, id, name, name_key, description, grants, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7, $7)`,
      [unit.tenant, id, name, uniqueKey(name), description, JSON.stringify(grants), unit.now],
    );
}

/** Parents first, as the foreign keys demand. */
export async function insertOrganisation(unit: Unit, organisation: Organisation): Promise<void> {
  for (const { id, name, parentId, headId } of parentsFirst(organisation.departments))
    await unit.query("insert into departments (tenant_id, id, name, parent_id, head_id) values ($1, $2, $3, $4, $5)", [
      unit.tenant,
      id,
      name,
      parentId,
      headId,
    ]);
  for (const { id, name, departmentId, defaultRoleId } of organisation.positions)
    await unit.query(
      "insert into positions (tenant_id, id, name, department_id, default_role_id) values ($1, $2, $3, $4, $5)",
      [unit.tenant, id, name, departmentId, defaultRoleId],
    );
  for (const { id, name, parentId, kind } of parentsFirst(organisation.groups))
    await unit.query("insert into user_groups (tenant_id, id, name, parent_id, kind) values ($1, $2, $3, $4, $5)", [
      unit.tenant,
      id,
      name,
      parentId,
      kind,
    ]);
}

function parentsFirst<Node extends { readonly id: string; readonly parentId: string | null }>(
  nodes: readonly Node[],
): readonly Node[] {
  const placed = new Set<string | null>([null]);
  const sorted: Node[] = [];
  while (sorted.length < nodes.length) {
    const next = nodes.filter(({ id, parentId }) => !placed.has(id) && placed.has(parentId));
    if (next.length === 0) throw new RangeError("the tree has a node whose parent is missing");
    for (const node of next) placed.add(node.id);
    sorted.push(...next);
  }
  return sorted;
}
