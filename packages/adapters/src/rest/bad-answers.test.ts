import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { json, problem, ScriptedServer, type Step } from "./testing/scripted-server.ts";
import { failure, organisation, role, storedRole, wire } from "./testing/wired.ts";

function page(status: number, type = "text/html", body = "<h1>nginx</h1>"): Step {
  return (response) => void response.writeHead(status, { "Content-Type": type }).end(body);
}

const cutOff: Step = (response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "500" });
  response.write('{"departments":[', () => response.destroy());
};

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
  const cases = [
    [page(200), "invalid_answer"],
    [page(200, "application/json"), "invalid_answer"],
    [page(200, "application/json", ""), "invalid_answer"],
    [page(200, "text/html", JSON.stringify(organisation)), "invalid_answer"],
    [page(404), "invalid_answer"],
    [page(403), "invalid_answer"],
    [page(500), "internal"],
    [json(200, { departments: "none" }), "invalid_answer"],
    [json(304, undefined), "invalid_answer"],
    [problem(500, "no_such_code"), "internal"],
    [problem(409, "no_such_code"), "invalid_answer"],
    [problem(403, "no_such_code"), "forbidden"],
    [problem(404, "no_such_code"), "not_found"],
  ] as const;
  const server = await ScriptedServer.start(t, ...cases.map(([step]) => step));
  const { client } = wire(server);
  for (const [, code] of cases) await failure(client.org.read({}), code);
  assert.equal(server.seen.length, cases.length, "none of them is worth another try");
});

test("a 401 that says nothing is asked about with one fresh token", async (t) => {
  const server = await ScriptedServer.start(t, page(401), page(401));
  const { client, tokens } = wire(server);
  await failure(client.org.read({}), "unauthenticated");
  assert.deepEqual(tokens.reasons, ["first", "refused"]);
});

test("a server that is away, or a body that breaks off, is unavailable after the last try", async (t) => {
  for (const step of [page(502), page(503), problem(503, "unavailable"), cutOff]) {
    const server = await ScriptedServer.start(t, step, step, step);
    await failure(wire(server).client.org.read({}), "unavailable");
    assert.equal(server.seen.length, 3);
  }
});

test("a body that breaks off is read again", async (t) => {
  const server = await ScriptedServer.start(t, cutOff, json(200, organisation));
  assert.deepEqual(await wire(server).client.org.read({}), organisation);
});

test("a body without an end is cut off", async (t) => {
  const server = await ScriptedServer.start(t, (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    const chunk = Buffer.alloc(1_048_576, " ");
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", more);
    more();
  });
  const error = await failure(wire(server).client.org.read({}), "invalid_answer");
  assert.match(error.message, /endless/);
});

test("a redirect is not followed: neither the call nor its token reaches the other place", async (t) => {
  const other = await ScriptedServer.start(t, json(200, organisation));
  const redirect = (status: number): Step => json(status, {}, { Location: `${other.baseUrl}/organisation` });
  const server = await ScriptedServer.start(t, redirect(302), redirect(307), redirect(308));
  const { client } = wire(server);
  await failure(client.org.read({}), "invalid_answer");
  await failure(client.org.read({}), "invalid_answer");
  await failure(client.roles.create({ role }), "invalid_answer");
  assert.equal(other.seen.length, 0);
});

test("what waits for approval is told as that", async (t) => {
  const server = await ScriptedServer.start(t, problem(202, "pending_approval"));
  await failure(wire(server).client.roles.create({ role }), "pending_approval");
});

test("members and event types that are new are let through, words around a 'done' are ignored", async (t) => {
  const server = await ScriptedServer.start(
    t,
    json(200, { ...organisation, offices: [] }),
    json(200, { deleted: true }),
    json(200, {
      events: [{ cursor: "1", type: "office.changed", id: null, at: storedRole.updatedAt }],
      cursor: "1",
      reset: false,
    }),
  );
  const { client } = wire(server);
  assert.deepEqual(await client.org.read({}), organisation);
  assert.equal(await client.roles.remove({ id: "r-1", version: "7" }), undefined);
  assert.equal((await client.events.changesSince({})).events[0]?.type, "office.changed");
});

test("an error shows neither the token nor what the server wrote, however it is printed", async (t) => {
  const secret = "hunter2";
  const step: Step = page(200, "application/json", `{"password":"${secret}`);
  const server = await ScriptedServer.start(
    t,
    step,
    page(500, "text/html", secret),
    page(200, "text/html", secret),
    (response) => void response.destroy(),
  );
  const { client } = wire(server);
  const texts = [];
  for (let index = 0; index < 3; index++) {
    const error: unknown = await client.telephony.credentials({ use: "call" }).catch((thrown: unknown) => thrown);
    texts.push(inspect(error, { depth: 20 }));
  }
  const lost: unknown = await client.telephony.credentials({ use: "call" }).catch((thrown: unknown) => thrown);
  texts.push(inspect(lost, { depth: 20 }));
  assert.ok(
    texts.every((text) => !/token-\d|Bearer/.test(text)),
    texts.join("\n"),
  );
  assert.ok(texts.every((text) => !text.includes(secret)));
});
