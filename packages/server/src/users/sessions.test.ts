import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PhoneCredentials, Problem, SipAccountInput, User } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { ORIGIN, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;

before(async () => {
  crew = await startTestServer();
  ({ admin } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

async function hire(login: string, members: Parameters<typeof userInput>[1] = {}): Promise<User> {
  const body = userInput(login, { roleIds: ["r-manager"], ...members });
  return (await crew.ask<User>(admin, "POST /v1/users", { body, headers: once() })).body;
}

async function session(token: string): Promise<number> {
  return (await crew.raw("GET /v1/session", { headers: { Authorization: `Bearer ${token}` } })).status;
}

test("logging somebody out everywhere ends tokens, streams and the phone's credentials, and new ones count at once", async () => {
  const account = { ...crew.company.freeSipAccounts[0]!, password: "planted-sip-password" };
  const { id } = await hire("logged.out", { sipAccount: account });
  const credentials = async (): Promise<number> => {
    const path = "POST /v1/phone/credentials";
    const { body } = await crew.ask<PhoneCredentials>(id, path, { body: { use: "call" } });
    return Date.parse(body.expiresAt);
  };
  const [token, expiresAt, page] = [await crew.token(id), await credentials(), await readEvents(crew, id)];
  const ended = new Promise<string>((resolve) => crew.server.onPhoneEnded(resolve));
  assert.ok(await crew.server.sipHa1(account.login, { expiresAt }));
  const answer = await crew.ask(admin, `POST /v1/users/${id}/sessions/end`, { body: {} });
  assert.equal(answer.status, 204);
  await page.ended();
  assert.equal(await ended, account.login);
  assert.equal(await session(token), 401);
  assert.equal(await crew.server.sipHa1(account.login, { expiresAt }), undefined);
  assert.equal(await session(await crew.token(id)), 200);
  assert.ok(await crew.server.sipHa1(account.login, { expiresAt: await credentials() }));
});

test("everybody may log themselves out everywhere, others only whom they manage", async () => {
  const [one, other] = [await hire("one.out"), await hire("other.out")];
  const token = await crew.token(one.id);
  assert.equal((await crew.ask(one.id, `POST /v1/users/${one.id}/sessions/end`, { body: {} })).status, 204);
  assert.equal(await session(token), 401);
  assert.equal((await crew.ask(one.id, `POST /v1/users/${other.id}/sessions/end`, { body: {} })).status, 404);
  const head = crew.company.demoPeople.head;
  assert.equal((await crew.ask(head, `POST /v1/users/${other.id}/sessions/end`, { body: {} })).status, 204);
  const boss = await hire("boss.out", { roleIds: ["r-admin"] });
  assert.equal((await crew.ask(head, `POST /v1/users/${boss.id}/sessions/end`, { body: {} })).status, 403);
});

test("somebody who was blocked has no session left when they may log in again", async () => {
  const { id, version } = await hire("blocked.out");
  const token = await crew.token(id);
  const state = async (state: string, version: string): Promise<string> => {
    const headers = { "If-Match": `"${version}"` };
    return (await crew.ask<User>(admin, `PUT /v1/users/${id}/state`, { body: { state }, headers })).body.version;
  };
  await state("active", await state("blocked", version));
  assert.equal(await session(token), 401);
  assert.equal(await session(await crew.token(id)), 200);
});

/** Somebody with a phone in the page: a session that counts, and until when the phone's credentials would. */
async function withPhone(login: string, account: SipAccountInput): Promise<User & { readonly expiresAt: number }> {
  const user = await hire(login, { sipAccount: account });
  const { body } = await crew.ask<PhoneCredentials>(user.id, "POST /v1/phone/credentials", { body: { use: "call" } });
  return { ...user, expiresAt: Date.parse(body.expiresAt) };
}

const sip = (login: string): SipAccountInput => ({
  id: null,
  login,
  domain: "crewdock.test",
  port: 5060,
  transport: "ws",
  webSocketUrl: "ws://127.0.0.1:5062",
  password: "planted-sip-password",
});

test("the phone's credentials from before a block count no more afterwards, whose devices go on", async () => {
  const { id, version, expiresAt } = await withPhone("blocked.phone", sip("blocked-phone"));
  const state = async (state: string, version: string): Promise<string> => {
    const headers = { "If-Match": `"${version}"` };
    return (await crew.ask<User>(admin, `PUT /v1/users/${id}/state`, { body: { state }, headers })).body.version;
  };
  assert.ok(await crew.server.sipHa1("blocked-phone", { expiresAt }));
  const blocked = await state("blocked", version);
  const [{ ended } = { ended: 1 }] = await crew.server.db.query<{ ended: number }>(
    "select count(*)::int as ended from ended_phones where user_id = $1",
    [id],
  );
  assert.equal(ended, 0, "the registration of a device stays");
  await state("active", blocked);
  assert.equal(await crew.server.sipHa1("blocked-phone", { expiresAt }), undefined);
  const { body } = await crew.ask<PhoneCredentials>(id, "POST /v1/phone/credentials", { body: { use: "call" } });
  assert.ok(await crew.server.sipHa1("blocked-phone", { expiresAt: Date.parse(body.expiresAt) }));
});

test("a new password that somebody else sets logs the person out everywhere", async () => {
  const { id, version, expiresAt } = await withPhone("new.password", sip("new-password"));
  const place = { userId: id, ipAddress: null, userAgent: null };
  const { sessionId } = await crew.server.beginSession(place);
  const [token, page] = [await crew.token(id), await readEvents(crew, id)];
  const { token: named } = await crew.server.mintToken({ userId: id, sessionId, origin: ORIGIN, ttlSeconds: 300 });
  const ask = { body: { password: "Gravel otter 48 lantern" }, headers: { "If-Match": `"${version}"` } };
  assert.equal((await crew.ask(admin, `PATCH /v1/users/${id}`, ask)).status, 200);
  await page.ended();
  assert.deepEqual([await session(token), await session(named)], [401, 401]);
  assert.equal(await crew.server.sipHa1("new-password", { expiresAt }), undefined);
  assert.equal(await session(await crew.token(id)), 200);
});

test("a new password of one's own ends one's other sessions", async () => {
  const { id, version } = await hire("own.password", { roleIds: ["r-admin"] });
  const begin = async (): Promise<string> => {
    const { sessionId } = await crew.server.beginSession({ userId: id, ipAddress: null, userAgent: null });
    return (await crew.server.mintToken({ userId: id, sessionId, origin: ORIGIN, ttlSeconds: 300 })).token;
  };
  const [own, other] = [await begin(), await begin()];
  const headers = { Authorization: `Bearer ${own}`, "Content-Type": "application/json", "If-Match": `"${version}"` };
  const body = JSON.stringify({ password: "Gravel otter 48 lantern" });
  assert.equal((await crew.raw(`PATCH /v1/users/${id}`, { headers, body })).status, 200);
  assert.deepEqual([await session(own), await session(other)], [200, 401]);
});

test("a suspension is not ended by setting the state, as restoring is a right of its own", async () => {
  const { id, version } = await hire("suspended.one");
  await crew.server.db.query("update users set state = 'suspended' where id = $1", [id]);
  const ask = { body: { state: "active" }, headers: { "If-Match": `"${version}"` } };
  const { status, body } = await crew.ask<Problem>(admin, `PUT /v1/users/${id}/state`, ask);
  assert.deepEqual([status, body.errors], [422, [{ pointer: "/state", code: "not_allowed" }]]);
});
