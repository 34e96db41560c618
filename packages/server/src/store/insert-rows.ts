import type { Queries } from "./db.ts";

/** A row by its columns' names, as JSON: a list goes into an array, a date as its ISO text, an object into `jsonb`. */
export type NewRow = Readonly<Record<string, string | number | boolean | null | Date | object>>;

/**
 * Stores rows of one table by a single statement. All of them name the same columns; those that none names get their
 * defaults. Rows may refer to each other in any order, since foreign keys are checked at the end of a statement.
 */
export async function insertRows(db: Queries, tenant: string, table: string, rows: readonly NewRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).join(", ");
  await db.query(
    `insert into ${table} (tenant_id, ${columns})
     select $1, ${columns} from jsonb_populate_recordset(null::${table}, $2::jsonb)`,
    [tenant, JSON.stringify(rows)],
  );
}
