import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, CrewError } from "@crewdock/contract";
import { createRestAdapter } from "./index.ts";
import { json, problem, ScriptedServer, type Step } from "./testing/scripted-server.ts";
import { failure, inAnHour, organisation, storedRole, wire } from "./testing/wired.ts";

test("input goes into path, If-Match, body and query as the operation says, the token only into its header", async (t) => {
  const server = await ScriptedServer.start(
    t,
    json(200, storedRole),
    json(200, { items: [], nextCursor: null, total: { value: 0, relation: "eq" } }),
  );
  const { client } = wire(server);
  await client.roles.update({ id: "r:1", version: "6", patch: { name: "Auditor" } });
  await client.users.list({ q: "ó & ł", states: ["active"], sort: { field: "name", direction: "desc" }, limit: 5 });
  const [update, list] = server.seen;
  assert.equal(update?.method, "PATCH");
  assert.equal(update?.url, "/v1/roles/r%3A1");
  assert.equal(update?.headers["if-match"], '"6"');
  assert.equal(update?.headers["authorization"], "Bearer token-1");
  assert.equal(update?.headers["accept-language"], "pl");
  assert.equal(update?.headers["cookie"], undefined);
  assert.deepEqual(update?.body, { name: "Auditor" });
  const query = new URL(list?.url ?? "", server.baseUrl).searchParams;
  assert.equal(query.get("q"), "ó & ł");
  assert.equal(query.get("states"), '["active"]');
  assert.equal(query.get("sort"), '{"field":"name","direction":"desc"}');
  assert.equal(query.get("limit"), "5");
  assert.ok(server.seen.every(({ url }) => !url.includes("token-")));
});

test("the record of a call goes on when the page is closed, a list does not", async () => {
  const sent: { readonly method: string; readonly keepalive: boolean }[] = [];
  const adapter = createRestAdapter({
    baseUrl: "http://crm.test/v1",
    fetchToken: () => Promise.resolve({ token: "t", expiresAt: inAnHour() }),
    fetch: (input) => {
      const request = input as Request;
      sent.push({ method: request.method, keepalive: request.keepalive });
      return Promise.reject(new CrewError("forbidden"));
    },
  });
  const client = connect(adapter, () => "en");
  const startedAt = "2026-03-01T00:00:00.000Z";
  const call = {
    direction: "outgoing",
    number: "1001",
    name: null,
    contactId: null,
    result: "ongoing",
    startedAt,
  } as const;
  await assert.rejects(client.calls.save({ id: "c-1", call: { ...call, answeredAt: null, endedAt: null } }));
  await assert.rejects(client.calls.list({}));
  assert.deepEqual(sent, [
    { method: "PUT", keepalive: true },
    { method: "GET", keepalive: false },
  ]);
});

test("an id cannot lead to another path", async (t) => {
  const server = await ScriptedServer.start(t);
  await failure(wire(server).client.users.get({ id: ".." }), "not_found");
  assert.equal(server.seen.length, 0);
});

test("an expired token is refreshed once for many parallel calls", async (t) => {
  const first = problem(401, "token_expired");
  const byToken: Step = (response, seen) =>
    (seen.headers.authorization === "Bearer token-1" ? first : json(200, organisation))(response, seen);
  const server = await ScriptedServer.start(t, json(200, organisation), ...Array.from({ length: 10 }, () => byToken));
  const { client, tokens } = wire(server);
  await client.org.read({});
  await Promise.all(Array.from({ length: 5 }, () => client.org.read({})));
  assert.deepEqual(tokens.reasons, ["first", "expired"]);
  assert.equal(server.seen.length, 11);
});

test("a token that is refused again is not asked for a third time", async (t) => {
  const server = await ScriptedServer.start(t, problem(401, "token_expired"), problem(401, "token_expired"));
  const { client, tokens } = wire(server);
  await failure(client.org.read({}), "token_expired");
  assert.equal(tokens.count, 2);
});

test("a clock that is wrong does not make it ask for a token with each call", async (t) => {
  const server = await ScriptedServer.start(t, json(200, organisation), json(200, organisation));
  let asked = 0;
  const fetchToken = async () => ({ token: `t${String(++asked)}`, expiresAt: "2001-01-01T00:00:00.000Z" });
  const { client } = wire(server, { fetchToken });
  await client.org.read({});
  await client.org.read({});
  assert.equal(asked, 1);
});

test("a host that gives no token is told apart from one that is offline", async (t) => {
  const server = await ScriptedServer.start(t);
  const refusing = wire(server, { fetchToken: () => Promise.reject(new Error("401")) });
  await failure(refusing.client.org.read({}), "unauthenticated");
  const offline = wire(server, { fetchToken: () => Promise.reject(new TypeError("fetch failed")) });
  await failure(offline.client.org.read({}), "unavailable");
});
