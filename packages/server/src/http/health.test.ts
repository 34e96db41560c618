import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { LiveEvent } from "@crewdock/contract";
import { once, userInput } from "../testing/inputs.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";
import type { Db } from "../store/db.ts";

let crew: TestServer;
let admin: string;

before(async () => {
  crew = await startTestServer();
  admin = crew.company.demoPeople.admin;
});
after(() => crew[Symbol.asyncDispose]());

async function health(of: TestServer, path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await of.raw(`GET ${path}`);
  return { status: response.status, body: await response.json() };
}

test("a server on a database with the present schema is ready", async () => {
  assert.deepEqual(await health(crew, "/healthz"), { status: 200, body: { status: "ok" } });
  const ready = { status: "ready", database: "ok", migrations: "ok" };
  assert.deepEqual(await health(crew, "/readyz"), { status: 200, body: ready });
});

test("while the database is away the process is alive but not ready, and says nothing of why", async () => {
  const db = await openMemoryDb();
  let away = false;
  const failing: Db = {
    ...db,
    kind: db.kind,
    query: async (sql, values) => {
      if (away) throw Object.assign(new Error("connect to 10.0.0.5 refused"), { code: "ECONNREFUSED" });
      return db.query(sql, values);
    },
    transaction: (work) => db.transaction(work),
    close: () => db.close(),
  };
  await using server = await startTestServer({ db: failing });
  away = true;
  assert.equal((await health(server, "/healthz")).status, 200);
  const unavailable = { status: "unavailable", database: "away", migrations: "unknown" };
  assert.deepEqual(await health(server, "/readyz"), { status: 503, body: unavailable });
  assert.ok(server.log.some(({ event, errorCode }) => event === "readiness.failed" && errorCode === "ECONNREFUSED"));
  away = false;
  assert.equal((await health(server, "/readyz")).status, 200);
});

test("a database that lacks a step of the schema is not ready", async () => {
  const db = await openMemoryDb();
  await using server = await startTestServer({ db });
  await db.query("delete from schema_migrations where id = (select max(id) from schema_migrations)");
  assert.deepEqual((await health(server, "/readyz")).body, {
    status: "unavailable",
    database: "ok",
    migrations: "missing",
  });
});

test("a draining server is not ready and answers all the same; then streams end politely and no new one is taken", async () => {
  await using server = await startTestServer();
  const headers = { Authorization: `Bearer ${await server.token(admin)}` };
  const stream = await server.raw("GET /v1/events", { headers });
  const text = stream.text(); // ends only when the stream does, and fails when it broke
  const created = await server.ask(admin, "POST /v1/users", { body: userInput("before.stop"), headers: once() });
  assert.equal(created.status, 200);
  const copy = { ...server.server.services };
  server.server.drain();
  assert.equal(copy.isDraining(), true, "in services that were copied before, too");
  assert.deepEqual((await health(server, "/readyz")).status, 503);
  const more = await server.raw("GET /v1/events", { headers });
  assert.equal(more.status, 200);
  server.server.endStreams();
  assert.match(await more.text(), /^: ready/);
  const events = [...(await text).matchAll(/^data: (.+)$/gm)].map(([, json]) => JSON.parse(json!) as LiveEvent);
  assert.ok(events.every(({ type }) => type.length > 0));
  assert.equal((await health(server, "/healthz")).status, 200);
  const refused = await server.raw("GET /v1/events", { headers });
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [503, "1"]);
  assert.equal((await server.ask(admin, "GET /v1/session")).status, 200);
});
