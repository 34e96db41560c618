import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { SipCheckReport } from "@crewdock/contract";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const RIGHT = "planted-right-password";
let crew: TestServer;
let tries = 0;

before(async () => {
  crew = await startTestServer({
    checkSipAccount: async ({ password }): Promise<SipCheckReport> => {
      tries += 1;
      if (password === "breaks") throw new TypeError("the check is broken");
      const failure = { code: "bad_login", stage: "login", retryable: false, status: 403 } as const;
      return { ok: password === RIGHT, stages: [], failure: password === RIGHT ? null : failure, ms: 1 };
    },
  });
});
after(() => crew[Symbol.asyncDispose]());
beforeEach(() => {
  tries = 0;
  crew.now = new Date(crew.now.getTime() + 11 * 60_000); // rate limits of the test before are over
});

async function check(password: string, login = "6001"): Promise<number> {
  const account = { id: null, login, password, domain: "sip.example", port: 5060, transport: "ws", webSocketUrl: null };
  return (await crew.ask(crew.company.demoPeople.admin, "POST /v1/sip-accounts/check", { body: account })).status;
}

test("wrong passwords close the check of that account, all at once as well as one by one, and of no other", async () => {
  const statuses = await Promise.all(Array.from({ length: 10 }, (_, i) => check(`wrong ${i}`)));
  assert.deepEqual([tries, statuses.filter((status) => status === 429).length], [3, 7]);
  assert.equal(await check(RIGHT), 429);
  assert.equal(await check(RIGHT, "6002"), 200);
});

test("right passwords count for nothing but the number of checks", async () => {
  for (let i = 0; i < 20; i++) assert.equal(await check(RIGHT), 200);
  assert.equal(await check(RIGHT), 429);
});

test("a check that broke may have guessed, so it counts", async () => {
  for (let i = 0; i < 3; i++) assert.equal(await check("breaks"), 500);
  assert.equal(await check(RIGHT), 429);
});
