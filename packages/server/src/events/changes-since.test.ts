import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { EventChanges, Role, User } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { appendEvents } from "./outbox.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let head: string;
let manager: string;

before(async () => {
  crew = await startTestServer();
  ({ admin, head, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

async function changes(userId: string, query: Readonly<Record<string, string>> = {}): Promise<EventChanges> {
  const { status, body } = await crew.ask<EventChanges>(
    userId,
    `GET /v1/events/changes?${new URLSearchParams(query).toString()}`,
  );
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

async function createUser(login: string): Promise<User> {
  const { body } = await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login), headers: once() });
  return body;
}

test("without a cursor it tells where things stand; with one what has happened since, once and in order", async () => {
  await createUser("poll.before");
  const start = await changes(admin);
  assert.deepEqual([start.events, start.reset], [[], false]);
  const made = [await createUser("poll.one"), await createUser("poll.two")];
  const next = await changes(admin, { since: start.cursor });
  assert.deepEqual(
    next.events.filter(({ type }) => type === "user.created").map(({ id }) => id),
    made.map(({ id }) => id),
  );
  assert.equal(next.reset, false);
  assert.deepEqual((await changes(admin, { since: next.cursor })).events, []);
});

test("what an instance left without a number when it died is told to whoever asks, though nobody streams", async () => {
  const { cursor } = await changes(admin);
  const { db } = crew.server;
  await db.transaction(async (tx) =>
    appendEvents(tx, { tenant: "main", now: crew.now }, [{ type: "user.changed", id: manager }]),
  );
  const { events } = await changes(admin, { since: cursor });
  assert.deepEqual(
    events.map(({ type, id }) => [type, id]),
    [["user.changed", manager]],
  );
});

test("a limit cuts, and the cursor goes on behind the cut", async () => {
  let { cursor } = await changes(admin);
  const made = [await createUser("cut.one"), await createUser("cut.two"), await createUser("cut.three")];
  const seen: (string | null)[] = [];
  for (;;) {
    const answer = await changes(admin, { since: cursor, limit: "2" });
    cursor = answer.cursor;
    seen.push(...answer.events.filter(({ type }) => type === "user.created").map(({ id }) => id));
    if (answer.events.length < 2) break;
  }
  assert.deepEqual(
    seen,
    made.map(({ id }) => id),
  );
});

test("a cursor that is unknown, of the future or none resets", async () => {
  for (const since of ["999999999", "nonsense", "1.2.3"]) {
    const { events, reset, cursor } = await changes(admin, { since });
    assert.deepEqual([events, reset], [[], true], since);
    assert.equal((await changes(admin, { since: cursor })).reset, false);
  }
});

test("who may not see a record does not hear of it, and the cursor moves on all the same", async () => {
  const start = await changes(manager);
  const made = await createUser("unseen.by.manager");
  const next = await changes(manager, { since: start.cursor });
  assert.ok(next.events.every(({ id }) => id !== made.id));
  assert.notEqual(next.cursor.split(".")[0], start.cursor.split(".")[0]);
});

test("stream and asking understand each other's cursors", async () => {
  const start = await changes(admin);
  const one = await createUser("switch.one");
  const stream = await readEvents(crew, admin, start.cursor);
  const [first] = await stream.until(({ type }) => type === "user.created");
  assert.equal(first?.id, one.id);
  await stream.close();
  const two = await createUser("switch.two");
  const answer = await changes(admin, { since: first!.cursor });
  assert.ok(answer.events.some(({ type, id }) => type === "user.created" && id === two.id));
});

test("a role that ran out between two askings is told once", async () => {
  const { body: role } = await crew.ask<Role>(admin, "POST /v1/roles", {
    body: { name: "Until noon", description: null, grants: { "user.view": "any" } },
    headers: once(),
  });
  const started = crew.now;
  const until = new Date(started.getTime() + 60_000).toISOString();
  const given = await crew.ask(admin, `PUT /v1/roles/${role.id}/assignments`, {
    body: [{ subject: { type: "user", id: head }, until }],
    headers: { "If-Match": `"${role.version}"` },
  });
  assert.equal(given.status, 200, JSON.stringify(given.body));
  const before = await changes(head);
  crew.now = new Date(started.getTime() + 61_000);
  const told = await changes(head, { since: before.cursor });
  assert.deepEqual(
    told.events.map(({ type, id }) => [type, id]),
    [["rights.changed", head]],
  );
  assert.deepEqual((await changes(head, { since: told.cursor })).events, []);
  crew.now = started;
});
