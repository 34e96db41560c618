import assert from "node:assert/strict";
import { test } from "node:test";
import { openBlankDb } from "../testing/memory-db.ts";
import { migrate, migrations } from "./migrate.ts";

test("a role that was stored with the former right to see the organisation loses just that", async () => {
  const db = await openBlankDb();
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

test("recordings that were stored whole are moved into chunks as they were", async () => {
  const db = await openBlankDb();
  try {
    await migrate(
      db,
      migrations.filter(({ id }) => id < "0019"),
    );
    const sound = Uint8Array.from({ length: 600_000 }, (_, at) => (at + (at >> 8) * 17) & 255);
    await db.query("insert into tenants (id) values ('main')");
    await db.query(
      `insert into call_records (tenant_id, id, user_id, direction, number, started_at, result, search)
       values ('main', 'long', 'u', 'incoming', '1', now(), 'answered', ''), ('main', 'short', 'u', 'incoming', '1', now(), 'answered', '')`,
    );
    await db.query(
      `insert into call_recordings (tenant_id, call_id, media_type, seconds, bytes, at)
       values ('main', 'long', 'audio/ogg', 3, $1, now()), ('main', 'short', 'audio/ogg', 3, $2, now())`,
      [sound, sound.subarray(0, 5)],
    );
    await migrate(db);
    const rows = await db.query<{ call_id: string; size: number; starts: number[]; bytes: Uint8Array }>(
      `select r.call_id, r.size, array_agg(c.start order by c.start) as starts, string_agg(c.bytes, '' order by c.start) as bytes
       from call_recordings r join recording_chunks c on c.content_id = r.content_id
       join recording_contents o on o.id = r.content_id and o.attached group by r.call_id, r.size order by r.call_id`,
    );
    assert.deepEqual(
      rows.map(({ call_id, size, starts }) => [call_id, size, starts]),
      [
        ["long", 600_000, [0, 262_144, 524_288]],
        ["short", 5, [0]],
      ],
    );
    assert.deepEqual(rows[0]?.bytes, sound);
    assert.deepEqual(rows[1]?.bytes, sound.subarray(0, 5));
  } finally {
    await db.close();
  }
});

test("what numbers were stored with twice stands once, and departments that are gone go", async () => {
  const db = await openBlankDb();
  try {
    await migrate(
      db,
      migrations.filter(({ id }) => id < "0022"),
    );
    await db.query("insert into tenants (id) values ('main')");
    await db.query("insert into departments (tenant_id, id, name) values ('main', 'a', 'A'), ('main', 'b', 'B')");
    await db.query(
      `insert into phone_numbers (tenant_id, id, number, name, uses, department_ids) values
       ('main', '1', '+1', 'Twice', '{sms,calls,sms}', '{b,a,b}'), ('main', '2', '+2', 'Gone', '{}', '{gone}'),
       ('main', '3', '+3', 'Open', '{calls}', null), ('main', '4', '+4', 'Fine', '{calls,sms}', '{b,a}')`,
    );
    await migrate(db);
    assert.deepEqual(await db.query("select id, uses, department_ids, version from phone_numbers order by id"), [
      { id: "1", uses: ["sms", "calls"], department_ids: ["b", "a"], version: 2 },
      { id: "2", uses: [], department_ids: [], version: 2 },
      { id: "3", uses: ["calls"], department_ids: null, version: 1 },
      { id: "4", uses: ["calls", "sms"], department_ids: ["b", "a"], version: 1 },
    ]);
  } finally {
    await db.close();
  }
});
