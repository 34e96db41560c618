import { CrewError, type ListQuery, type Page } from "@crewdock/contract";
import { type Cursor, listName, pageOf, readCursor, wrongCursor } from "@crewdock/contract/serve";
import type { CountCache } from "./count-cache.ts";
import type { Queries, SqlParameters } from "./db.ts";
import { groupedPage, type PageOrder, sortedPage, walkedPage } from "./page-sql.ts";

/** A column that a list can be sorted by. The expression is never null. */
export interface SortColumn {
  readonly sql: string;
  readonly type: "text" | "timestamptz";
  /**
   * The values of `sql` with what each is sorted by, where `sql` is the id of something that is sorted by its name: the
   * rows of each are read in the order of their ids, from an index on both. Few enough to be told with each query.
   */
  readonly groups?: readonly { readonly id: string; readonly key: string }[];
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
  /** Whether each order has an index, in which what many rows have is soon found; only for lists without joins. */
  readonly ordersIndexed?: boolean;
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
 * One page by keyset, forwards or backwards: a cursor holds a row's sort value and id, so page 1,000 costs as much as page 1.
 * With a search text the filter is fenced by OFFSET 0; otherwise the planner walks the sort index and tests every row. For
 * a text that many rows have that is what finds a page soonest, if only for some way, see {@link walkedPage}.
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
  const name = listName({ ...query, sort });
  const asked = cursorOf(query, name, column.type);
  const from = `${table} ${alias} ${list.joins ?? ""}
    where ${[`${alias}.tenant_id = $1`, ...list.where].join(" and ")}`;
  const counting = `select count(*)::int as count from (select 1 from ${from} limit ${countLimit + 1}) counted`;
  const filters = [...parameters.values];
  const count = async (): Promise<number> =>
    (await db.query<{ count: number }>(counting, filters, planning))[0]?.count ?? 0;
  const counted = await (list.counts ? list.counts.get(JSON.stringify([counting, filters]), count) : count());
  const upwards = (sort.direction === "asc") !== (asked?.back === true);
  const direction = upwards ? "asc" : "desc";
  const beyond =
    asked &&
    `${upwards ? ">" : "<"}${asked.inclusive ? "=" : ""} (${parameters.add(asked.value)}::${column.type}, ${parameters.add(asked.id)})`;
  const order: PageOrder = { key: column.sql, id: `${alias}.${id}`, beyond, direction, rows: limit + 1 };
  const sorted = column.groups
    ? groupedPage(from, order, givenGroups(column.groups, parameters), query.q ? "all" : "each")
    : sortedPage(`${from} ${query.q ? "offset 0" : ""}`, order);
  const isFrequent = Boolean(query.q) && counted > countLimit;
  const source =
    list.ordersIndexed && isFrequent && !column.groups
      ? `(${walkedPage(table, alias, list.where, order, sorted)})`
      : `(${sorted})`;
  const rows = await db.query<Row & SortedRow>(
    `select ${list.select}, page.cursor_key, page.cursor_id::text as cursor_id
     from ${source} page join ${table} ${alias} on ${alias}.tenant_id = $1 and ${alias}.${id} = page.cursor_id
     order by page.cursor_key ${direction}, page.cursor_id ${direction}`,
    parameters.values,
    planning,
  );
  const { items, ...cursors } = pageOf({ list: name, asked, rows, limit, keyOf });
  // What came or went since the counting is on the page all the same.
  const more = cursors.nextCursor === null ? 0 : 1;
  const total = !asked && more === 0 ? items.length : Math.max(counted, items.length + more);
  return {
    items: items.map(list.toItem),
    ...cursors,
    total: total > countLimit ? { value: countLimit, relation: "gte" } : { value: total, relation: "eq" },
  };
}

function givenGroups(groups: NonNullable<SortColumn["groups"]>, parameters: SqlParameters): string {
  const [ids, keys] = [groups.map(({ id }) => id), groups.map(({ key }) => key)];
  return `unnest(${parameters.add(ids)}::text[], ${parameters.add(keys)}::text[])`;
}

function keyOf({ cursor_key: key, cursor_id: id }: SortedRow): { readonly value: string; readonly id: string } {
  return { value: key instanceof Date ? key.toISOString() : key, id };
}

/** @throws CrewError `validation` also for what somebody changed so that the database would fail over it */
function cursorOf(query: ListQuery, name: string, type: SortColumn["type"]): Cursor | null {
  const asked = readCursor(query, name);
  if (asked && (/\u0000/.test(asked.value + asked.id) || (type === "timestamptz" && !isWritten(asked.value))))
    throw wrongCursor();
  return asked;
}

/** Whether a time is one that {@link keyOf} wrote. */
function isWritten(time: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time) && !Number.isNaN(Date.parse(time));
}
