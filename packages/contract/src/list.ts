import * as z from "zod/mini";

/** How a list is asked for. Cursors are opaque; a changed `q`, `filter` or `sort` starts a new list. */
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
  /** Where the next page starts; null at the end. */
  readonly nextCursor: string | null;
  /** How many there are in all; `gte` says that the backend stopped counting. */
  readonly total: { readonly value: number; readonly relation: "eq" | "gte" };
}

export function pageSchema<Item>(item: z.ZodMiniType<Item>): z.ZodMiniType<Page<Item>> {
  return z.object({
    items: z.array(item),
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
  q: z.ZodMiniOptional<z.ZodMiniString>;
  sort: z.ZodMiniOptional<z.ZodMiniType<Sort<Field>>>;
} {
  return {
    cursor: z.optional(z.string().check(z.maxLength(2000))),
    limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
    q: z.optional(z.string().check(z.maxLength(200))),
    sort: z.optional(
      z.object({ field: z.enum(fields), direction: z.enum(["asc", "desc"]) }) as unknown as z.ZodMiniType<Sort<Field>>,
    ),
  };
}
