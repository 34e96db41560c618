import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import type { NodeFields, NodeKind } from "./node-kinds.ts";

/** A node as the contract shows it. */
export type Stored<Input> = Input & { readonly id: string; readonly version: string };

/** All nodes of a kind by name, or the one with this id. */
export function findNodes<Input extends NodeFields>(
  db: Queries,
  tenant: string,
  kind: NodeKind<Input>,
  id: string | null = null,
): Promise<readonly Stored<Input>[]> {
  const members = Object.entries<string>(kind.columns).map(([member, column]) => `${column} as "${member}"`);
  return db.query<Stored<Input>>(
    `select id, version::text, ${members.join(", ")} from ${kind.table}
     where tenant_id = $1 and ($2::text is null or id = $2) order by name, id`,
    [tenant, id],
  );
}

export async function insertNode<Input extends NodeFields>(
  unit: Unit,
  kind: NodeKind<Input>,
  id: string,
  node: Input,
): Promise<void> {
  const columns = Object.values<string>(kind.columns);
  const places = columns.map((_, index) => `$${index + 3}`);
  await unit.query(
    `insert into ${kind.table} (tenant_id, id, ${columns.join(", ")}) values ($1, $2, ${places.join(", ")})`,
    [unit.tenant, id, ...values(kind, node)],
  );
}

/** Writes all members and moves the version on. */
export async function updateNode<Input extends NodeFields>(
  unit: Unit,
  kind: NodeKind<Input>,
  id: string,
  node: Input,
): Promise<void> {
  const columns = Object.values<string>(kind.columns).map((column, index) => `${column} = $${index + 3}`);
  await unit.query(
    `update ${kind.table} set ${columns.join(", ")}, version = version + 1 where tenant_id = $1 and id = $2`,
    [unit.tenant, id, ...values(kind, node)],
  );
}

export async function deleteNode(unit: Unit, kind: Pick<NodeKind<NodeFields>, "table">, id: string): Promise<void> {
  await unit.query(`delete from ${kind.table} where tenant_id = $1 and id = $2`, [unit.tenant, id]);
}

function values<Input extends NodeFields>(kind: NodeKind<Input>, node: Input): readonly (string | null)[] {
  return Object.keys(kind.columns).map((member) => node[member] ?? null);
}
