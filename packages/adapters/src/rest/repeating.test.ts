import assert from "node:assert/strict";
import { test } from "node:test";
import { json, problem, ScriptedServer } from "./testing/scripted-server.ts";
import { FakeEnvironment } from "./testing/fake-environment.ts";
import { failure, organisation, role, storedRole, wire } from "./testing/wired.ts";

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

test("a bare POST is sent once, whatever comes back", async (t) => {
  const server = await ScriptedServer.start(
    t,
    problem(429, "rate_limited", {}, { "Retry-After": "0" }),
    problem(503, "unavailable", {}, { "Retry-After": "0" }),
    (response) => void response.destroy(),
    problem(504, "timeout"),
  );
  const { client } = wire(server);
  for (const code of ["rate_limited", "unavailable", "unavailable", "timeout"] as const)
    await failure(client.telephony.credentials({ use: "call" }), code);
  assert.equal(server.seen.length, 4);
});

test("nothing is repeated after 500", async (t) => {
  const server = await ScriptedServer.start(t, problem(500, "internal"), problem(500, "internal"));
  const { client } = wire(server);
  await failure(client.roles.create({ role }), "internal");
  await failure(client.org.read({}), "internal");
  assert.equal(server.seen.length, 2);
});

test("pauses double, are spread, and follow Retry-After where it is longer", async (t) => {
  const environment = new FakeEnvironment();
  const server = await ScriptedServer.start(
    t,
    problem(503, "unavailable"),
    problem(503, "unavailable"),
    json(200, organisation),
    problem(503, "unavailable", {}, { "Retry-After": "2" }),
    json(200, organisation),
    problem(503, "unavailable", {}, { "Retry-After": new Date(environment.now() + 5_200).toUTCString() }),
    json(200, organisation),
  );
  const { client } = wire(server, { environment, backoff: 400 });
  const first = client.org.read({});
  await environment.pass(400);
  await environment.pass(800);
  await first;
  const second = client.org.read({});
  await environment.waitsFor(2_000);
  environment.setNetwork(true); // a network that comes back does not make the server ready sooner
  await new Promise(setImmediate);
  assert.ok(environment.timers.includes(2_000));
  environment.advance(2_000);
  await second;
  const third = client.org.read({});
  await environment.pass(2_000);
  await third;
  assert.equal(server.seen.length, 7);
});
