import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { LoginRecord, Page } from "@crewdock/contract";
import { recordLogin } from "../auth/login-records.ts";
import { maintain } from "../maintenance.ts";
import { type Answer, HOST_KEY, PASSWORD, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let manager: string;
let head: string;
let started: Date;
const DAY_MS = 24 * 60 * 60_000;
const nobody = { login: "nobody", ipAddress: null, userAgent: null, sessionId: null };

before(async () => {
  crew = await startTestServer();
  ({ admin, head, manager } = crew.company.demoPeople);
  started = crew.now;
});
after(() => crew[Symbol.asyncDispose]());

function attempt(login: string, password: string, ipAddress: string): Promise<Response> {
  crew.now = new Date(crew.now.getTime() + 1000);
  return crew.raw("POST /v1/logins", {
    headers: { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ login, password, ipAddress, userAgent: "Firefox on a test" }),
  });
}

interface StoredLogins {
  readonly rows: readonly { readonly login: string; readonly userId: string | null }[];
  /** All that is stored of them. */
  readonly text: string;
}

async function stored(where: string): Promise<StoredLogins> {
  const rows = await crew.server.db.query<{ login: string; userId: string | null }>(
    `select *, user_id as "userId" from login_records where ${where}`,
  );
  return { rows, text: JSON.stringify(rows) };
}

function ask<Body = Page<LoginRecord>>(query: string, actor = admin): Promise<Answer<Body>> {
  return crew.ask<Body>(actor, `GET /v1/logins?${query}`);
}

const shown = async (query: string): Promise<readonly string[]> =>
  (await ask(query)).body.items.map(({ login, result }) => `${login} ${result}`);

test("every attempt is told with its result, the newest first, and never with the password", async () => {
  const { login } = crew.company.users.find(({ id }) => id === manager)!;
  await attempt(login, "wrong password", "2001:DB8:0:0:0:0:0:1");
  await attempt(login, PASSWORD, "203.0.113.7");
  await attempt("nobody.at.all", "wrong password", "203.0.113.7");
  const { body } = await ask("");
  assert.deepEqual(
    body.items.map(({ id: _id, ...record }) => record),
    [
      { login: "n…", userId: null, result: "wrong", address: "203.0.113.7", seconds: 3 },
      { login, userId: manager, result: "ok", address: "203.0.113.7", seconds: 2 },
      { login, userId: manager, result: "wrong", address: "2001:db8::1", seconds: 1 },
    ].map(({ seconds, ...record }) => ({
      ...record,
      at: new Date(started.getTime() + seconds * 1000).toISOString(),
      userAgent: "Firefox on a test",
      place: null,
      sessionId: body.items.find(({ result }) => result === record.result)?.sessionId ?? null,
    })),
  );
  assert.doesNotMatch(JSON.stringify(body), /wrong password|Gravel otter/);
});

test("what a stranger typed as a login may be a password: one letter of it is kept, also beyond the limit", async () => {
  const typed = "🦦 hunter2 typed in the wrong field";
  for (let i = 0; i < 12; i++) await attempt(typed, "wrong password", `198.51.100.${i}`);
  const { rows, text } = await stored("login like '🦦%'");
  assert.ok(rows.every(({ login, userId }) => login === "🦦…" && userId === null));
  assert.equal(rows.length, 11);
  assert.doesNotMatch(text, /hunter/);
  await crew.server.db.query("delete from login_records where login = '🦦…'");
});

test("an attempt that is held off is written down once in a window, and with the person it is about", async () => {
  const started = crew.now;
  const { login, id } = crew.company.users.find((user) => user.id === head)!;
  for (let i = 0; i < 25; i++) await attempt(login.toUpperCase(), "wrong password", "198.51.100.99");
  const held = async (): Promise<number> => {
    const { rows } = await stored(`result = 'rate_limited' and user_id = '${id}'`);
    return rows.length;
  };
  assert.equal(await held(), 1);
  crew.now = new Date(started.getTime() + 16 * 60_000);
  for (let i = 0; i < 25; i++) await attempt(login, "wrong password", "198.51.100.99");
  assert.equal(await held(), 2);
  await crew.server.db.query("delete from login_records where user_id = $1", [id]);
  crew.now = started;
});

test("what is older than the log is kept for is cleared away", async (t) => {
  const { db } = crew.server;
  const kept = async (): Promise<number> => (await db.query("select 1 from login_records")).length;
  const before = await kept();
  await maintain({ ...crew.server.services, now: () => new Date(crew.now.getTime() + 399 * DAY_MS) });
  assert.equal(await kept(), before);
  const short = await startTestServer({ loginLogDays: 30, now: () => new Date(crew.now.getTime() + 31 * DAY_MS) });
  t.after(() => short[Symbol.asyncDispose]());
  await recordLogin(short.server.db, "main", crew.now, { ...nobody, userId: null, result: "wrong" });
  await recordLogin(short.server.db, "main", new Date(crew.now.getTime() + 2 * DAY_MS), {
    ...nobody,
    userId: null,
    result: "wrong",
  });
  await maintain(short.server.services);
  assert.equal((await short.server.db.query("select 1 from login_records")).length, 1);
});

test("the log narrows down by person, result, time and text, and goes page by page", async () => {
  const { login } = crew.company.users.find(({ id }) => id === manager)!;
  assert.deepEqual(await shown(`userId=${manager}`), [`${login} ok`, `${login} wrong`]);
  const results = encodeURIComponent(JSON.stringify(["ok", "refused"]));
  assert.deepEqual(await shown(`results=${results}`), [`${login} ok`]);
  assert.deepEqual(await shown("q=2001:DB8"), [`${login} wrong`]);
  assert.deepEqual(await shown("q=NOBODY"), []);
  const at = encodeURIComponent(new Date(started.getTime() + 2000).toISOString());
  assert.deepEqual(await shown(`from=${at}`), ["n… wrong", `${login} ok`]);
  assert.deepEqual(await shown(`to=${at}`), [`${login} wrong`]);
  const { body: first } = await ask("limit=2");
  const { body: second } = await ask(`limit=2&cursor=${first.nextCursor}`);
  assert.deepEqual([first.items.length, second.items.length, second.nextCursor], [2, 1, null]);
});

test("everybody sees their own log-ins, others' take a right", async () => {
  const own = await ask(`userId=${manager}`, manager);
  assert.deepEqual([own.status, own.body.items.length], [200, 2]);
  for (const query of ["", `userId=${admin}`]) assert.equal((await ask(query, manager)).status, 403, query);
});
