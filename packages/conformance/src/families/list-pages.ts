import type { ConformanceCase, ConformanceContext } from "../kit/conformance-case.ts";
import { ConformanceError, ensure } from "../kit/expect.ts";
import { isPage } from "../kit/invariants.ts";
import { defOf, type Method, shapeOf } from "../kit/operations.ts";
import { ask } from "./ask.ts";

export type Query = Readonly<Record<string, unknown>>;

/** A page of whatever list. */
export interface AnyPage {
  readonly items: readonly { readonly id: string }[];
  /** Absent where a backend only goes forward. */
  readonly previousCursor?: string | null;
  readonly nextCursor: string | null;
  readonly total: { readonly value: number; readonly relation: string };
}

export function isList({ operation }: Method): boolean {
  const output = shapeOf(operation.output);
  return "nextCursor" in output && "total" in output;
}

export async function page(context: ConformanceContext, method: Method, query: Query): Promise<AnyPage> {
  const answer = await ask(context, "admin", method, query);
  if (!isPage(answer)) throw new ConformanceError("the answer is no page");
  return answer as AnyPage;
}

export function idsOf({ items }: AnyPage): readonly string[] {
  return items.map(({ id }) => id);
}

/** Walks a list from page to page, until there are `most` items. */
export async function pagesOf(
  context: ConformanceContext,
  method: Method,
  query: Query,
  most = 400,
): Promise<readonly AnyPage[]> {
  const pages: AnyPage[] = [];
  let cursor: string | null = null;
  let seen = 0;
  do {
    const next: AnyPage = await page(context, method, { ...query, ...(cursor === null ? {} : { cursor }) });
    pages.push(next);
    seen += next.items.length;
    ensure(next.nextCursor !== cursor || cursor === null, "a cursor that leads to itself");
    cursor = next.nextCursor;
  } while (cursor !== null && seen < most);
  return pages;
}

/** What a list can be sorted by. */
export function sortFields({ operation }: Method): readonly string[] {
  const sort = shapeOf(operation.input)["sort"];
  if (sort === undefined) return [];
  const field = shapeOf(defOf(sort).innerType)["field"];
  return field === undefined ? [] : Object.values(defOf(field).entries ?? {});
}

export function listCase(
  { name, port }: Method,
  promise: string,
  run: (context: ConformanceContext) => Promise<void>,
): ConformanceCase {
  return { name: `${name}: ${promise}`, port, family: "lists", needs: [name], run };
}
