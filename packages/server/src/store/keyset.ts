import { createHash } from "node:crypto";
import { CrewError, type ListQuery, type Page } from "@crewdock/contract";
import type { CountCache } from "./count-cache.ts";
import type { Queries, SqlParameters } from "./db.ts";

/** A column that a list can be sorted by. The expression is never null. */
export interface SortColumn {
  readonly sql: string;
  readonly type: "text" | "timestamptz";
}

export interface KeysetList<Row extends object, Item> {
  readonly db: Queries;
  /** Holds the tenant as its first value. */
  readonly parameters: SqlParameters;
  readonly query: ListQuery;
  readonly columns: Readonly<Record<string, SortColumn>>;
  readonly defaultSort: { readonly field: string; readonly direction: "asc" | "desc" };
  readonly table: string;
  readonly alias: string;
  /** The column that tells rows of one sort value apart, a text or a number. @default "id" */
  readonly id?: string;
  /** Further tables that the conditions speak of, with their joins. */
  readonly joins?: string;
  /** What is read of the rows of the page, and only of those. */
  readonly select: string;
  /** Conditions, all of which hold. */
  readonly where: readonly string[];
  readonly toItem: (row: Row) => Item;
  /** Where counts are remembered; without it each page counts anew. Only for lists whose every change is told by an event. */
  readonly counts?: CountCache;
}

interface SortedRow {
  readonly cursor_key: string | Date;
  readonly cursor_id: string;
}

/** Counting stops here: an exact figure beyond helps nobody and costs a scan. Of what was searched for it costs more. */
const COUNT_LIMIT = { listed: 10_000, searched: 1_000 };

/**
 * One page by keyset: the cursor holds the last row's sort value and id, so page 1,000 costs as much as page 1.
 * With a search text the filter is fenced by OFFSET 0; otherwise the planner walks the sort index and tests every row.
 * @throws CrewError `validation` at `/cursor` for a cursor of another list
 */
export async function keysetPage<Row extends object, Item>(list: KeysetList<Row, Item>): Promise<Page<Item>> {
  const { db, parameters, query, table, alias, id = "id" } = list;
  const sort = query.sort ?? list.defaultSort;
  const column = list.columns[sort.field];
  if (!column) throw new CrewError("validation", { fields: [{ pointer: "/sort/field", code: "invalid_option" }] });
  const limit = query.limit ?? 50;
  const countLimit = query.q ? COUNT_LIMIT.searched : COUNT_LIMIT.listed;
  // What is searched for decides which index is worth it.
  const planning = { keepPlan: !query.q };
  const shape = shapeOf({ ...query, cursor: undefined, limit: undefined, sort });
  const from = `${table} ${alias} ${list.joins ?? ""}
    where ${[`${alias}.tenant_id = $1`, ...list.where].join(" and ")}`;
  const counting = `select count(*)::int as count from (select 1 from ${from} limit ${countLimit + 1}) counted`;
  const filters = [...parameters.values];
  const count = async (): Promise<number> =>
    (await db.query<{ count: number }>(counting, filters, planning))[0]?.count ?? 0;
  const total = await (list.counts ? list.counts.get(JSON.stringify([counting, filters]), count) : count());
  let after = "";
  if (query.cursor !== undefined) {
    const cursor = readCursor(query.cursor, shape, column.type);
    const than = sort.direction === "asc" ? ">" : "<";
    after = `where (cursor_key, cursor_id) ${than} (${parameters.add(cursor.key)}::${column.type}, ${parameters.add(cursor.id)})`;
  }
  const order = `order by cursor_key ${sort.direction}, cursor_id ${sort.direction}`;
  const rows = await db.query<Row & SortedRow>(
    `select ${list.select}, page.cursor_key, page.cursor_id::text as cursor_id
     from (
       select * from (
         select ${column.sql} as cursor_key, ${alias}.${id} as cursor_id from ${from} ${query.q ? "offset 0" : ""}
       ) found ${after} ${order} limit ${limit + 1}
     ) page join ${table} ${alias} on ${alias}.tenant_id = $1 and ${alias}.${id} = page.cursor_id
     order by page.cursor_key ${sort.direction}, page.cursor_id ${sort.direction}`,
    parameters.values,
    planning,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(list.toItem),
    nextCursor: rows.length > limit && last ? writeCursor(shape, last) : null,
    total: total > countLimit ? { value: countLimit, relation: "gte" } : { value: total, relation: "eq" },
  };
}

function shapeOf(query: object): string {
  return createHash("sha256").update(JSON.stringify(query)).digest("base64url").slice(0, 8);
}

function writeCursor(shape: string, row: SortedRow): string {
  const key = row.cursor_key instanceof Date ? row.cursor_key.toISOString() : row.cursor_key;
  return Buffer.from(JSON.stringify([shape, key, row.cursor_id])).toString("base64url");
}

function readCursor(
  cursor: string,
  shape: string,
  type: SortColumn["type"],
): { readonly key: string; readonly id: string } {
  const refused = new CrewError("validation", { fields: [{ pointer: "/cursor", code: "invalid_format" }] });
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw refused;
  }
  if (!Array.isArray(parts)) throw refused;
  const [made, key, id] = parts as readonly unknown[];
  if (made !== shape || typeof key !== "string" || typeof id !== "string" || /\u0000/.test(key + id)) throw refused;
  if (type === "timestamptz" && !isWritten(key)) throw refused;
  return { key, id };
}

/** Whether a time is one that {@link writeCursor} wrote, and not one that the database would fail over. */
function isWritten(time: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time) && !Number.isNaN(Date.parse(time));
}
