import assert from "node:assert/strict";
import { test } from "node:test";
import { json, problem, ScriptedServer } from "./testing/scripted-server.ts";
import { failure, role, storedRole, wire } from "./testing/wired.ts";

test("429 is repeated after Retry-After, also for a change", async (t) => {
  const server = await ScriptedServer.start(
    t,
    problem(429, "rate_limited", {}, { "Retry-After": "0" }),
    json(200, storedRole),
  );
  await wire(server).client.roles.update({ id: "r-1", version: "6", patch: { name: "Auditor" } });
  assert.equal(server.seen.length, 2);
});

test("a long Retry-After is told, not waited for", async (t) => {
  const server = await ScriptedServer.start(t, problem(429, "rate_limited", {}, { "Retry-After": "60" }));
  const error = await failure(wire(server).client.org.read({}), "rate_limited");
  assert.equal(error.retryAfter, 60);
  assert.equal(server.seen.length, 1);
});

test("a create is repeated under the same idempotency key", async (t) => {
  const server = await ScriptedServer.start(
    t,
    (response) => void response.destroy(),
    problem(503, "unavailable"),
    json(200, storedRole),
  );
  await wire(server).client.roles.create({ role });
  const keys = server.seen.map(({ headers }) => headers["idempotency-key"]);
  assert.equal(keys.length, 3);
  assert.equal(new Set(keys).size, 1);
  assert.match(String(keys[0]), /^[0-9a-f]{32}$/);
});

test("a change without a key is not repeated after 503 or a broken connection, nor anything after 500", async (t) => {
  const server = await ScriptedServer.start(
    t,
    problem(503, "unavailable"),
    (response) => void response.destroy(),
    problem(500, "internal"),
    problem(500, "internal"),
  );
  const { client } = wire(server);
  const update = () => client.roles.update({ id: "r-1", version: "6", patch: { name: "Auditor" } });
  await failure(update(), "unavailable");
  await failure(update(), "unavailable");
  await failure(client.roles.create({ role }), "internal");
  await failure(client.org.read({}), "internal");
  assert.equal(server.seen.length, 4);
});
