import { CrewError } from "../errors/crew-error.ts";
import type { ListQuery, Page } from "../list.ts";

/** What tells a row from the others in the order of its list. */
export interface RowKey {
  /** What the list is sorted by. */
  readonly value: string;
  readonly id: string;
}

/** The place in a list from which a page is read: beside a row that was seen, whether that still is there or not. */
export interface Cursor extends RowKey {
  /** Towards the beginning of the list. */
  readonly back: boolean;
  /** The row itself belongs to the page. */
  readonly inclusive: boolean;
}

const BACK = 1;
const INCLUSIVE = 2;

/** A short name for the list that a query asks for, whatever page of it (FNV-1a). */
export function listName(query: ListQuery): string {
  let hash = 0x811c9dc5;
  const text = JSON.stringify({ ...query, cursor: undefined, limit: undefined });
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
}

/**
 * Reads the cursor of a query; null where it has none.
 * @param list what {@link listName} says of the query
 * @throws CrewError `validation` at `/cursor` for one that was not made here, or for another list
 */
export function readCursor({ cursor }: ListQuery, list: string): Cursor | null {
  if (cursor === undefined) return null;
  const [made, value, id, flags = 0] = parse(cursor);
  if (made !== list || typeof value !== "string" || typeof id !== "string" || typeof flags !== "number")
    throw wrongCursor();
  return { value, id, back: (flags & BACK) !== 0, inclusive: (flags & INCLUSIVE) !== 0 };
}

/** How a cursor is refused that leads nowhere. */
export function wrongCursor(): CrewError {
  return new CrewError("validation", { fields: [{ pointer: "/cursor", code: "invalid_format" }] });
}

/** What a page is made of. */
export interface ReadRows<Row> {
  readonly list: string;
  readonly asked: Cursor | null;
  /** Read from the place of the cursor on, in its direction, and one more than the page may have. */
  readonly rows: readonly Row[];
  readonly limit: number;
  readonly keyOf: (row: Row) => RowKey;
}

/**
 * The rows of a page in the order of the list, and the cursors on. A page that a cursor led to has one back without
 * looking: the row that it named was there.
 */
export function pageOf<Row>({ list, asked, rows, limit, keyOf }: ReadRows<Row>): Omit<Page<Row>, "total"> {
  const back = asked?.back === true;
  const page = rows.slice(0, limit);
  const [near, far] = [page[0], page.at(-1)];
  const from = (row: Row, towards: boolean): string =>
    writeCursor(list, { ...keyOf(row), back: towards, inclusive: false });
  const onward = rows.length > limit && far !== undefined ? from(far, back) : null;
  // Nothing is left on the cursor's side of its place: then all else is on the other.
  const turned = asked && { ...asked, back: !back, inclusive: !asked.inclusive };
  const around = turned && (near === undefined ? writeCursor(list, turned) : from(near, !back));
  return back
    ? { items: page.toReversed(), previousCursor: onward, nextCursor: around }
    : { items: page, previousCursor: around, nextCursor: onward };
}

function writeCursor(list: string, { value, id, back, inclusive }: Cursor): string {
  const flags = (back ? BACK : 0) | (inclusive ? INCLUSIVE : 0);
  const text = JSON.stringify([list, value, id, ...(flags === 0 ? [] : [flags])]);
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @throws CrewError `validation` */
function parse(cursor: string): readonly unknown[] {
  try {
    const base64 = cursor.replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const parts: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (Array.isArray(parts)) return parts;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof DOMException)) throw error;
  }
  throw wrongCursor();
}
