import type { Db } from "../store/db.ts";

/** Tables in which the server keeps its own books, whatever was asked of it and whether or not it was refused. */
const OWN_BOOKS: readonly string[] = [
  "attempts",
  "audit_heads",
  "idempotent_answers",
  "login_records",
  "outbox_head",
  "proven_logins",
  "schema_migrations",
];
/** Tables whose rows the server numbers or chains after the commit: new rows count in them, not what a row has become. */
const NUMBERED_LATER: readonly string[] = ["audit_records", "outbox"];

/** Takes prints of all that is stored: two of them are the same when nothing was written in between. */
export async function dataPrinter(db: Db): Promise<() => Promise<string>> {
  const tables = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_name <> all($1::text[]) order by 1`,
    [OWN_BOOKS],
  );
  // the system column `xmin` names the transaction that wrote a row as it is, so that no row need be read whole
  const counts = tables.map(({ name }) => {
    const writers = NUMBERED_LATER.includes(name) ? "0" : "coalesce(sum(xmin::text::bigint), 0)";
    return `select '${name}' as name, count(*) || ' ' || ${writers} as rows from ${name}`;
  });
  const sql = `select string_agg(name || ' ' || rows, ', ' order by name) as print from (${counts.join(" union all ")}) each`;
  return async () => (await db.query<{ print: string }>(sql, [], { keepPlan: true }))[0]?.print ?? "";
}
