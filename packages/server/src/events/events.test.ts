import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Role, User } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";
import { maintain } from "../maintenance.ts";

let crew: TestServer;
let admin: string;
let head: string;
let manager: string;

before(async () => {
  crew = await startTestServer();
  ({ admin, head, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

async function patchUser(id: string, body: object): Promise<User> {
  const { body: user } = await crew.ask<User>(admin, `GET /v1/users/${id}`);
  const answer = await crew.ask<User>(admin, `PATCH /v1/users/${id}`, {
    body,
    headers: { "If-Match": `"${user.version}"` },
  });
  assert.equal(answer.status, 200);
  return answer.body;
}

async function createUser(login: string, members: Parameters<typeof userInput>[1] = {}): Promise<User> {
  const { body } = await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login, members), headers: once() });
  return body;
}

test("a change reaches an open page within a second", async () => {
  const events = await readEvents(crew, admin);
  const started = performance.now();
  const changed = patchUser(manager, { serviceNumber: "E-1" });
  const event = await events.next();
  assert.ok(performance.now() - started < 1000);
  await changed;
  assert.deepEqual([event.type, event.id], ["user.changed", manager]);
  await events.close();
});

test("a page that comes back gets what it missed, once and in order", async () => {
  const first = await readEvents(crew, admin);
  await patchUser(manager, { serviceNumber: "E-2" });
  const { cursor } = await first.next();
  await first.close();
  const made = [await createUser("missed.one"), await createUser("missed.two")];
  const second = await readEvents(crew, admin, cursor);
  const seen = await second.until(({ type, id }) => type === "user.created" && id === made[1]?.id);
  assert.deepEqual(
    seen.map(({ type, id }) => [type, id]),
    made.map(({ id }) => ["user.created", id]),
  );
  await second.close();
});

test("after a gap that cannot be filled everything is to be read again", async () => {
  for (const since of ["999999999", "nonsense"]) {
    const events = await readEvents(crew, admin, since);
    const seen = [await events.next(), await events.next(), await events.next()];
    assert.equal(seen[0]?.type, "rights.changed");
    assert.ok(seen.every(({ id }) => id === null));
    await events.close();
  }
});

test("events older than a day are cleared away, and a page that slept for longer is told so", async () => {
  const events = await readEvents(crew, admin);
  await patchUser(manager, { serviceNumber: "E-3" });
  const { cursor } = await events.next();
  await events.close();
  const started = crew.now;
  await patchUser(manager, { serviceNumber: "E-4" });
  crew.now = new Date(started.getTime() + 25 * 60 * 60_000);
  await patchUser(manager, { serviceNumber: "E-5" });
  await patchUser(manager, { serviceNumber: "E-6" });
  await maintain(crew.server.services);
  const later = await readEvents(crew, admin, cursor);
  assert.deepEqual((await later.next()).type, "rights.changed");
  await later.close();
  crew.now = started;
});

test("rights.changed reaches exactly those whose rights changed", async () => {
  const { body: made } = await crew.ask<Role>(admin, "POST /v1/roles", {
    body: { name: "Dialler", description: null, grants: { "call.place": "any" } },
    headers: once(),
  });
  const caller = await createUser("caller", { roleIds: [made.id] });
  const bystander = await createUser("bystander");
  const [theirs, others] = [await readEvents(crew, caller.id), await readEvents(crew, bystander.id)];
  const { body: role } = await crew.ask<Role>(admin, `GET /v1/roles/${made.id}`);
  const renamed = await crew.ask<Role>(admin, `PATCH /v1/roles/${made.id}`, {
    body: { name: "Dialler II" },
    headers: { "If-Match": `"${role.version}"` },
  });
  await crew.ask(admin, `PATCH /v1/roles/${made.id}`, {
    body: { grants: {} },
    headers: { "If-Match": `"${renamed.body.version}"` },
  });
  const event = await theirs.next();
  assert.deepEqual([event.type, event.id], ["rights.changed", caller.id]);
  await crew.server.publish({ type: "org.changed", id: null });
  assert.equal((await others.next()).type, "org.changed");
  await theirs.close();
  await others.close();
});

test("who may not see a record does not hear of it either", async () => {
  const own = await readEvents(crew, head);
  const { body: self } = await crew.ask<User>(admin, `GET /v1/users/${head}`);
  const stranger = crew.company.users.find(
    ({ departmentId, state }) =>
      departmentId === "d-support" && departmentId !== self.departmentId && state === "active",
  )!;
  await patchUser(stranger.id, { serviceNumber: "E-7" });
  await patchUser(head, { serviceNumber: "E-8" });
  const event = await own.next();
  assert.deepEqual([event.type, event.id], ["user.changed", head]);
  await own.close();
});

test("the stream of somebody who is blocked ends at once", async () => {
  const user = await createUser("cut.off", { roleIds: ["r-manager"] });
  const events = await readEvents(crew, user.id);
  await crew.ask(admin, `PUT /v1/users/${user.id}/state`, {
    body: { state: "blocked" },
    headers: { "If-Match": `"${user.version}"` },
  });
  await events.ended();
});

test("closing the server ends the streams", async () => {
  const other = await startTestServer({ db: crew.server.db });
  const events = await readEvents(other, admin);
  await other.server.close();
  await events.ended();
});

test("a page that heard of nothing goes on from where its stream had come to", async () => {
  const quiet = await createUser("quiet.page");
  const response = await crew.raw("GET /v1/events", {
    headers: { Authorization: `Bearer ${await crew.token(quiet.id)}` },
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const since = /^id: (\d+)$/m.exec((await reader.read()).value ?? "")?.[1];
  await reader.cancel();
  assert.ok(since);
  const events = await readEvents(crew, quiet.id, since);
  await crew.server.publish({ type: "org.changed", id: null });
  const { type, cursor } = await events.next();
  assert.equal(type, "org.changed");
  assert.ok(Number(cursor) > Number(since));
  await events.close();
});

test("a role that runs out while the page is open is told, and the stream shows no more than what is left", async () => {
  const { body: made } = await crew.ask<Role>(admin, "POST /v1/roles", {
    body: { name: "Substitute", description: null, grants: { "user.view": "any" } },
    headers: once(),
  });
  const substitute = await createUser("substitute");
  const events = await readEvents(crew, substitute.id);
  // The clock of these tests stands still: the end is worked out as a span of time from its now.
  const until = new Date(crew.now.getTime() + 1500).toISOString();
  const { body: role } = await crew.ask<Role>(admin, `GET /v1/roles/${made.id}`);
  const given = await crew.ask(admin, `PUT /v1/roles/${made.id}/assignments`, {
    body: [{ subject: { type: "user", id: substitute.id }, until }],
    headers: { "If-Match": `"${role.version}"` },
  });
  assert.equal(given.status, 200, JSON.stringify(given.body));
  assert.equal((await events.next()).type, "rights.changed");
  const told = await events.until(({ type, at }) => type === "rights.changed" && at === until);
  assert.equal(told.at(-1)?.id, substitute.id);
  await patchUser(manager, { serviceNumber: "E-9" });
  await crew.server.publish({ type: "org.changed", id: null });
  assert.equal((await events.next()).type, "org.changed");
  await events.close();
});
