import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HOST_KEY, PASSWORD, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;

before(async () => {
  crew = await startTestServer();
});
after(() => crew[Symbol.asyncDispose]());

async function logIn(body: object): Promise<number> {
  const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
  const response = await crew.raw("POST /v1/logins", { method: "POST", headers, body: JSON.stringify(body) });
  await response.body?.cancel();
  return response.status;
}

function count(statuses: readonly number[], status: number): number {
  return statuses.filter((each) => each === status).length;
}

test("wrong passwords that come all at once are limited like those that come one by one", async () => {
  const { login } = crew.company.users[0]!;
  const statuses = await Promise.all(Array.from({ length: 30 }, (_, i) => logIn({ login, password: `wrong ${i}` })));
  assert.deepEqual([count(statuses, 401), count(statuses, 429)], [10, 20]);
  assert.equal(await logIn({ login, password: PASSWORD }), 429);
});

test("a right password takes nothing from the limit", async () => {
  const { login } = crew.company.users[1]!;
  for (let i = 0; i < 12; i++) assert.equal(await logIn({ login, password: PASSWORD }), 200);
});

test("hosts that tell no address do not share a limit", async () => {
  const attempts = Array.from({ length: 60 }, (_, i) => logIn({ login: `nobody.${i}`, password: "wrong" }));
  assert.equal(count(await Promise.all(attempts), 401), 60);
});

test("an address that was told has a limit over all logins", async () => {
  const ipAddress = "192.0.2.77";
  const attempts = Array.from({ length: 60 }, (_, i) =>
    logIn({ login: `stranger.${i}`, password: "wrong", ipAddress }),
  );
  assert.equal(count(await Promise.all(attempts), 429), 10);
});
