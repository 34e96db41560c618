import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { type AddressVerdict, type IpRules, isCrewError, type LoginRecord, type Problem } from "@crewdock/contract";
import { beginLogin } from "../auth/begin-login.ts";
import { openPostgres } from "../store/postgres.ts";
import { readEvents } from "../testing/event-reader.ts";
import { type Answer, HOST_KEY, ORIGIN, PASSWORD, startTestServer, type TestServer } from "../testing/test-server.ts";
import { needsPostgres, ownPostgres } from "../testing/own-postgres.ts";

const OFFICE = "203.0.113.7";
const OUTSIDE = "198.51.100.9";
const PROXY = "10.0.0.2";
const SECOND_MS = 1000;

let crew: TestServer;
let admin: string;
let manager: string;
before(async () => {
  crew = await startTestServer({ trustedProxies: [PROXY] });
  ({ admin, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());
afterEach(() => crew.server.db.query("update users set ip_rules = '[]'"));
afterEach(() => crew.server.db.query("update tenants set ip_rules = '[]'"));

const rule = (network: string): object => ({ network, note: null });

async function set(userId: string | null, networks: readonly string[], by = admin): Promise<Answer<IpRules & Problem>> {
  const { body } = await crew.ask<IpRules>(admin, `GET /v1/ip-rules?userId=${userId}`, {
    from: OFFICE,
  });
  const ask = {
    body: { userId, rules: networks.map(rule) },
    headers: { "If-Match": `"${body.version}"` },
    from: OFFICE,
  };
  return crew.ask(by, "PUT /v1/ip-rules", ask);
}

const ask = async (userId: string, from?: string): Promise<number> =>
  (await crew.ask(userId, "GET /v1/session", from === undefined ? {} : { from })).status;

async function logIn(login: string, ipAddress: string | null): Promise<number> {
  const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ login, password: PASSWORD, ipAddress });
  return (await crew.raw("POST /v1/logins", { headers, body })).status;
}

test("an address outside is refused at log-in, at minting and with each request of a token that it has", async () => {
  const token = await crew.token(manager);
  const { login } = crew.company.users.find(({ id }) => id === manager)!;
  assert.equal((await set(manager, ["203.0.113.0/24", "2001:db8::/32"])).status, 200);
  const withToken = async (from: string): Promise<Answer<Problem>> => {
    const response = await crew.raw("GET /v1/session", { headers: { Authorization: `Bearer ${token}` } }, from);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Problem };
  };
  const refused = await withToken(OUTSIDE);
  assert.deepEqual([refused.status, refused.body.code], [403, "forbidden"]);
  for (const inside of [OFFICE, `::ffff:${OFFICE}`, "2001:db8:0:9::1"])
    assert.equal((await withToken(inside)).status, 200);
  assert.equal(await ask(manager), 403, "from an address that is not known");
  const mint = (ipAddress?: string): Promise<unknown> =>
    crew.server.mintToken({ userId: manager, origin: ORIGIN, ttlSeconds: 60, ipAddress });
  await mint(OFFICE);
  await mint(); // the host does not say; each request is judged
  await assert.rejects(mint(OUTSIDE), (error) => isCrewError(error) && error.code === "forbidden");
  assert.deepEqual(
    [await logIn(login, OFFICE), await logIn(login, OUTSIDE), await logIn(login, null)],
    [200, 403, 403],
  );
  const { body } = await crew.ask<{ items: readonly LoginRecord[] }>(admin, `GET /v1/logins?userId=${manager}`, {});
  assert.deepEqual(
    body.items
      .slice(0, 3)
      .map(({ result }) => result)
      .sort(),
    ["address", "address", "ok"],
  );
});

test("whose address is refused is told by the connection, and by a proxy only where it is one's own", async () => {
  assert.equal((await set(manager, [OFFICE])).status, 200);
  const via = async (peer: string, forwarded: string): Promise<number> => {
    const headers = { Authorization: `Bearer ${await crew.token(manager)}`, "X-Forwarded-For": forwarded };
    return (await crew.raw("GET /v1/session", { headers }, peer)).status;
  };
  assert.equal(await via(PROXY, OFFICE), 200);
  assert.equal(await via(PROXY, `${OFFICE}, ${OUTSIDE}`), 403, "what the client wrote itself stands before");
  assert.equal(await via(OUTSIDE, OFFICE), 403, "not a proxy of ours");
});

test("rules for oneself and the company hold the address one is at, and nobody is left outside of all", async () => {
  const refusal = async (userId: string | null, networks: readonly string[], by = admin): Promise<string | undefined> =>
    (await set(userId, networks, by)).body.code;
  assert.equal(await refusal(null, [OUTSIDE]), "lockout_prevented");
  assert.equal(await refusal(admin, [OUTSIDE]), "lockout_prevented");
  assert.equal(await refusal(admin, [OFFICE]), undefined);
  assert.equal(await refusal(null, ["203.0.113.0/24"]), undefined);
  assert.equal(await ask(manager, OUTSIDE), 403);
  assert.equal(await refusal(null, []), undefined);
  assert.equal(await ask(manager, OUTSIDE), 200);
});

test("somebody who may set rules and does not administer shuts out no last administrator", async () => {
  const { services } = crew.server;
  await crew.server.db.query("update users set state = 'blocked' where position_id = 'p-sysadmin' and id <> $1", [
    admin,
  ]);
  await beginLogin(services, admin, { ipAddress: OUTSIDE, userAgent: null });
  const { body: role } = await crew.ask<{ id: string }>(admin, "POST /v1/roles", {
    body: { name: "Guards", description: null, grants: { "security.view": "any", "security.manage": "any" } },
    headers: { "Idempotency-Key": crypto.randomUUID() },
  });
  await crew.server.db.query(
    "insert into assignments (tenant_id, role_id, subject_type, subject_id) values ('main', $1, 'user', $2)",
    [role.id, manager],
  );
  await crew.server.db.query("update tenants set rights_version = rights_version + 1");
  assert.equal((await set(null, [OFFICE], manager)).body.code, "last_admin");
  assert.equal((await set(admin, [OFFICE], manager)).body.code, "last_admin");
  assert.equal((await set(null, [OFFICE, OUTSIDE], manager)).status, 200);
});

test("an open stream ends within a second once its address is outside, of the company's rules and of one's own", async () => {
  for (const userId of [null, manager]) {
    const outside = await readEvents(crew, manager, undefined, OUTSIDE);
    const inside = await readEvents(crew, admin, undefined, OFFICE);
    assert.equal((await set(userId, ["203.0.113.0/24"])).status, 200);
    const began = performance.now();
    await outside.ended();
    assert.ok(performance.now() - began < SECOND_MS, `took ${performance.now() - began} ms`);
    await inside.until(({ type, id }) => type === "security.changed" && id === userId);
    await inside.close();
    await set(userId, []);
  }
});

test("an address is tried against rules that are not saved, and wrong ones are named", async () => {
  const tried = (body: object): Promise<Answer<AddressVerdict & Problem>> =>
    crew.ask(admin, "POST /v1/ip-rules/test", { body, from: OFFICE });
  await set(null, ["203.0.113.0/24"]);
  const rules = [rule(OFFICE)];
  const { body } = await tried({ address: "203.0.113.8", userId: manager, rules });
  assert.deepEqual(body, { allowed: false, refusedBy: "user" });
  assert.deepEqual((await tried({ address: OUTSIDE, userId: manager, rules })).body.refusedBy, "company");
  const wrong = await tried({ address: "here", userId: null, rules: [rule("there")] });
  assert.deepEqual(
    wrong.body.errors?.map(({ pointer }) => pointer),
    ["/address", "/rules/0/network"],
  );
  assert.equal((await set(manager, ["203.0.113.0/33"])).body.errors?.[0]?.pointer, "/rules/0/network");
  assert.equal(
    (await crew.ask(crew.company.demoPeople.head, "GET /v1/ip-rules?userId=null", { from: OFFICE })).status,
    403,
  );
});

test(
  "rules that one instance sets count within a second at another: for requests, log-ins and open streams",
  needsPostgres,
  async () => {
    await using postgres = await ownPostgres();
    await using first = await startTestServer({ db: await openPostgres({ url: postgres.url }) });
    await using second = await startTestServer({ db: await openPostgres({ url: postgres.url }) });
    const userId = first.company.demoPeople.manager;
    const stream = await readEvents(second, userId, undefined, OUTSIDE);
    const body = { userId, rules: [rule(OFFICE)] };
    const headers = { "If-Match": '"1"' };
    const answer = await first.ask(first.company.demoPeople.admin, "PUT /v1/ip-rules", {
      body,
      headers,
      from: OUTSIDE,
    });
    assert.equal(answer.status, 200);
    const began = performance.now();
    assert.equal((await second.ask(userId, "GET /v1/session", { from: OUTSIDE })).status, 403);
    const entering = beginLogin(second.server.services, userId, { ipAddress: OUTSIDE, userAgent: null });
    await assert.rejects(entering, (error) => isCrewError(error) && error.code === "forbidden");
    await stream.ended();
    assert.ok(performance.now() - began < SECOND_MS, `took ${performance.now() - began} ms`);
    assert.equal((await second.ask(userId, "GET /v1/session", { from: OFFICE })).status, 200);
  },
);
