import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { LoginRecord, LoginSession, Page, PhoneCredentials, User } from "@crewdock/contract";
import { maintain } from "../maintenance.ts";
import { readEvents } from "../testing/event-reader.ts";
import { HOST_KEY, ORIGIN, PASSWORD, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let manager: string;

before(async () => {
  crew = await startTestServer();
  ({ admin, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

async function host<Body>(path: string, body: object): Promise<{ readonly status: number; readonly body: Body }> {
  const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
  const answer = await crew.raw(`POST ${path}`, { headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Body };
}

interface Begun {
  readonly userId: string;
  readonly sessionId: string;
}

async function logIn(userId: string, userAgent = "Firefox"): Promise<string> {
  const { login } = crew.company.users.find(({ id }) => id === userId)!;
  const attempt = { login, password: PASSWORD, ipAddress: "203.0.113.7", userAgent };
  const { status, body } = await host<Begun>("/v1/logins", attempt);
  assert.equal(status, 200);
  return body.sessionId;
}

async function tokenOf(userId: string, sessionId: string): Promise<string> {
  return (await crew.server.mintToken({ userId, sessionId, origin: ORIGIN, ttlSeconds: 300 })).token;
}

function as<Body>(token: string, request: string): Promise<{ readonly status: number; readonly body: Body }> {
  const post = request.startsWith("POST");
  const headers = { Authorization: `Bearer ${token}`, ...(post ? { "Content-Type": "application/json" } : {}) };
  return crew.raw(request, { headers, ...(post ? { body: "{}" } : {}) }).then(async (answer) => {
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? null : JSON.parse(text)) as Body };
  });
}

async function sessions(token: string, userId: string): Promise<readonly LoginSession[]> {
  return (await as<{ items: LoginSession[] }>(token, `GET /v1/users/${userId}/sessions`)).body.items;
}

test("each log-in begins a session, which the log names and which says where somebody is", async () => {
  const started = crew.now;
  const first = await logIn(manager, "Firefox");
  crew.now = new Date(started.getTime() + 1000);
  const second = await logIn(manager, "Safari");
  const items = await sessions(await tokenOf(manager, first), manager);
  const at = crew.now.toISOString();
  assert.deepEqual(items, [
    {
      id: second,
      userId: manager,
      startedAt: at,
      lastSeenAt: at,
      address: "203.0.113.7",
      userAgent: "Safari",
      current: false,
    },
    {
      id: first,
      userId: manager,
      startedAt: started.toISOString(),
      lastSeenAt: started.toISOString(),
      address: "203.0.113.7",
      userAgent: "Firefox",
      current: true,
    },
  ]);
  const { body } = await crew.ask<Page<LoginRecord>>(admin, `GET /v1/logins?userId=${manager}`);
  assert.deepEqual(
    body.items.map(({ sessionId }) => sessionId),
    [second, first],
  );
});

test("ending a session ends its tokens and streams, and leaves the others alone", async () => {
  const [lost, kept] = [await logIn(manager), await logIn(manager)];
  const [lostToken, keptToken] = [await tokenOf(manager, lost), await tokenOf(manager, kept)];
  const headers = { Authorization: `Bearer ${lostToken}` };
  const stream = await crew.raw("GET /v1/events", { headers });
  const whole = stream.text();
  assert.equal((await as(keptToken, `POST /v1/users/${manager}/sessions/${lost}/end`)).status, 204);
  await whole;
  assert.equal((await as(lostToken, "GET /v1/session")).status, 401);
  assert.equal((await as(keptToken, "GET /v1/session")).status, 200);
  await assert.rejects(tokenOf(manager, lost), { code: "gone" });
  assert.equal((await as(keptToken, `POST /v1/users/${manager}/sessions/${lost}/end`)).status, 404);
  const [audit] = await crew.server.db.query("select action, actor_id from audit_records where record_id = $1", [lost]);
  assert.deepEqual(audit, { action: "session.end", actor_id: manager });
});

test("ending a session ends the phone of its page", async () => {
  const lost = await logIn(manager);
  const token = await tokenOf(manager, lost);
  const credentials = async (): Promise<{ readonly login: string; readonly expiresAt: number }> => {
    const { body } = await crew.ask<PhoneCredentials>(manager, "POST /v1/phone/credentials", { body: { use: "call" } });
    return { login: body.aor.slice("sip:".length, body.aor.indexOf("@")), expiresAt: Date.parse(body.expiresAt) };
  };
  const { login, expiresAt } = await credentials();
  assert.ok(await crew.server.sipHa1(login, { expiresAt }));
  const ended = new Promise<string>((resolve) => crew.server.onPhoneEnded(resolve));
  assert.equal((await as(token, `POST /v1/users/${manager}/sessions/${lost}/end`)).status, 204);
  assert.equal(await ended, login);
  assert.equal(await crew.server.sipHa1(login, { expiresAt }), undefined);
  const fresh = await credentials();
  assert.ok(await crew.server.sipHa1(login, fresh), "another page of the person goes on");
  const mine = await logIn(manager);
  await host("/v1/sessions/end", { userId: manager, sessionId: mine });
  assert.equal(await crew.server.sipHa1(login, fresh), undefined, "also when one logs out with the host");
});

test("others' sessions take a right, and are not another's by their id", async () => {
  const [mine, other] = [await logIn(manager), await logIn(admin)];
  const [token, adminToken] = [await tokenOf(manager, mine), await tokenOf(admin, other)];
  assert.equal((await as(token, `GET /v1/users/${admin}/sessions`)).status, 403);
  assert.equal((await as(token, `POST /v1/users/${admin}/sessions/${other}/end`)).status, 403);
  assert.equal((await as(token, `POST /v1/users/${manager}/sessions/${other}/end`)).status, 404);
  await assert.rejects(tokenOf(manager, other), { code: "gone" });
  assert.equal((await as(adminToken, `POST /v1/users/${manager}/sessions/${mine}/end`)).status, 204);
  assert.equal((await as(adminToken, "GET /v1/users/u-none/sessions")).status, 404);
});

test("logging out everywhere ends every session, so that the host is told when it asks for a token", async () => {
  const session = await logIn(manager);
  await crew.ask(admin, `POST /v1/users/${manager}/sessions/end`, { body: {} });
  await assert.rejects(tokenOf(manager, session), { code: "gone" });
  assert.deepEqual(await sessions(await crew.token(admin), manager), []);
});

test("a host that signs people in by itself begins and ends their sessions", async () => {
  const place = { ipAddress: null, userAgent: "SSO" };
  const { body } = await host<Begun>("/v1/sessions", { userId: manager, ...place });
  const token = await tokenOf(manager, body.sessionId);
  const watched = await readEvents(crew, admin);
  assert.equal((await as(token, "GET /v1/session")).status, 200);
  const end = { userId: manager, sessionId: body.sessionId };
  assert.deepEqual((await host("/v1/sessions/end", end)).body, { ended: true });
  assert.deepEqual((await host("/v1/sessions/end", end)).body, { ended: false });
  assert.equal((await as(token, "GET /v1/session")).status, 401);
  await watched.close();
  const inProcess = await crew.server.beginSession({ userId: manager, ...place });
  assert.equal(await crew.server.endSession({ userId: manager, sessionId: inProcess.sessionId }), true);
  await assert.rejects(tokenOf(manager, inProcess.sessionId), { code: "gone" });
  assert.equal((await host("/v1/sessions", { userId: "u-none", ...place })).status, 404);
  const { body: user } = await crew.ask<User>(admin, `GET /v1/users/${manager}`);
  const headers = { "If-Match": `"${user.version}"` };
  await crew.ask(admin, `PUT /v1/users/${manager}/state`, { body: { state: "blocked" }, headers });
  crew.now = new Date(crew.now.getTime() + 1000);
  assert.equal((await host("/v1/sessions", { userId: manager, ...place })).status, 403);
  const { body: log } = await crew.ask<Page<LoginRecord>>(admin, `GET /v1/logins?userId=${manager}&limit=1`);
  assert.deepEqual([log.items[0]?.result, log.items[0]?.userAgent], ["refused", "SSO"]);
});

test("a session is seen to the minute, and forgotten after 30 days without anybody", async () => {
  const session = await logIn(admin);
  crew.now = new Date(crew.now.getTime() + 61_000);
  const token = await tokenOf(admin, session);
  const seen = crew.now.toISOString();
  const own = async (): Promise<LoginSession | undefined> =>
    (await sessions(await crew.token(admin), admin)).find(({ id }) => id === session);
  while ((await own())?.lastSeenAt !== seen) await as(token, "GET /v1/session");
  crew.now = new Date(crew.now.getTime() + 29 * 86_400_000);
  await maintain(crew.server.services);
  assert.ok(await own());
  crew.now = new Date(crew.now.getTime() + 2 * 86_400_000);
  await maintain(crew.server.services);
  assert.equal(await own(), undefined);
});
