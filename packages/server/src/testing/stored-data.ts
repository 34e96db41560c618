import type { Db } from "../store/db.ts";

/** Tables in which the server keeps its own books, whatever was asked of it and whether or not it was refused. */
const OWN_BOOKS: readonly string[] = [
  "action_uses",
  "attempts",
  "audit_heads",
  "idempotent_answers",
  "login_records",
  "outbox_head",
  "proven_logins",
  "schema_migrations",
];
/** Tables whose rows the server numbers or chains after the commit, and the columns that it fills then. */
const NUMBERED_LATER: Readonly<Record<string, string>> = {
  audit_records: "chain_no, chain_hash",
  outbox: "seq",
};

/** Takes prints of all that is stored: two of them are the same when nothing was written in between. */
export async function dataPrinter(db: Db): Promise<() => Promise<string>> {
  await noteRewriting(db);
  const tables = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_name <> all($1::text[]) order by 1`,
    [OWN_BOOKS],
  );
  // the system column `xmin` names the transaction that wrote a row as it is, so that no row need be read whole
  const counts = tables.map(({ name }) => {
    const writers = name in NUMBERED_LATER ? "0" : "coalesce(sum(xmin::text::bigint), 0)";
    return `select '${name}' as name, count(*) || ' ' || ${writers} as rows from ${name}`;
  });
  const sql = `select string_agg(name || ' ' || rows, ', ' order by name) as print from (${counts.join(" union all ")}) each`;
  return async () => (await db.query<{ print: string }>(sql, [], { keepPlan: true }))[0]?.print ?? "";
}

/** From now on a table of its own has a row for each row that is changed or deleted where rows are numbered later. */
async function noteRewriting(db: Db): Promise<void> {
  await db.query("create table rewritten (name text not null)");
  await db.query(
    `create function note_rewriting() returns trigger language plpgsql as
     $$ begin insert into rewritten values (tg_table_name); return null; end $$`,
  );
  for (const [table, columns] of Object.entries(NUMBERED_LATER)) {
    const content = (row: string): string => `to_jsonb(${row}) - '{${columns}}'::text[]`;
    await db.query(
      `create trigger note_change after update on ${table} for each row
       when (${content("old")} is distinct from ${content("new")}) execute function note_rewriting()`,
    );
    await db.query(
      `create trigger note_removal after delete on ${table} for each row execute function note_rewriting()`,
    );
  }
}
