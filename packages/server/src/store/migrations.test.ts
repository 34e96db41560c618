import assert from "node:assert/strict";
import { test } from "node:test";
import { openEmbedded } from "./embedded.ts";
import { migrate, migrations } from "./migrate.ts";

test("a role that was stored with the former right to see the organisation loses just that", async () => {
  const db = await openEmbedded();
  try {
    await migrate(
      db,
      migrations.filter(({ id }) => id < "0006"),
    );
    await db.query("insert into tenants (id) values ('main')");
    await db.query(
      `insert into roles (tenant_id, id, name, name_key, grants, created_at, updated_at) values
       ('main', 'a', 'A', 'a', '{"org.view":"any","org.manage":"any"}', now(), now()),
       ('main', 'b', 'B', 'b', '{"deal.view":"own"}', now(), now())`,
    );
    await migrate(db);
    assert.deepEqual(await db.query("select id, grants, version from roles order by id"), [
      { id: "a", grants: { "org.manage": "any" }, version: 2 },
      { id: "b", grants: { "deal.view": "own" }, version: 1 },
    ]);
  } finally {
    await db.close();
  }
});
