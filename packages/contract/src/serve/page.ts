import { CrewError } from "../errors/crew-error.ts";
import type { ListQuery, Page } from "../list.ts";

/** What a row is sorted by. */
export type SortValue = string;

interface Cursor {
  readonly value: SortValue;
  readonly id: string;
  /** The list that the cursor belongs to. */
  readonly list: string;
}

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
  return (a, b) => order([valueOf(a), idOf(a)], [valueOf(b), idOf(b)]);
}

type Key = readonly [value: SortValue, id: string];

function keyOrder(language: string): (a: Key, b: Key) => number {
  const collator = collatorOf(language);
  return (a, b) => collator.compare(a[0], b[0]) || (a[1] < b[1] ? -1 : Number(a[1] > b[1]));
}

/**
 * Cuts a page by keyset: a cursor names the last row seen, so rows that come or go in between neither repeat nor hide others.
 * @throws CrewError `validation` for a cursor of another list.
 */
export function cutPage<Row>(query: ListQuery, list: Rows<Row>): Page<Row> {
  const { rows, idOf, valueOf, direction, language } = list;
  const order = keyOrder(language);
  const name = fingerprint(JSON.stringify({ ...query, cursor: undefined, limit: undefined }));
  const after = query.cursor === undefined ? null : decode(query.cursor, name);
  const keyOf = (row: Row): Key => [valueOf(row), idOf(row)];
  const ascending = list.sorted === true ? rows : sortedBy(rows, keyOf, order);
  const limit = query.limit ?? 50;
  // the first row that is not before the cursor's, in ascending order
  const edge = (beyond: boolean): number =>
    after === null ? 0 : firstIndex(ascending, (row) => order(keyOf(row), [after.value, after.id]) >= (beyond ? 1 : 0));
  const [from, to] = direction === "asc" ? [edge(true), rows.length] : [0, after === null ? rows.length : edge(false)];
  const page =
    direction === "asc"
      ? ascending.slice(from, from + limit)
      : ascending.slice(Math.max(from, to - limit), to).toReversed();
  const last = to - from > limit ? page.at(-1) : undefined;
  return {
    items: page,
    nextCursor: last === undefined ? null : encode({ value: valueOf(last), id: idOf(last), list: name }),
    total: { value: rows.length, relation: "eq" },
  };
}

function sortedBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  order: (a: Key, b: Key) => number,
): readonly Row[] {
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

function encode(cursor: Cursor): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(cursor))));
}

function decode(text: string, list: string): Cursor {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const cursor = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Cursor> | null;
    if (typeof cursor?.value === "string" && typeof cursor.id === "string" && cursor.list === list)
      return { value: cursor.value, id: cursor.id, list };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof DOMException)) throw error;
  }
  throw new CrewError("validation", { fields: [{ pointer: "/cursor", code: "invalid_format" }] });
}

/** A short name for a list (FNV-1a): what is searched for can be longer than a cursor may be. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
}

/** Letters without case and accents, for searching. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ł", "l");
}

/** Whether any of the texts contains what is searched for; nothing searched for is found everywhere. */
export function matches(q: string | undefined, texts: readonly (string | null | undefined)[]): boolean {
  const wanted = fold(q ?? "").trim();
  return wanted === "" || texts.some((text) => text && fold(text).includes(wanted));
}
