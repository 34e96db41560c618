import assert from "node:assert/strict";
import { test } from "node:test";
import { openBlankDb } from "../testing/memory-db.ts";
import { migrate, migrations } from "./migrate.ts";

test("what was sorted and searched by before the code did it is found and sorted as what came later", async () => {
  const db = await openBlankDb();
  try {
    await migrate(
      db,
      migrations.filter(({ id }) => id < "0016"),
    );
    await db.query("insert into tenants (id) values ('main')");
    await db.query("insert into departments (tenant_id, id, name) values ('main', 'd', 'D')");
    const extensions = ["12", "9a", "Łódź7", "1234567890123"];
    for (const [index, extension] of extensions.entries()) {
      const id = `u${index}`;
      await db.query(
        `insert into users (tenant_id, id, state, last_name, first_name, sort_name, email, email_key, login, login_key,
           time_zone, department_id, search, created_at, updated_at)
         values ('main', $1, 'active', 'A', 'B', 'a b', $1, $1, $1, $1, 'UTC', 'd', '', now(), now())`,
        [id],
      );
      await db.query(
        `insert into sip_accounts (tenant_id, id, user_id, login, domain, port, transport, password_sealed)
         values ('main', $1, $1, $2, 'sip.example', 5060, 'udp', '')`,
        [id, extension],
      );
    }
    const logins = [
      ["ASCII.Only", "192.0.2.1"],
      ["Лёша", null],
      ["ŁUKASZ", "The Office"],
    ] as const;
    for (const [index, [login, address]] of logins.entries())
      await db.query(
        "insert into login_records (tenant_id, id, at, login, result, ip_address) values ('main', $1, now(), $2, 'ok', $3)",
        [`l${index}`, login, address],
      );
    // more than one portion, of which the last one is at the end
    await db.query(
      `insert into login_records (tenant_id, id, at, login, result)
       select 'main', 'm' || to_char(n, 'FM0000'), now(), 'É' || n, 'wrong' from generate_series(1, 2500) n`,
    );
    await migrate(db);
    assert.deepEqual(
      (await db.query<{ key: string }>("select extension_key as key from users order by id")).map(({ key }) => key),
      ["000000000012", "000000000009a", "lodz000000000007", "1234567890123"],
    );
    assert.deepEqual(
      (await db.query<{ search: string }>("select search from login_records where id like 'l%' order by id")).map(
        ({ search }) => search,
      ),
      ["ascii.only\n192.0.2.1", "леша\n", "lukasz\nthe office"],
    );
    assert.deepEqual(await db.query("select count(*)::int as n from login_records where search like 'e%'"), [
      { n: 2500 },
    ]);
  } finally {
    await db.close();
  }
});
