import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import {
  type Client,
  connect,
  CrewError,
  type ErrorCode,
  isCrewError,
  type LiveEvent,
  type MailCheckEvent,
  type RoleInput,
} from "@crewdock/contract";
import { createRestAdapter, type RestAdapterOptions } from "./index.ts";
import { json, problem, ScriptedServer, type Step } from "./testing/scripted-server.ts";

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
const organisation = { departments: [], positions: [], groups: [] };
const role: RoleInput = { name: "Auditor", description: null, grants: { "audit.view": "any" } };
const storedRole = { ...role, id: "r-1", version: "7", userCount: 0, updatedAt: "2026-03-01T00:00:00.000Z" };

interface Wired {
  readonly client: Client;
  readonly tokens: { count: number; reasons: string[] };
}

function wire(server: ScriptedServer, options: Partial<RestAdapterOptions> = {}): Wired {
  const tokens: Wired["tokens"] = { count: 0, reasons: [] };
  const adapter = createRestAdapter({
    baseUrl: server.baseUrl,
    backoff: 1,
    fetchToken: async ({ reason }) => {
      tokens.reasons.push(reason);
      return { token: `token-${String(++tokens.count)}`, expiresAt: inAnHour() };
    },
    ...options,
  });
  return { client: connect(adapter, () => "pl"), tokens };
}

async function failure(promise: Promise<unknown>, code: ErrorCode): Promise<CrewError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(isCrewError(error), String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  assert.fail(`did not fail with ${code}`);
}

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

test("a server that does not answer is a timeout", async (t) => {
  const server = await ScriptedServer.start(t, () => {});
  await failure(wire(server, { timeout: 30 }).client.org.read({}), "timeout");
});

test("an answer that does not end is a timeout", async (t) => {
  const server = await ScriptedServer.start(t, (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write("{");
  });
  await failure(wire(server, { timeout: 60 }).client.org.read({}), "timeout");
});

test("an abort settles at once, also while a fetch ignores it", async (t) => {
  const server = await ScriptedServer.start(t);
  const abort = new AbortController();
  const { promise: called, resolve } = Promise.withResolvers<void>();
  const deaf = (): Promise<Response> => {
    resolve();
    return new Promise(() => {});
  };
  const call = wire(server, { fetch: deaf }).client.org.read({}, { signal: abort.signal });
  await called;
  const before = performance.now();
  abort.abort();
  await failure(call, "cancelled");
  assert.ok(performance.now() - before < 50);
});

test("nothing is sent for a call that was aborted before", async (t) => {
  const server = await ScriptedServer.start(t);
  await failure(wire(server).client.org.read({}, { signal: AbortSignal.abort() }), "cancelled");
  assert.equal(server.seen.length, 0);
});

const settings = {
  email: "a@crewdock.test",
  providerId: null,
  imap: { host: "imap.crewdock.test", port: 993, security: "ssl", username: "a" },
  smtp: { host: "smtp.crewdock.test", port: 465, security: "ssl", username: "a" },
} as const;
const stage = { type: "stage", protocol: "imap", stage: "name", state: "running", ms: 0 };

test("lines of a check arrive one by one, whatever the pieces they come in", async (t) => {
  const { promise: first, resolve: gotFirst } = Promise.withResolvers<void>();
  const server = await ScriptedServer.start(t, async (response) => {
    response.writeHead(200, { "Content-Type": "application/x-ndjson" });
    const text = `${JSON.stringify(stage)}\r\n`;
    response.write(text.slice(0, 11));
    response.write(text.slice(11));
    await first;
    response.end(JSON.stringify({ ...stage, state: "ok", ms: 12 }));
  });
  const events: MailCheckEvent[] = [];
  for await (const event of wire(server).client.mail.check({ accountId: null, settings, password: "p" })) {
    events.push(event);
    gotFirst();
  }
  assert.deepEqual(events, [stage, { ...stage, state: "ok", ms: 12 }]);
  assert.equal(server.seen.length, 1);
});

test("a check that turns into rubbish or a problem fails as such, and leaving the loop ends the request", async (t) => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const server = await ScriptedServer.start(
    t,
    (response) => void response.writeHead(200).end(`${JSON.stringify(stage)}\n{"type":"sta`),
    problem(429, "rate_limited", { retryAfter: 30 }, { "Retry-After": "30" }),
    (response) => {
      response.on("close", resolve);
      response.writeHead(200).write(`${JSON.stringify(stage)}\n`);
    },
  );
  const { client } = wire(server);
  const drain = async () => {
    for await (const event of client.mail.check({ accountId: null, settings, password: "p" })) void event;
  };
  await failure(drain(), "invalid_answer");
  assert.equal((await failure(drain(), "rate_limited")).retryAfter, 30);
  for await (const event of client.mail.check({ accountId: null, settings, password: "p" })) {
    assert.equal(event.type, "stage");
    break;
  }
  await closed;
});

function event(cursor: string): string {
  const data = { cursor, type: "user.changed", id: "u-1", at: "2026-03-01T00:00:00.000Z" };
  return `id: ${cursor}\ndata: ${JSON.stringify(data)}\n\n`;
}

test("live events come back after a break with the last id, and an idle stream can be aborted", async (t) => {
  const online: boolean[] = [];
  const stop = new AbortController();
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const server = await ScriptedServer.start(
    t,
    (response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(`: hello\nretry: 1\n\n${event("4")}`, () => response.destroy());
    },
    problem(503, "unavailable"),
    problem(503, "unavailable"),
    problem(503, "unavailable"),
    (response) => {
      response.on("close", resolve);
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(event("5"));
    },
  );
  const { client } = wire(server, { onOnlineChange: (now) => online.push(now) });
  const seen: LiveEvent[] = [];
  for await (const one of client.events.subscribe({ since: "3" }, { signal: stop.signal })) {
    if (seen.push(one) === 2) stop.abort();
  }
  await closed;
  assert.deepEqual(
    seen.map(({ cursor, type }) => [cursor, type]),
    [
      ["4", "user.changed"],
      ["5", "user.changed"],
    ],
  );
  assert.deepEqual(
    server.seen.map(({ headers }) => headers["last-event-id"]),
    ["3", "4", "4", "4", "4"],
  );
  assert.deepEqual(online, [false, true]);
});

test("a gap that no id can fill is told by one event of each type", async (t) => {
  const server = await ScriptedServer.start(
    t,
    (response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write("retry: 1\n\n", () => response.destroy());
    },
    (response) => void response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": ready\n\n"),
  );
  const types: string[] = [];
  for await (const { type, id } of wire(server).client.events.subscribe({})) {
    assert.equal(id, null);
    if (types.push(type) === 8) break;
  }
  assert.equal(types[0], "rights.changed");
  assert.equal(new Set(types).size, 8);
});

test("a stream that opens only after a failed try tells that anything may have changed since", async (t) => {
  const server = await ScriptedServer.start(
    t,
    (response) => void response.destroy(),
    (response) => void response.destroy(),
    (response) => void response.destroy(),
    json(200, organisation),
    (response) => void response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": ready\n\n"),
  );
  const { client } = wire(server);
  const events = client.events.subscribe({});
  await client.org.read({}); // what was loaded without the stream may be stale by the time it opens
  const types: string[] = [];
  for await (const { type, id } of events) {
    assert.equal(id, null);
    if (types.push(type) === 8) break;
  }
  assert.equal(new Set(types).size, 8);
});

test("a call after subscribing is sent once the stream is open, and a refused stream holds up nothing", async (t) => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const { promise: mayOpen, resolve: letOpen } = Promise.withResolvers<void>();
  const server = await ScriptedServer.start(
    t,
    async (response) => {
      resolve();
      await mayOpen;
      response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
    },
    json(200, organisation),
    problem(403, "forbidden"),
    json(200, organisation),
  );
  const { client } = wire(server);
  const stop = new AbortController();
  client.events.subscribe({}, { signal: stop.signal });
  await arrived;
  const call = client.org.read({});
  await new Promise(setImmediate);
  assert.equal(server.seen.length, 1);
  letOpen();
  await call;
  stop.abort();
  client.events.subscribe({});
  await client.org.read({});
});

test("a stream that is not allowed ends with its error instead of trying on", async (t) => {
  const server = await ScriptedServer.start(t, problem(403, "forbidden"));
  const next = wire(server).client.events.subscribe({})[Symbol.asyncIterator]().next();
  await failure(next, "forbidden");
  assert.equal(server.seen.length, 1);
});

test("all who listen share one stream; it ends with the last of them and opens anew for the next", async (t) => {
  const closed = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const stream =
    (round: number, cursor: string): Step =>
    (response) => {
      response.on("close", () => closed[round]?.resolve());
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write(event(cursor));
    };
  const server = await ScriptedServer.start(t, stream(0, "1"), stream(1, "2"));
  const { client } = wire(server);
  const one = client.events.subscribe({})[Symbol.asyncIterator]();
  const stop = new AbortController();
  const other = client.events.subscribe({}, { signal: stop.signal })[Symbol.asyncIterator]();
  assert.equal((await one.next()).value?.cursor, "1");
  assert.equal((await other.next()).value?.cursor, "1");
  assert.equal(server.seen.length, 1);

  const waiting = other.next();
  stop.abort();
  assert.equal((await waiting).done, true, "an abort ends a wait");
  await one.return?.();
  await closed[0]?.promise;

  const later = client.events.subscribe({})[Symbol.asyncIterator]();
  assert.equal((await later.next()).value?.cursor, "2");
  await later.return?.();
  await closed[1]?.promise;
  assert.equal(server.seen.length, 2);
});
