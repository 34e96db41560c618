import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { json, problem, ScriptedServer } from "./testing/scripted-server.ts";
import { failure, role, storedRole, wire } from "./testing/wired.ts";

test("problem details come through with fields, the present record and the request's id", async (t) => {
  const fields = [{ pointer: "/name", code: "too_long", params: { max: 80 } }];
  const server = await ScriptedServer.start(
    t,
    problem(422, "validation", { errors: fields, requestId: "q-1" }),
    problem(412, "conflict", { current: storedRole }),
  );
  const { client } = wire(server);
  const invalid = await failure(client.roles.create({ role }), "validation");
  assert.deepEqual(invalid.fields, fields);
  assert.equal(invalid.requestId, "q-1");
  const conflict = await failure(client.roles.update({ id: "r-1", version: "6", patch: {} }), "conflict");
  assert.deepEqual(conflict.current, storedRole);
});

test("rubbish is an invalid answer, a fault of the server or an unavailable one, never a success", async (t) => {
  const html = (status: number) => (response: ServerResponse) => {
    response.writeHead(status, { "Content-Type": "text/html" }).end("<h1>nginx</h1>");
  };
  const server = await ScriptedServer.start(
    t,
    html(200),
    html(404),
    html(500),
    json(200, { departments: "none" }),
    problem(500, "no_such_code"),
    html(503),
    html(401),
  );
  const { client } = wire(server);
  await failure(client.org.read({}), "invalid_answer");
  await failure(client.org.read({}), "invalid_answer");
  await failure(client.org.read({}), "internal");
  await failure(client.org.read({}), "invalid_answer");
  await failure(client.org.read({}), "internal");
  await failure(client.roles.update({ id: "r-1", version: "6", patch: { name: "Auditor" } }), "unavailable");
  await failure(client.org.read({}), "unauthenticated");
});

test("a body that breaks off in the middle is unavailable", async (t) => {
  const server = await ScriptedServer.start(t, (response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "500" });
    response.write('{"departments":[', () => response.destroy());
  });
  await failure(wire(server).client.org.read({}), "unavailable");
});
