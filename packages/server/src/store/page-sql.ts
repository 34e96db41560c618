/** Which rows of a list make a page, and in which order. */
export interface PageOrder {
  /** What the list is sorted by, and what tells rows of one sort value apart. */
  readonly key: string;
  readonly id: string;
  /** How both compare with the cursor, such as `> ($3::text, $4)`; null for the first page. */
  readonly beyond: string | null;
  readonly direction: "asc" | "desc";
  readonly rows: number;
}

/** Keys and ids of a page, from all the rows that `from` leads to. */
export function sortedPage(from: string, { key, id, beyond, direction, rows }: PageOrder): string {
  return `select * from (select ${key} as cursor_key, ${id} as cursor_id from ${from}) found
    ${beyond === null ? "" : `where (cursor_key, cursor_id) ${beyond}`}
    order by cursor_key ${direction}, cursor_id ${direction} limit ${rows}`;
}

/**
 * The same where `key` is the id of a group and `groups` gives for each group what it is sorted by: at most a page of each
 * group, to which an index on group and id leads, or of all that `from` leads to, where a search narrows it down at once.
 */
export function groupedPage(
  from: string,
  { key, id, beyond, direction, rows }: PageOrder,
  groups: string,
  reading: "each" | "all",
): string {
  const past = beyond === null ? "" : `where (cursor_key, cursor_id) ${beyond}`;
  const given = `(select group_id, sort_key collate "C" as cursor_key from ${groups} named (group_id, sort_key)) given`;
  const found =
    reading === "each"
      ? `select cursor_key, cursor_id from ${given} cross join lateral (
           select * from (select ${id} as cursor_id from ${from} and ${key} = given.group_id) member
           ${past} order by cursor_id ${direction} limit ${rows}
         ) members`
      : `select cursor_key, cursor_id from ${given} join
           (select ${id} as cursor_id, ${key} as group_id from ${from} offset 0) members using (group_id)`;
  return `select * from (${found}) found ${past} order by cursor_key ${direction}, cursor_id ${direction} limit ${rows}`;
}

/** So many rows are looked at in the order of the list before all that fit are fetched and sorted. */
const WALK = 2_000;

/**
 * The same for conditions that many rows fulfil: looks at the next {@link WALK} rows in the order of the index, and runs
 * `otherwise` only where these do not fill the page. Fetching and sorting whatever has a frequent text grows with the table.
 */
export function walkedPage(
  table: string,
  alias: string,
  where: readonly string[],
  { key, id, beyond, direction, rows }: PageOrder,
  otherwise: string,
): string {
  return `with walked as materialized (
      select cursor_key, ${id} as cursor_id from (
        select ${alias}.*, ${key} as cursor_key from ${table} ${alias}
        where ${alias}.tenant_id = $1 ${beyond === null ? "" : `and (${key}, ${id}) ${beyond}`}
        order by ${key} ${direction}, ${id} ${direction} limit ${WALK}
      ) ${alias} where ${where.join(" and ")} order by cursor_key ${direction}, cursor_id ${direction} limit ${rows}
    )
    select * from walked where (select count(*) from walked) = ${rows}
    union all select * from (${otherwise}) sorted where (select count(*) from walked) < ${rows}`;
}
