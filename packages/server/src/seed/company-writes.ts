import type { Organisation, RoleInput } from "@crewdock/contract";
import { uniqueKey } from "@crewdock/contract/serve";
import { insertRows } from "../store/insert-rows.ts";
import type { Unit } from "../store/unit.ts";

/** A role whose id is known beforehand, so that positions can name it. */
export type NamedRole = RoleInput & { readonly id: string };

export function insertRoles(unit: Unit, roles: readonly NamedRole[]): Promise<void> {
  const rows = roles.map(({ id, name, description, grants }) => ({
    id,
    name,
    name_key: uniqueKey(name),
    description,
    grants,
    created_at: unit.now,
    updated_at: unit.now,
  }));
  return insertRows(unit, unit.tenant, "roles", rows);
}

/** @throws RangeError for a department or group whose parent is missing, or stands below it */
export async function insertOrganisation(unit: Unit, organisation: Organisation): Promise<void> {
  const departments = parentsFirst(organisation.departments).map(({ id, name, parentId, headId }) => ({
    id,
    name,
    parent_id: parentId,
    head_id: headId,
  }));
  const positions = organisation.positions.map(({ id, name, departmentId, defaultRoleId }) => ({
    id,
    name,
    department_id: departmentId,
    default_role_id: defaultRoleId,
  }));
  const groups = parentsFirst(organisation.groups).map(({ id, name, parentId, kind }) => ({
    id,
    name,
    parent_id: parentId,
    kind,
  }));
  await insertRows(unit, unit.tenant, "departments", departments);
  await insertRows(unit, unit.tenant, "positions", positions);
  await insertRows(unit, unit.tenant, "user_groups", groups);
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
