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
}

/**
 * Cuts a page by keyset: a cursor names the last row seen, so rows that come or go in between neither repeat nor hide others.
 * @throws CrewError `validation` for a cursor of another list.
 */
export function cutPage<Row>(query: ListQuery, { rows, idOf, valueOf, direction, language }: Rows<Row>): Page<Row> {
  const collator = collatorOf(language);
  const sign = direction === "desc" ? -1 : 1;
  const compare = (a: readonly [SortValue, string], b: readonly [SortValue, string]): number =>
    sign * (collator.compare(a[0], b[0]) || (a[1] < b[1] ? -1 : Number(a[1] > b[1])));
  const list = fingerprint(JSON.stringify({ ...query, cursor: undefined, limit: undefined }));
  const after = query.cursor === undefined ? null : decode(query.cursor, list);
  const keyed = rows.map((row) => ({ row, key: [valueOf(row), idOf(row)] as const }));
  const rest = keyed
    .filter(({ key }) => after === null || compare(key, [after.value, after.id]) > 0)
    .sort((a, b) => compare(a.key, b.key));
  const limit = query.limit ?? 50;
  const last = rest.length > limit ? rest[limit - 1] : undefined;
  return {
    items: rest.slice(0, limit).map(({ row }) => row),
    nextCursor: last ? encode({ value: last.key[0], id: last.key[1], list }) : null,
    total: { value: rows.length, relation: "eq" },
  };
}

function collatorOf(language: string): Intl.Collator {
  try {
    return new Intl.Collator(language, { numeric: true });
  } catch {
    return new Intl.Collator("en", { numeric: true }); // the host may hand in any text as its language
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
