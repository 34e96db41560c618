import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isCrewError, operations } from "@crewdock/contract";
import type { AnyOperation } from "@crewdock/contract/serve";
import type { Db } from "../store/db.ts";
import { HOST_KEY, ORIGIN, startTestServer, type TestServer } from "../testing/test-server.ts";
import { createTokens, type TokenKeys } from "./tokens.ts";

const OLD = "old-key-0123456789-0123456789-0123456789";
const NEW = "new-key-0123456789-0123456789-0123456789";

let crew: TestServer;
let admin: string;

before(async () => {
  crew = await startTestServer({ tokenKeys: { k1: OLD } });
  admin = crew.company.demoPeople.admin;
});
after(() => crew[Symbol.asyncDispose]());

async function statusWith(server: TestServer, token: string, request = "GET /v1/session"): Promise<number> {
  const response = await server.raw(request, { headers: { Authorization: `Bearer ${token}` } });
  await response.body?.cancel();
  return response.status;
}

/** The same database for another server, which does not close it. */
function shared(): Db {
  const { db } = crew.server;
  return {
    kind: db.kind,
    query: (sql, values) => db.query(sql, values),
    transaction: (work) => db.transaction(work),
    close: async () => {},
  };
}

function rotated(tokenKeys: TokenKeys): Promise<TestServer> {
  return startTestServer({ db: shared(), tokenKeys });
}

test("after a rotation a token of the old key is good until its end, and new ones have the new key", async () => {
  const old = await crew.token(admin);
  await using after = await rotated({ k2: NEW, k1: OLD });
  assert.equal(await statusWith(after, old), 200);
  const fresh = await after.token(admin);
  assert.equal(await statusWith(after, fresh), 200);
  assert.equal(await statusWith(crew, fresh), 401, "the old server does not know the new key");
  after.now = new Date(crew.now.getTime() + 301_000);
  assert.equal(await statusWith(after, old), 401);
});

test("a token that was good a moment ago is no good from another origin, nor once it has ended", async () => {
  const tokens = createTokens({ k1: NEW });
  const { token } = await tokens.mint("main", { userId: admin, origin: ORIGIN, ttlSeconds: 60 }, crew.now);
  const later = new Date(crew.now.getTime() + 60_000);
  assert.equal((await tokens.verify(token, ORIGIN, crew.now)).userId, admin);
  const is = (code: string) => (error: unknown) => isCrewError(error) && error.code === code;
  await assert.rejects(tokens.verify(token, "https://evil.example", crew.now), is("unauthenticated"));
  await assert.rejects(tokens.verify(`${token}x`, ORIGIN, crew.now), is("unauthenticated"));
  await assert.rejects(tokens.verify(token, ORIGIN, later), is("token_expired"));
  assert.equal((await tokens.verify(token, ORIGIN, crew.now)).userId, admin);
});

test("a key that was taken away opens nothing, also under its old name", async () => {
  const old = await crew.token(admin);
  await using without = await rotated({ k2: NEW });
  assert.equal(await statusWith(without, old), 401);
  await using renamed = await rotated({ k1: NEW });
  assert.equal(await statusWith(renamed, old), 401);
});

test("while one host key takes the place of another both are good, then the old one is not", async () => {
  const [old, fresh] = ["old-host-key-0123456789-0123456789", "new-host-key-0123456789-0123456789"];
  const mint = async (server: TestServer, key: string): Promise<number> => {
    const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ userId: admin, origin: ORIGIN, ttlSeconds: 60 });
    return (await server.raw("POST /v1/tokens", { headers, body })).status;
  };
  await using both = await startTestServer({ db: shared(), hostKey: [fresh, old] });
  assert.deepEqual([await mint(both, fresh), await mint(both, old)], [200, 200]);
  await using after = await startTestServer({ db: shared(), hostKey: fresh });
  assert.deepEqual([await mint(after, fresh), await mint(after, old), await mint(after, "")], [200, 401, 401]);
  await assert.rejects(startTestServer({ db: shared(), hostKey: [fresh, "short"] }), RangeError);
  await assert.rejects(startTestServer({ db: shared(), hostKey: [] }), RangeError);
});

test("each claim of a token is demanded, and no other way of signing is taken", async () => {
  const tokens = createTokens({ k1: OLD });
  const { token } = await tokens.mint("main", { userId: admin, origin: ORIGIN, ttlSeconds: 60 }, crew.now);
  const [header = "", payload = "", signature = ""] = token.split(".");
  const json = (part: string): object => JSON.parse(Buffer.from(part, "base64url").toString()) as object;
  const text = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  for (const forged of [
    `${text({ ...json(header), alg: "none" })}.${payload}.`,
    `${text({ ...json(header), alg: "HS512" })}.${payload}.${signature}`,
    `${text({ ...json(header), kid: "k9" })}.${payload}.${signature}`,
    `${header}.${text({ ...json(payload), sub: "u-other" })}.${signature}`,
    `${header}.${text({ ...json(payload), scope: "users" })}.${signature}`,
    `${header}.${payload}.${signature.slice(0, -2)}`,
  ])
    assert.equal(await statusWith(crew, forged), 401);
});

interface Route {
  readonly name: string;
  readonly port: string;
  readonly request: string;
}

const routes: readonly Route[] = Object.entries(operations).flatMap(([port, verbs]) =>
  Object.entries(verbs as Readonly<Record<string, AnyOperation>>).map(([verb, { method, path }]) => ({
    name: `${port}.${verb}`,
    port,
    request: `${method} /v1${path.replaceAll(/\{\w+\}/g, "x")}`,
  })),
);

/** Whether a token is refused for its scopes; what else is wrong with the request does not matter. */
async function isRefused(token: string, request: string): Promise<boolean> {
  const response = await crew.raw(request, { headers: { Authorization: `Bearer ${token}` } });
  await response.body?.cancel();
  return response.status === 403;
}

test("a token for the phone alone opens the phone's verbs and no others", async () => {
  const token = await crew.token(admin, ["telephony", "calls.save"]);
  for (const { name, port, request } of routes) {
    const open = port === "telephony" || name === "calls.save" || port === "session";
    assert.equal(await isRefused(token, request), !open, name);
  }
});

test("a token for one verb opens that verb alone", async () => {
  for (const { name, port } of routes.filter((route) => route.port !== "session")) {
    const token = await crew.token(admin, [name]);
    const neighbours = routes.filter((route) => route.port === port);
    for (const each of neighbours) assert.equal(await isRefused(token, each.request), each.name !== name, each.name);
  }
});

test("a scope that does not exist is refused when the token is minted, in-process as well", async () => {
  const body = { userId: admin, origin: ORIGIN, ttlSeconds: 60, scopes: ["users", "user.list"] };
  const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
  const response = await crew.raw("POST /v1/tokens", { headers, body: JSON.stringify(body) });
  const problem = (await response.json()) as { readonly errors: readonly object[] };
  assert.deepEqual(problem.errors, [{ pointer: "/scopes/1", code: "invalid_option" }]);
  await assert.rejects(crew.server.mintToken(body), (error) => isCrewError(error) && error.code === "validation");
});
