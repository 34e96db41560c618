import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { defaultCatalogue, isCrewError, type User } from "@crewdock/contract";
import { createTokens } from "../auth/tokens.ts";
import { once, userInput } from "../testing/inputs.ts";
import { HOST_KEY, methods, ORIGIN, PASSWORD, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;

before(async () => {
  crew = await startTestServer();
  admin = crew.company.demoPeople.admin;
});
after(() => crew[Symbol.asyncDispose]());

interface Problem {
  readonly code: string;
  readonly type?: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly retryAfter?: number;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

async function problem(response: Response): Promise<Problem> {
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  return (await response.json()) as Problem;
}

async function bearer(userId = admin): Promise<Record<string, string>> {
  return { Authorization: `Bearer ${await crew.token(userId)}` };
}

function host(path: string, body: unknown, key = HOST_KEY): Promise<Response> {
  return crew.raw(`POST ${path}`, {
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

test("unknown routes and methods are problems with a code", async () => {
  for (const request of ["GET /v1/nothing", "DELETE /v1/users", "GET /", "POST /v1/session"]) {
    const response = await crew.raw(request);
    assert.equal(response.status, 404, request);
    assert.equal((await problem(response)).code, "not_found");
  }
});

test("without a token, with a wrong one and with a foreign one nothing is told", async () => {
  const foreign = createTokens({ t1: "another-key-of-somebody-else-0123456789" });
  const { token } = await foreign.mint("main", { userId: admin, origin: ORIGIN, ttlSeconds: 60 }, crew.now);
  const none = token.replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString("base64url"));
  for (const authorization of [undefined, "Bearer nonsense", `Bearer ${token}`, `Bearer ${none}`, `Basic ${token}`]) {
    const response = await crew.raw(
      "GET /v1/session",
      authorization ? { headers: { Authorization: authorization } } : {},
    );
    assert.equal(response.status, 401);
    assert.equal((await problem(response)).code, "unauthenticated");
  }
});

test("a token of another tenant is refused", async () => {
  const tokens = createTokens({ t1: "token-key-of-the-tests-0123456789abcdef" });
  const { token } = await tokens.mint("other", { userId: admin, origin: ORIGIN, ttlSeconds: 60 }, crew.now);
  const response = await crew.raw("GET /v1/session", { headers: { Authorization: `Bearer ${token}` } });
  assert.equal((await problem(response)).code, "unauthenticated");
});

test("a token is good for its origin only", async () => {
  const headers = await bearer();
  assert.equal((await crew.raw("GET /v1/session", { headers: { ...headers, Origin: ORIGIN } })).status, 200);
  const other = await crew.raw("GET /v1/session", { headers: { ...headers, Origin: "https://evil.example" } });
  assert.equal((await problem(other)).code, "unauthenticated");
});

test("a token past its end says so", async () => {
  const headers = await bearer();
  const started = crew.now;
  crew.now = new Date(started.getTime() + 301_000);
  const response = await crew.raw("GET /v1/session", { headers });
  crew.now = started;
  assert.equal(response.status, 401);
  assert.equal((await problem(response)).code, "token_expired");
});

test("a token with scopes opens only those ports", async () => {
  const headers = { Authorization: `Bearer ${await crew.token(admin, ["users.list", "mail"])}` };
  assert.equal((await crew.raw("GET /v1/users", { headers })).status, 200);
  assert.equal((await crew.raw("GET /v1/session", { headers })).status, 200);
  assert.equal((await crew.raw("GET /v1/roles", { headers })).status, 403);
  assert.equal((await crew.raw(`GET /v1/users/${admin}`, { headers })).status, 403);
});

test("tokens are minted for the host key alone, for at most five minutes and a real origin", async () => {
  const good = { userId: admin, origin: ORIGIN, ttlSeconds: 60 };
  assert.equal((await host("/v1/tokens", good, "wrong")).status, 401);
  const minted = await host("/v1/tokens", good);
  assert.equal(minted.status, 200);
  const { token } = (await minted.json()) as { token: string };
  assert.equal((await crew.raw("GET /v1/session", { headers: { Authorization: `Bearer ${token}` } })).status, 200);
  for (const body of [
    { ...good, ttlSeconds: 301 },
    { ...good, origin: "https://crm.example/page" },
    { ...good, userId: "" },
  ])
    assert.equal((await host("/v1/tokens", body)).status, 422);
  assert.equal((await host("/v1/tokens", { ...good, userId: "u-none" })).status, 404);
});

test("log-in works by login and by e-mail, in any case", async () => {
  const user = crew.company.users.find(({ id }) => id === admin);
  for (const login of [user?.login, user?.email.toUpperCase()]) {
    const response = await host("/v1/logins", { login, password: PASSWORD, ipAddress: "192.0.2.1", userAgent: "test" });
    assert.equal(response.status, 200);
    assert.equal(((await response.json()) as { userId: string }).userId, admin);
  }
});

test("ten wrong passwords close a login for a while, and for others it stays open", async () => {
  const { users, demoPeople } = crew.company;
  const { login } = users.find(({ id }) => id === demoPeople.manager)!;
  const attempt = (password: string): Promise<Response> => host("/v1/logins", { login, password });
  for (let i = 0; i < 10; i++) assert.equal((await attempt("wrong")).status, 401);
  const closed = await attempt(PASSWORD);
  assert.equal(closed.status, 429);
  assert.ok(Number(closed.headers.get("retry-after")) > 0);
  const started = crew.now;
  crew.now = new Date(started.getTime() + 15 * 60_000 + 1000);
  assert.equal((await attempt(PASSWORD)).status, 200);
  crew.now = started;
});

test("a deactivated person with the right password is refused without a token", async () => {
  const { login } = crew.company.users.find(({ state }) => state === "deactivated")!;
  assert.equal((await problem(await host("/v1/logins", { login, password: PASSWORD }))).code, "forbidden");
  assert.equal((await problem(await host("/v1/logins", { login, password: "wrong" }))).code, "unauthenticated");
});

test("a body that is not JSON, too large or of another type is a validation error", async () => {
  const send = async (body: BodyInit, type = "application/json"): Promise<Problem> => {
    const headers = { ...(await bearer()), ...once(), "Content-Type": type };
    const response = await crew.raw("POST /v1/users", { headers, body });
    assert.equal(response.status, 422);
    return problem(response);
  };
  assert.deepEqual((await send("{")).errors, [{ pointer: "", code: "invalid_format" }]);
  assert.deepEqual((await send("{}", "text/plain")).errors, [{ pointer: "", code: "invalid_format" }]);
  assert.deepEqual((await send(new Uint8Array([0x22, 0xff, 0x22]))).errors, [{ pointer: "", code: "invalid_format" }]);
  const deep = await send(`${"[".repeat(5000)}${"]".repeat(5000)}`);
  assert.deepEqual(deep.errors, [{ pointer: "", code: "invalid_format" }]);
  const large = await send(JSON.stringify({ name: "x".repeat(1_100_000) }));
  assert.equal(large.errors?.[0]?.code, "too_large");
});

test("a create without an idempotency key is refused", async () => {
  const headers = { ...(await bearer()), "Content-Type": "application/json" };
  const response = await crew.raw("POST /v1/users", { headers, body: JSON.stringify(userInput("keyless")) });
  assert.deepEqual((await problem(response)).errors, [{ pointer: "/idempotencyKey", code: "required" }]);
});

test("the same key and body give the stored answer, another body is refused", async () => {
  const headers = once();
  const first = await crew.ask<User>(admin, "POST /v1/users", { body: userInput("repeated"), headers });
  const second = await crew.ask<User>(admin, "POST /v1/users", { body: userInput("repeated"), headers });
  assert.equal(first.status, 200);
  assert.deepEqual(second.body, first.body);
  const other = await crew.ask<Problem>(admin, "POST /v1/users", { body: userInput("repeated.not"), headers });
  assert.equal(other.status, 422);
  assert.deepEqual(other.body.errors, [{ pointer: "/idempotencyKey", code: "mismatch" }]);
});

test("parallel duplicates make one record", async () => {
  const headers = once();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => crew.ask<User>(admin, "POST /v1/users", { body: userInput("parallel"), headers })),
  );
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
});

test("a refused call does not use up its key", async () => {
  const headers = once();
  const wrong = await crew.ask(admin, "POST /v1/users", {
    body: userInput("mended", { departmentId: "d-none" }),
    headers,
  });
  assert.equal(wrong.status, 422);
  assert.equal((await crew.ask(admin, "POST /v1/users", { body: userInput("mended"), headers })).status, 200);
});

test("after a day a key may be used anew", async () => {
  const headers = once();
  assert.equal((await crew.ask(admin, "POST /v1/users", { body: userInput("key.one"), headers })).status, 200);
  const started = crew.now;
  crew.now = new Date(started.getTime() + 24 * 60 * 60_000 + 1000);
  assert.equal((await crew.ask(admin, "POST /v1/users", { body: userInput("key.two"), headers })).status, 200);
  crew.now = started;
});

test("ids that cannot be are not found", async () => {
  for (const id of ["%00", "%2e%2e%2fetc", "a'b", "x".repeat(65)])
    assert.equal((await crew.ask(admin, `GET /v1/users/${id}`)).status, 404, id);
});

test("wrong query members are named", async () => {
  const { status, body } = await crew.ask<Problem>(admin, "GET /v1/users?limit=0&states=nonsense&sort=%7B%7D");
  assert.equal(status, 422);
  assert.deepEqual(body.errors?.map(({ pointer }) => pointer).sort(), [
    "/limit",
    "/sort/direction",
    "/sort/field",
    "/states",
  ]);
});

test("the OpenAPI document describes every operation", async () => {
  const response = await crew.raw("GET /v1/openapi.json");
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  assert.equal(document.openapi, "3.1.0");
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  assert.deepEqual(
    methods.filter((method) => !ids.includes(method)),
    [],
  );
  for (const route of ["/tokens", "/logins", "/invitations/read", "/invitations/accept"])
    assert.ok(document.paths[route]?.["post"], route);
  assert.equal(new Set(ids).size, ids.length);
});

test("a catalogue that would leave nobody who administers stops the server from starting", async () => {
  const catalogue = { sections: defaultCatalogue.sections.filter(({ id }) => id !== "administration") };
  await assert.rejects(startTestServer({ db: crew.server.db, catalogue }), RangeError);
});

test("keys that are too short stop the server from starting", async () => {
  await assert.rejects(startTestServer({ db: crew.server.db, hostKey: "short" }), RangeError);
  await assert.rejects(startTestServer({ db: crew.server.db, sealKeys: { k1: new Uint8Array(16) } }), RangeError);
  await assert.rejects(startTestServer({ db: crew.server.db, tokenKeys: {} }), (error) => !isCrewError(error));
});
