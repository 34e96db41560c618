import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { LoginRecord, Page } from "@crewdock/contract";
import { type Answer, HOST_KEY, PASSWORD, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let manager: string;
let started: Date;

before(async () => {
  crew = await startTestServer();
  ({ admin, manager } = crew.company.demoPeople);
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
      { login: "nobody.at.all", userId: null, result: "wrong", address: "203.0.113.7", seconds: 3 },
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

test("the log narrows down by person, result, time and text, and goes page by page", async () => {
  const { login } = crew.company.users.find(({ id }) => id === manager)!;
  assert.deepEqual(await shown(`userId=${manager}`), [`${login} ok`, `${login} wrong`]);
  const results = encodeURIComponent(JSON.stringify(["ok", "refused"]));
  assert.deepEqual(await shown(`results=${results}`), [`${login} ok`]);
  assert.deepEqual(await shown("q=2001:DB8"), [`${login} wrong`]);
  assert.deepEqual(await shown("q=NOBODY"), ["nobody.at.all wrong"]);
  const at = encodeURIComponent(new Date(started.getTime() + 2000).toISOString());
  assert.deepEqual(await shown(`from=${at}`), ["nobody.at.all wrong", `${login} ok`]);
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
