import assert from "node:assert/strict";
import { test } from "node:test";
import type { RequestLimits } from "./request-limiter.ts";
import { HOST_KEY, ORIGIN, startTestServer } from "../testing/test-server.ts";

const none: RequestLimits = { perUser: null, perAddress: null, perHostKey: null };
const three = { perSecond: 0.1, burst: 3 };

test("a user who asks too often is refused with the time to wait, others are not", async () => {
  await using crew = await startTestServer({ limits: { ...none, perUser: three } });
  const { admin, head } = crew.company.demoPeople;
  for (let i = 0; i < 3; i++) assert.equal((await crew.ask(admin, "GET /v1/session")).status, 200);
  const { status, headers, body } = await crew.ask(admin, "GET /v1/session");
  assert.deepEqual([status, headers.get("retry-after"), body["code"]], [429, "10", "rate_limited"]);
  assert.equal((await crew.ask(head, "GET /v1/session")).status, 200);
  crew.now = new Date(crew.now.getTime() + 10_000);
  assert.equal((await crew.ask(admin, "GET /v1/session")).status, 200);
});

test("an address that asks too often is refused, whoever it says it is; health is always answered", async () => {
  const limits = { ...none, perAddress: three };
  await using crew = await startTestServer({ limits, trustedProxies: ["10.0.0.1"] });
  const from = async (client: string, path = "/v1/session"): Promise<number> => {
    const request = new Request(`${ORIGIN}/crewdock${path}`, { headers: { "X-Forwarded-For": `1.2.3.4, ${client}` } });
    return (await crew.server.fetch(request, { incoming: { socket: { remoteAddress: "10.0.0.1" } } })).status;
  };
  for (let i = 0; i < 3; i++) assert.equal(await from("198.51.100.7"), 401);
  assert.equal(await from("198.51.100.7"), 429);
  assert.equal(await from("198.51.100.8"), 401);
  assert.equal(await from("198.51.100.7", "/healthz"), 200);
  assert.ok(crew.log.some(({ address, status }) => address === "198.51.100.7" && status === 429));
});

test("the host's backend has a limit of its own, which wrong keys do not use up", async () => {
  await using crew = await startTestServer({ limits: { ...none, perHostKey: three } });
  const mint = async (key: string): Promise<number> => {
    const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ userId: crew.company.demoPeople.admin, origin: ORIGIN, ttlSeconds: 60 });
    return (await crew.raw("POST /v1/tokens", { headers, body })).status;
  };
  for (let i = 0; i < 5; i++) assert.equal(await mint("wrong"), 401);
  for (let i = 0; i < 3; i++) assert.equal(await mint(HOST_KEY), 200);
  assert.equal(await mint(HOST_KEY), 429);
});
