import assert from "node:assert/strict";
import { test } from "node:test";
import type { Db, Queries } from "../store/db.ts";
import { openBlankDb, openMemoryDb } from "../testing/memory-db.ts";
import { checkAudit } from "./audit.ts";
import { readConfiguration } from "./configuration.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import type { CommandContext } from "./open-server.ts";

/** What the command is given for a database, which stays open behind it; whatever it asks is written down. */
function contextOf(db: Db): Omit<CommandContext, "log"> & { readonly asked: string[] } {
  const reading = readConfiguration({
    CREWDOCK_DATA: "unused",
    CREWDOCK_HOST_KEY: "h".repeat(32),
    CREWDOCK_TOKEN_KEYS: `k1:${"t".repeat(32)}`,
    CREWDOCK_SEAL_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
  });
  assert.ok(reading.ok);
  const asked: string[] = [];
  const watched = (queries: Queries): Queries => ({
    query: (sql, ...rest) => {
      asked.push(sql);
      return queries.query(sql, ...rest);
    },
  });
  const database: Db = {
    kind: db.kind,
    ...watched(db),
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          ...watched(tx),
          send: (sql, ...rest) => {
            asked.push(sql);
            tx.send(sql, ...rest);
          },
          script: (sql) => {
            asked.push(sql);
            return tx.script(sql);
          },
        }),
      ),
    close: async () => {},
  };
  return { configuration: reading.configuration, database: async () => database, asked };
}

test("looking through the audit log only reads", async (t) => {
  const db = await openMemoryDb();
  t.after(() => db.close());
  const context = contextOf(db);
  assert.equal((await checkAudit(context)).brokenAt, null);
  assert.ok(context.asked.length > 0);
  for (const sql of context.asked) assert.match(sql, /^\s*select (?!.*for update)/s);
});

test("a database that lacks steps of the schema is left as it is, and the exit code says so", async (t) => {
  const db = await openMemoryDb();
  t.after(() => db.close());
  await db.query("delete from schema_migrations where id = (select max(id) from schema_migrations)");
  const context = contextOf(db);
  await assert.rejects(checkAudit(context), (error) => {
    return (
      error instanceof CommandError && error.exitCode === exitCodes.database && /older version/.test(error.message)
    );
  });
  for (const sql of context.asked) assert.match(sql, /^\s*select (?!.*for update)/s);
});

test("an empty database gets no schema by it", async (t) => {
  const db = await openBlankDb();
  t.after(() => db.close());
  await assert.rejects(checkAudit(contextOf(db)), CommandError);
  const tables = await db.query("select 1 from information_schema.tables where table_schema = 'public'");
  assert.equal(tables.length, 0);
});
