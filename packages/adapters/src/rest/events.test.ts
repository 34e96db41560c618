import assert from "node:assert/strict";
import { test } from "node:test";
import { type LiveEvent, liveEventTypes } from "@crewdock/contract";
import { json, problem, ScriptedServer, type Step } from "./testing/scripted-server.ts";
import { failure, organisation, wire } from "./testing/wired.ts";

function event(cursor: string): string {
  const data = { cursor, type: "user.changed", id: "u-1", at: "2026-03-01T00:00:00.000Z" };
  return `id: ${cursor}\ndata: ${JSON.stringify(data)}\n\n`;
}

test("live events come back after a break with the last id, and an idle stream can be aborted", async (t) => {
  const reachable: (boolean | null)[] = [];
  const stop = new AbortController();
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const server = await ScriptedServer.start(
    t,
    (response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(`: hello\nretry: 1\n\n${event("4")}`, () => response.destroy());
    },
    problem(503, "unavailable"),
    json(200, { events: [], cursor: "4", reset: false }), // is it the server, or the stream?
    (response) => {
      response.on("close", resolve);
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(event("5"));
    },
  );
  const { client, connection } = wire(server);
  connection.onChange((status) => reachable.push(status.reachable));
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
    ["3", "4", undefined, "4"],
  );
  assert.deepEqual(
    reachable.filter((one, index) => one !== reachable[index - 1]),
    [true, false, true],
  );
});

test("an idle stream that told how far it had come goes on from there, and nothing is taken for changed", async (t) => {
  const stream =
    (text: string, then: "ends" | "stays"): Step =>
    (response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(text, () => then === "ends" && response.destroy());
    };
  const server = await ScriptedServer.start(
    t,
    stream(": ready\nid: 41\n\nretry: 1\n\n", "ends"),
    stream(": ready\n\n: alive\nid: 57\n\n", "ends"),
    stream(event("58"), "stays"),
  );
  const stop = new AbortController();
  const seen: string[] = [];
  for await (const { cursor } of wire(server).client.events.subscribe({}, { signal: stop.signal })) {
    seen.push(cursor);
    stop.abort();
  }
  assert.deepEqual(seen, ["58"]);
  assert.deepEqual(
    server.seen.map(({ headers }) => headers["last-event-id"]),
    [undefined, "41", "57"],
  );
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
    if (types.push(type) === liveEventTypes.length) break;
  }
  assert.deepEqual(types, liveEventTypes);
});

test("a stream that opens only after a failed try tells that anything may have changed since", async (t) => {
  const server = await ScriptedServer.start(
    t,
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
    if (types.push(type) === liveEventTypes.length) break;
  }
  assert.deepEqual(types, liveEventTypes);
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
