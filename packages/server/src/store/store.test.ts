import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page, User } from "@crewdock/contract";
import { fold, matches } from "@crewdock/contract/serve";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";
import { databaseTrouble, type Db, violatedUnique } from "./db.ts";
import { containsPattern } from "./contains-pattern.ts";
import { migrate, MigrationError, migrations } from "./migrate.ts";

function storeTests(open: () => Promise<Db>): void {
  let db: Db;
  let crew: TestServer;

  before(async () => {
    db = await open();
    crew = await startTestServer({ db });
  });
  after(() => crew[Symbol.asyncDispose]());

  test("migrating again does nothing", async () => {
    assert.deepEqual(await migrate(db), []);
  });

  test("a migration that was changed after it ran is refused, and so is a database that is ahead", async () => {
    const [first] = migrations;
    await assert.rejects(
      migrate(db, [{ ...first!, sql: `${first!.sql} -- later` }, ...migrations.slice(1)]),
      MigrationError,
    );
    await assert.rejects(migrate(db, []), MigrationError);
  });

  test("a migration that fails leaves nothing behind", async () => {
    const bad = { id: "9999-bad", sql: "create table half (id int); select nonsense;" };
    await assert.rejects(migrate(db, [...migrations, bad]));
    assert.deepEqual(await db.query("select to_regclass('half') is null as gone"), [{ gone: true }]);
  });

  test("a migration may take its time", async () => {
    const tell = "do $$ begin raise exception 'limit %', current_setting('statement_timeout'); end $$";
    await assert.rejects(migrate(db, [...migrations, { id: "9999-long", sql: tell }]), { message: "limit 0" });
  });

  test("a transaction that throws stores nothing", async () => {
    const failing = db.transaction(async (tx) => {
      await tx.query("insert into tenants (id) values ('lost')");
      throw new RangeError("on purpose");
    });
    await assert.rejects(failing, RangeError);
    assert.deepEqual(await db.query("select id from tenants where id = 'lost'"), []);
  });

  test("a violated unique constraint is known by its name", async () => {
    const twice = db.query("insert into tenants (id) values ('main')");
    await assert.rejects(twice, (error) => violatedUnique(error) === "tenants_pkey");
    assert.equal(violatedUnique(new Error("duplicate key")), undefined);
  });

  test("values of every kind come back as they went in", async () => {
    const at = new Date("2026-03-01T09:30:00.123Z");
    const text = "a'b\"c\\d%_ 👩🏽‍🚀";
    const [row] = await db.query<Record<string, unknown>>(
      "select $1::text as t, $2::timestamptz as d, $3::text[] as l, $4::jsonb as j, $5::int as n, $6::boolean as b, $7::text as z",
      [text, at, [text, ""], JSON.stringify({ text }), 7, true, null],
    );
    assert.deepEqual(row, { t: text, d: at, l: [text, ""], j: { text }, n: 7, b: true, z: null });
  });

  test("people are searched, sorted and paged alike", async () => {
    const { admin } = crew.company.demoPeople;
    const names: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const answer: { body: Page<User> } = await crew.ask<Page<User>>(
        admin,
        `GET /v1/users?limit=17${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      names.push(
        ...answer.body.items.map(({ name }) =>
          fold([name.last, name.first, name.patronymic].filter(Boolean).join(" ")),
        ),
      );
      cursor = answer.body.nextCursor;
    }
    assert.equal(names.length, 60);
    const byCodePoint = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(names, byCodePoint);
  });

  test("SQL finds what the contract's own search finds, whatever the script", async () => {
    const texts = `Йод|йод|Иод|Ёлка|елка|Łódź|lodz|Straße|STRASSE|strasse|İzmir|ızmir|izmir|Müller|Mu\u0308ller|muller|
      Е\u0301лка|ﬁn|100%_\\|a_b|axb|👩🏽‍🚀 Sally|❤️|❤|Ærø|aero|ΟΔΟΣ|\u0301| \u00a0x\u00a0|И\u0306од|ў|у|ї|і|Œuvre|%|_|\\`.split(
      "|",
    );
    for (const q of texts) {
      const rows = await db.query<{ text: string; found: boolean }>(
        "select text, folded like $3 as found from unnest($1::text[], $2::text[]) as given(text, folded)",
        [texts, texts.map(fold), containsPattern(q)],
      );
      const inSql = rows.filter(({ found }) => found).map(({ text }) => text);
      assert.deepEqual(
        inSql,
        texts.filter((text) => matches(q, [text])),
        JSON.stringify(q),
      );
      assert.ok(inSql.includes(q), JSON.stringify(q));
    }
  });

  test("parallel duplicates and parallel changes end well", async () => {
    const { admin } = crew.company.demoPeople;
    const headers = once();
    const body = userInput("together");
    const made = await Promise.all([1, 2, 3].map(() => crew.ask<User>(admin, "POST /v1/users", { body, headers })));
    assert.equal(new Set(made.map((answer) => answer.body.id)).size, 1);
    const path = `PATCH /v1/users/${made[0]!.body.id}`;
    const statuses = await Promise.all(
      [1, 2, 3].map((number) =>
        crew.ask(admin, path, { body: { serviceNumber: `${number}` }, headers: { "If-Match": '"1"' } }),
      ),
    );
    assert.deepEqual(statuses.map(({ status }) => status).sort(), [200, 412, 412]);
  });

  test("an event of another instance arrives within a second", async () => {
    if (db.kind === "embedded") return; // has one instance only
    const { admin } = crew.company.demoPeople;
    const other = await startTestServer({ db });
    const events = await readEvents(other, admin);
    const started = performance.now();
    await crew.server.publish({ type: "org.changed", id: null });
    assert.equal((await events.next()).type, "org.changed");
    assert.ok(performance.now() - started < 1000);
    await events.close();
    await other.server.close();
  });
}

onBothDatabases(storeTests);

test("folding finds what people mean and keeps letters that differ apart", () => {
  assert.equal(fold("Лёша ŁUKASZ São Straße"), "леша lukasz sao strasse");
  assert.equal(fold("Йод"), "йод");
  assert.notEqual(fold("Йод"), fold("Иод"));
  assert.equal(containsPattern("100%_\\"), "%100\\%\\_\\\\%");
});

test("a database that is away is told from one that refuses", () => {
  const coded = (code: string): Error => Object.assign(new Error("from the driver"), { code });
  for (const code of ["ECONNREFUSED", "57P01", "08006", "53300", "40P01"])
    assert.equal(databaseTrouble(coded(code)), "unavailable", code);
  assert.equal(databaseTrouble(coded("57014")), "timeout");
  for (const code of ["22P02", "22007", "22008"]) assert.equal(databaseTrouble(coded(code)), "validation", code);
  for (const code of ["23505", "42601", "ENOENT"]) assert.equal(databaseTrouble(coded(code)), undefined, code);
});
