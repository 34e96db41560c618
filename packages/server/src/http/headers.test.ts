import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HOST_KEY, ORIGIN, startTestServer, type TestServer } from "../testing/test-server.ts";

const OTHER = "https://other.example";
let crew: TestServer;
let authorization: string;

before(async () => {
  crew = await startTestServer({ origins: [OTHER], strictTransport: true });
  authorization = `Bearer ${await crew.token(crew.company.demoPeople.admin)}`;
});
after(() => crew[Symbol.asyncDispose]());

const everyKindOfAnswer: Readonly<Record<string, () => Promise<Response>>> = {
  "a page of users": () => crew.raw("GET /v1/users", { headers: { Authorization: authorization } }),
  "a refusal": () => crew.raw("GET /v1/users"),
  "an unknown route": () => crew.raw("GET /v1/nothing"),
  health: () => crew.raw("GET /healthz"),
  readiness: () => crew.raw("GET /readyz"),
  "a preflight": () => crew.raw("OPTIONS /v1/users", { headers: { Origin: OTHER } }),
  "the OpenAPI document": () => crew.raw("GET /v1/openapi.json"),
  "a host's route": () => crew.raw("POST /v1/tokens", { headers: { Authorization: `Bearer ${HOST_KEY}` } }),
  "a stream": () => crew.raw("GET /v1/events", { headers: { Authorization: authorization } }),
};

for (const [name, ask] of Object.entries(everyKindOfAnswer))
  test(`${name} carries every security header`, async () => {
    const { headers, body } = await ask();
    await body?.cancel();
    assert.deepEqual(
      Object.fromEntries(
        [
          "cache-control",
          "content-security-policy",
          "cross-origin-resource-policy",
          "referrer-policy",
          "strict-transport-security",
          "x-content-type-options",
          "set-cookie",
        ].map((header) => [header, headers.get(header)]),
      ),
      {
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "strict-transport-security": "max-age=31536000",
        "x-content-type-options": "nosniff",
        "set-cookie": null,
      },
    );
    assert.match(headers.get("vary") ?? "", /\bOrigin\b/);
    assert.match(headers.get("x-request-id") ?? "", /^[\da-f-]{36}$/);
  });

test("browsers are not told to insist on HTTPS unless the operator says so", async () => {
  await using plain = await startTestServer();
  assert.equal((await plain.raw("GET /healthz")).headers.get("strict-transport-security"), null);
});

test("only an origin that stands on the list, letter by letter, gets permissions", async () => {
  const granted = async (origin: string): Promise<Readonly<Record<string, string>>> => {
    const { headers } = await crew.raw("OPTIONS /v1/users", {
      headers: { Origin: origin, "Access-Control-Request-Method": "PATCH" },
    });
    return Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));
  };
  const listed = await granted(OTHER);
  assert.equal(listed["access-control-allow-origin"], OTHER);
  assert.equal(listed["access-control-max-age"], "600");
  assert.match(listed["access-control-allow-methods"] ?? "", /\bPATCH\b/);
  assert.equal(listed["access-control-allow-credentials"], undefined);
  for (const origin of [
    "null",
    "*",
    "http://other.example",
    "https://other.example:8443",
    "https://other.example.evil.example",
    "https://OTHER.example",
    "https://sub.other.example",
    ORIGIN,
  ])
    assert.deepEqual(await granted(origin), {}, origin);
});

test("an answer to another origin names what scripts may read, and never everybody", async () => {
  const { headers } = await crew.raw("GET /v1/users", { headers: { Origin: OTHER } });
  assert.equal(headers.get("access-control-allow-origin"), OTHER);
  assert.match(headers.get("access-control-expose-headers") ?? "", /X-Request-Id/);
});

test("a cookie changes nothing: neither alone nor beside a token", async () => {
  const token = authorization.slice("Bearer ".length);
  const cookie = { Cookie: `token=${token}; authorization=${encodeURIComponent(authorization)}` };
  assert.equal((await crew.raw("GET /v1/session", { headers: cookie })).status, 401);
  const both = { ...cookie, Authorization: authorization };
  assert.equal((await crew.raw("GET /v1/session", { headers: both })).status, 200);
  for (const query of ["token", "access_token"])
    assert.equal((await crew.raw(`GET /v1/session?${query}=${token}`)).status, 401);
});
