import { fold } from "@crewdock/contract/serve";
import type { SqlValue, Transaction } from "../db.ts";
import type { Migration } from "../migrate.ts";

/** So many rows are in memory at once. */
const PORTION = 1000;

/**
 * Columns that 0016 filled by SQL's `lower`, as the code has always written them since: without accents, and with each
 * number of an extension filled up.
 */
export const refoldedColumns: Migration = {
  id: "0023-refolded-columns",
  sql: "-- what people search by is folded by code",
  code: async (tx) => {
    await refold(tx, {
      table: "users",
      column: "extension_key",
      // 0016 wrote a single number of up to 12 digits as it is to be
      stale: `select u.tenant_id, u.id, s.login as text, null as more, u.extension_key as old from users u
        join sip_accounts s on s.tenant_id = u.tenant_id and s.user_id = u.id where s.login !~ '^[0-9]{1,12}$'`,
      key: ({ text }) => fold(text).replace(/\d+/g, (digits) => digits.padStart(12, "0")),
    });
    await refold(tx, {
      table: "login_records",
      column: "search",
      // of ASCII in lower case nothing is folded
      stale: `select tenant_id, id, login as text, ip_address as more, search as old from login_records
        where octet_length(search) <> char_length(search) or search <> lower(search)`,
      key: ({ text, more }) => fold(`${text}\n${more ?? ""}`),
    });
  },
};

interface Row {
  readonly tenant_id: string;
  readonly id: string;
  readonly text: string;
  readonly more: string | null;
  readonly old: string;
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly stale: string;
  readonly key: (row: Row) => string;
}

async function refold(tx: Transaction, { table, column, stale, key }: Column): Promise<void> {
  let after: readonly SqlValue[] = ["", ""];
  for (;;) {
    const rows = await tx.query<Row>(
      `select * from (${stale}) s where (tenant_id, id) > ($1, $2) order by tenant_id, id limit ${PORTION}`,
      after,
    );
    const last = rows.at(-1);
    if (!last) return;
    after = [last.tenant_id, last.id];
    const changed = rows.map((row) => ({ ...row, key: key(row) })).filter((row) => row.key !== row.old);
    await tx.query(
      `update ${table} t set ${column} = n.key
       from unnest($1::text[], $2::text[], $3::text[]) as n (tenant_id, id, key)
       where t.tenant_id = n.tenant_id and t.id = n.id`,
      [changed.map((row) => row.tenant_id), changed.map(({ id }) => id), changed.map((row) => row.key)],
    );
  }
}
