import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test, type TestContext } from "node:test";
import { type LiveEvent, liveEventTypes } from "@crewdock/contract";
import { FakeEnvironment } from "./testing/fake-environment.ts";
import { json, problem, ScriptedServer, type Step } from "./testing/scripted-server.ts";
import { failure, organisation, wire } from "./testing/wired.ts";

const at = "2026-03-01T00:00:00.000Z";
const event = (cursor: string): LiveEvent => ({ cursor, type: "user.changed", id: "u-1", at });
const changes = (cursor: string, ...cursors: readonly string[]): Step =>
  json(200, { events: cursors.map(event), cursor, reset: false });
const open = (response: ServerResponse, text = ""): void => {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  if (text === "") response.flushHeaders();
  else response.write(text);
};

interface Scene {
  readonly server: ScriptedServer;
  readonly environment: FakeEnvironment;
  readonly next: () => Promise<LiveEvent | undefined>;
  readonly connection: ReturnType<typeof wire>["connection"];
  readonly client: ReturnType<typeof wire>["client"];
  /** What was asked for, `stream` or the query of an asking. */
  readonly asked: () => readonly string[];
}

async function listen(t: TestContext, input: { since?: string }, ...steps: readonly Step[]): Promise<Scene> {
  const environment = new FakeEnvironment();
  const server = await ScriptedServer.start(t, ...steps);
  const { client, connection } = wire(server, { environment, backoff: 400 });
  const stop = new AbortController();
  const events = client.events.subscribe(input, { signal: stop.signal })[Symbol.asyncIterator]();
  t.after(() => stop.abort());
  return {
    server,
    environment,
    connection,
    client,
    next: async () => (await events.next()).value as LiveEvent | undefined,
    asked: () => server.seen.map(({ url }) => (url === "/v1/events" ? "stream" : url.replace(/^.*\?/, ""))),
  };
}

test("where there is no stream it asks from time to time, from where the answer before has come to", async (t) => {
  const { next, environment, connection, asked } = await listen(
    t,
    {},
    problem(501, "unsupported"),
    changes("10"),
    changes("12", "11", "12"),
    changes("13", "13"),
  );
  const first = next();
  await environment.pass(5_000);
  assert.equal((await first)?.cursor, "11");
  assert.equal(connection.status.events, "polling");
  assert.equal((await next())?.cursor, "12");
  const third = next();
  await environment.pass(5_000);
  assert.equal((await third)?.cursor, "13");
  assert.deepEqual(asked(), ["stream", "limit=200", "since=10&limit=200", "since=12&limit=200"]);
});

test("who subscribes and then loads misses nothing without a stream either: the load waits for the first cursor", async (t) => {
  const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { client, server } = await listen(
    t,
    {},
    problem(404, "not_found"),
    async (response, seen) => {
      arrive();
      await mayAnswer;
      await changes("10")(response, seen);
    },
    json(200, organisation),
  );
  await arrived;
  const load = client.org.read({});
  await new Promise(setImmediate);
  assert.equal(server.seen.length, 2);
  letAnswer();
  await load;
});

test("a full answer is followed by the next at once", async (t) => {
  const cursors = Array.from({ length: 200 }, (_, index) => String(index + 11));
  const { next } = await listen(
    t,
    { since: "10" },
    problem(501, "unsupported"),
    changes("210", ...cursors),
    changes("211", "211"),
  );
  for (const cursor of [...cursors, "211"]) assert.equal((await next())?.cursor, cursor);
});

test("a gap that is too old is told by one event of each type, and it goes on behind it", async (t) => {
  const { next, environment, asked } = await listen(
    t,
    { since: "3" },
    problem(501, "unsupported"),
    json(200, { events: [], cursor: "90", reset: true }),
    changes("91", "91"),
  );
  const types = [];
  for (let index = 0; index < liveEventTypes.length; index++) {
    const told = await next();
    assert.deepEqual([told?.id, told?.cursor], [null, "90"]);
    types.push(told?.type);
  }
  assert.deepEqual(types, liveEventTypes);
  const after = next();
  await environment.pass(5_000);
  assert.equal((await after)?.cursor, "91");
  assert.deepEqual(asked().slice(1), ["since=3&limit=200", "since=90&limit=200"]);
});

test("a stream that opens and is held back gives way to asking, and gets another chance after five minutes", async (t) => {
  const { next, environment, connection, asked } = await listen(
    t,
    { since: "3" },
    (response) => open(response),
    changes("4", "4"),
  );
  const first = next();
  await environment.pass(5_000); // for the first word of the stream
  assert.equal((await first)?.cursor, "4");
  assert.deepEqual(asked(), ["stream", "since=3&limit=200"]);
  assert.equal(connection.status.events, "polling");
});

test("a proxy that lets not even the head of a stream through is told from a server that is down", async (t) => {
  const { next, environment, asked, server } = await listen(t, { since: "3" }, () => {}, changes("4", "4"));
  const first = next();
  await server.sees(1);
  await environment.pass(8_000);
  assert.equal((await first)?.cursor, "4");
  assert.deepEqual(asked(), ["stream", "since=3&limit=200"]);
});

test("after five minutes of asking the stream is tried again, and stays when it speaks", async (t) => {
  const { server, next, environment, connection } = await listen(t, { since: "3" }, (response) => open(response));
  let opened = 0;
  server.otherwise = (response, seen) => {
    if (seen.url !== "/v1/events") return changes("3")(response, seen);
    opened++;
    open(response, `id: 4\ndata: ${JSON.stringify(event("4"))}\n\n`);
    return undefined;
  };
  const first = next();
  await environment.pass(5_000); // for the first word
  for (let passed = 0; passed < 300_000; passed += 5_000) await environment.pass(5_000);
  assert.equal((await first)?.cursor, "4");
  assert.equal(opened, 1);
  assert.equal(server.seen.at(-1)?.headers["last-event-id"], "3");
  assert.equal(connection.status.events, "stream");
});

test("a stream that falls silent is opened anew; the second time in a row gives way to asking", async (t) => {
  const hello: Step = (response) => open(response, ": ready\nid: 5\n\n");
  const { next, environment, connection, asked } = await listen(t, { since: "3" }, hello, hello, changes("6", "6"));
  const first = next();
  await environment.pass(45_000);
  await environment.pass(800); // its first failure
  await environment.pass(45_000);
  assert.equal((await first)?.cursor, "6");
  assert.deepEqual(asked(), ["stream", "stream", "since=5&limit=200"]);
  assert.equal(connection.status.events, "polling");
});

test("a server that is down is asked with growing pauses, and the stream comes back with it", async (t) => {
  const down = problem(503, "unavailable");
  const { next, environment, asked } = await listen(
    t,
    { since: "3" },
    (response) => void response.destroy(),
    down,
    down,
    down,
    down,
    (response) => open(response, `id: 4\ndata: ${JSON.stringify(event("4"))}\n\n`),
  );
  const first = next();
  await environment.pass(800);
  await environment.pass(400); // the asking repeats itself as any reading does
  await environment.pass(800);
  await environment.pass(3_200);
  assert.equal((await first)?.cursor, "4");
  assert.deepEqual(asked().filter((one) => one === "stream").length, 3);
});

test("a server that names the time of its return is not asked before", async (t) => {
  const busy = problem(429, "rate_limited", {}, { "Retry-After": "20" });
  const ready: Step = (response) => open(response, `id: 4\ndata: ${JSON.stringify(event("4"))}\n\n`);
  const { next, environment } = await listen(t, { since: "3" }, busy, ready);
  const first = next();
  await environment.pass(20_000);
  assert.equal((await first)?.cursor, "4");
});

test("a backend without any events says so, and so does a refusal", async (t) => {
  const none = await listen(t, {}, problem(501, "unsupported"), problem(404, "not_found"));
  await failure(none.next(), "unsupported");
  const refused = await listen(t, {}, problem(501, "unsupported"), problem(403, "forbidden"));
  await failure(refused.next(), "forbidden");
});

test("once the network is back a stream is opened anew at once, from where it stood", async (t) => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const { next, environment, asked, server } = await listen(
    t,
    { since: "3" },
    (response) => {
      response.on("close", resolve);
      open(response, `id: 4\ndata: ${JSON.stringify(event("4"))}\n\n`);
    },
    (response) => open(response, `id: 5\ndata: ${JSON.stringify(event("5"))}\n\n`),
  );
  assert.equal((await next())?.cursor, "4");
  const second = next();
  environment.setNetwork(false);
  environment.setNetwork(true);
  assert.equal((await second)?.cursor, "5");
  await closed;
  assert.deepEqual(asked(), ["stream", "stream"]);
  assert.equal(server.seen[1]?.headers["last-event-id"], "4");
});
