import * as z from "zod/mini";
import { textSchema } from "./primitives.ts";

/**
 * How a list is asked for. Cursors are opaque, and belong to one list: a changed `q`, filter or `sort` starts a new one,
 * a changed `limit` does not. What a list can be narrowed to are further members: the values of one member are
 * alternatives, members are combined.
 */
export interface ListQuery<SortField extends string = string> {
  readonly cursor?: string | undefined;
  /** Items a page, 1 to 200. @default 50 */
  readonly limit?: number | undefined;
  /** Text to search for; what it covers is said at each list. */
  readonly q?: string | undefined;
  readonly sort?: Sort<SortField> | undefined;
}

export interface Sort<Field extends string = string> {
  readonly field: Field;
  readonly direction: "asc" | "desc";
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /**
   * Leads to the page before this one: those items that come right before the first of this page now, in the same order
   * as ever. Null on the first page; null or absent on every page of a backend that only goes forward. Where all before
   * has gone meanwhile, it leads to an empty page, whose `nextCursor` leads on.
   */
  readonly previousCursor?: string | null | undefined;
  /** Where the next page starts; null at the end. */
  readonly nextCursor: string | null;
  /** How many there are in all; `gte` says that the backend stopped counting. */
  readonly total: { readonly value: number; readonly relation: "eq" | "gte" };
}

export function pageSchema<Item>(item: z.ZodMiniType<Item>): z.ZodMiniType<Page<Item>> {
  return z.object({
    items: z.array(item),
    previousCursor: z.optional(z.nullable(z.string())),
    nextCursor: z.nullable(z.string()),
    total: z.object({ value: z.number(), relation: z.enum(["eq", "gte"]) }),
  });
}

/** The members every list query has; spread into the query's own object schema. */
export function listQueryShape<Field extends string>(
  fields: readonly [Field, ...Field[]],
): {
  cursor: z.ZodMiniOptional<z.ZodMiniString>;
  limit: z.ZodMiniOptional<z.ZodMiniNumber>;
  q: z.ZodMiniOptional<z.ZodMiniType<string>>;
  sort: z.ZodMiniOptional<z.ZodMiniType<Sort<Field>>>;
} {
  return {
    cursor: z.optional(z.string().check(z.maxLength(2000))),
    limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
    q: z.optional(textSchema(0, 200)),
    sort: z.optional(
      z.object({ field: z.enum(fields), direction: z.enum(["asc", "desc"]) }) as unknown as z.ZodMiniType<Sort<Field>>,
    ),
  };
}
