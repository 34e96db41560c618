import type { ListQuery, Page } from "../list.ts";
import { listName, pageOf, readCursor, type RowKey } from "./cursor.ts";

/** What a row is sorted by. */
export type SortValue = string;

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly valueOf: (row: Row) => SortValue;
  readonly direction: "asc" | "desc";
  /** BCP 47; decides the order of letters. */
  readonly language: string;
  /** The rows come in ascending order already, as {@link rowOrder} has it; they need not be sorted again. @default false */
  readonly sorted?: boolean;
}

/** How rows of a list follow one another, ascending: by the value in the order of the language, then by the id. */
export function rowOrder<Row>({
  idOf,
  valueOf,
  language,
}: Pick<Rows<Row>, "idOf" | "valueOf" | "language">): (a: Row, b: Row) => number {
  const order = keyOrder(language);
  return (a, b) => order({ value: valueOf(a), id: idOf(a) }, { value: valueOf(b), id: idOf(b) });
}

type Order = (a: RowKey, b: RowKey) => number;

function keyOrder(language: string): Order {
  const collator = collatorOf(language);
  return (a, b) => collator.compare(a.value, b.value) || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/**
 * Cuts a page by keyset, forwards or backwards: a cursor names a row that was seen, so rows that come or go in between
 * neither repeat nor hide others.
 * @throws CrewError `validation` for a cursor of another list.
 */
export function cutPage<Row>(query: ListQuery, list: Rows<Row>): Page<Row> {
  const { rows, idOf, valueOf, direction, language } = list;
  const order = keyOrder(language);
  const name = listName(query);
  const asked = readCursor(query, name);
  const keyOf = (row: Row): RowKey => ({ value: valueOf(row), id: idOf(row) });
  const ascending = list.sorted === true ? rows : sortedBy(rows, keyOf, order);
  const limit = query.limit ?? 50;
  const upwards = (direction === "asc") !== (asked?.back === true);
  // Upwards a page begins behind the cursor's row, downwards it ends before; an inclusive one takes the row in.
  const beyond = asked !== null && upwards !== asked.inclusive;
  const edge = asked && firstIndex(ascending, (row) => order(keyOf(row), asked) >= (beyond ? 1 : 0));
  const read = upwards
    ? ascending.slice(edge ?? 0, (edge ?? 0) + limit + 1)
    : ascending.slice(Math.max(0, (edge ?? rows.length) - limit - 1), edge ?? rows.length).toReversed();
  return {
    ...pageOf({ list: name, asked, rows: read, limit, keyOf }),
    total: { value: rows.length, relation: "eq" },
  };
}

function sortedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => RowKey, order: Order): readonly Row[] {
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => order(a.key, b.key))
    .map(({ row }) => row);
}

/** Where the rows begin that pass a test which, once passed, is passed by all that follow. */
function firstIndex<Row>(rows: readonly Row[], test: (row: Row) => boolean): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && test(row)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const collators = new Map<string, Intl.Collator>();

function collatorOf(language: string): Intl.Collator {
  const known = collators.get(language);
  if (known) return known;
  if (collators.size >= 100) collators.clear(); // the host may hand in any text as its language
  const made = makeCollator(language);
  collators.set(language, made);
  return made;
}

function makeCollator(language: string): Intl.Collator {
  try {
    return new Intl.Collator(language, { numeric: true });
  } catch {
    return new Intl.Collator("en", { numeric: true });
  }
}
