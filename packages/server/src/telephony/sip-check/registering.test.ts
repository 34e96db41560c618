import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import {
  digestAlgorithm,
  digestHa1,
  digestResponse,
  headerOf,
  parseAuth,
  type SipHeader,
  type SipRequest,
} from "../sip/index.ts";
import { check, outcome, PASSWORD, states } from "./testing/check-fixture.ts";
import { challenging, scriptedUdp, type Script, type ScriptedServer } from "./testing/scripted-server.ts";

let server: ScriptedServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function serve(script: Script): Promise<ScriptedServer> {
  server = await scriptedUdp(script);
  return server;
}

/** Verifies a digest by the formula of RFC 7616, from what the header itself says. */
function isRight(authorization: string, request: SipRequest): boolean {
  const { params } = parseAuth(authorization);
  const algorithm = digestAlgorithm(params.get("algorithm"))!;
  const ha1 = digestHa1(algorithm, "alice", params.get("realm")!, PASSWORD);
  const protection =
    params.get("qop") === "auth" ? { nonceCount: params.get("nc")!, clientNonce: params.get("cnonce")! } : undefined;
  const parts = { algorithm, ha1, nonce: params.get("nonce")!, method: request.method, uri: params.get("uri")! };
  const expected = digestResponse(protection === undefined ? parts : { ...parts, protection });
  return params.get("username") === "alice" && params.get("response") === expected;
}

function authenticate(value: string): SipHeader {
  return { name: "WWW-Authenticate", value };
}

const MD5 = 'Digest realm="sip.test", nonce="n1", algorithm=MD5, qop="auth,auth-int"';
const SHA256 = 'Digest realm="sip.test", nonce="n2", algorithm=SHA-256, qop="auth", opaque="o"';

describe("registering over UDP", { timeout: 15_000 }, () => {
  test("registers a contact of its own for a minute and takes only that one away again", async () => {
    const { port, requests } = await serve(challenging([MD5], isRight));
    const report = await check({ port });
    assert.equal(outcome(report), "ok");
    assert.deepEqual(states(report), ["ok", "ok", "skipped", "ok"]);
    const last = requests.at(-1)!;
    const registered = requests.filter((request) => headerOf(request, "Contact")!.endsWith("expires=60"));
    assert.equal(registered.length, 2);
    assert.match(headerOf(last, "Contact")!, /^<sip:check-[0-9a-f]+@127\.0\.0\.1:\d+>;expires=0$/);
    assert.equal(headerOf(last, "Contact")!.split(";")[0], headerOf(requests[0]!, "Contact")!.split(";")[0]);
    assert.deepEqual(
      requests.map((request) => headerOf(request, "CSeq")),
      requests.map((_request, index) => `${index + 1} REGISTER`),
    );
    assert.equal(new Set(requests.map((request) => headerOf(request, "Call-ID"))).size, 1);
  });

  test("answers the strongest challenge that it understands", async () => {
    const unknown = 'Digest realm="sip.test", nonce="n0", algorithm=AKAv1-MD5, qop="auth"';
    const { port, requests } = await serve(challenging([unknown, MD5, SHA256], isRight));
    assert.equal(outcome(await check({ port })), "ok");
    // a busy machine may repeat the first request before its answer is read
    const answer = requests
      .map((request) => headerOf(request, "Authorization"))
      .find((header) => header !== undefined)!;
    assert.match(answer, /algorithm=SHA-256/);
    assert.match(answer, /opaque="o"/);
  });

  test("answers a server that offers no qop", async () => {
    const { port, requests } = await serve(challenging(['Digest realm="sip.test", nonce="n"'], isRight));
    assert.equal(outcome(await check({ port })), "ok");
    assert.match(headerOf(requests[0]!, "To")!, /<sip:alice@sip\.test>/);
  });

  test("tries again with a fresh nonce when the one it had is stale", async () => {
    const { port } = await serve((request, index) => {
      if (index === 0) return [401, authenticate(MD5)];
      if (index === 1) return [401, authenticate('Digest realm="sip.test", nonce="n9", stale=TRUE, qop="auth"')];
      const answer = headerOf(request, "Authorization")!;
      return answer.includes('nonce="n9"') && isRight(answer, request) ? 200 : 403;
    });
    assert.equal(outcome(await check({ port })), "ok");
  });

  test("answers a proxy and the registrar behind it", async () => {
    const { port } = await serve((request) => {
      const proxy = headerOf(request, "Proxy-Authorization");
      if (proxy === undefined) {
        return [407, { name: "Proxy-Authenticate", value: 'Digest realm="edge", nonce="p", qop="auth"' }];
      }
      const answer = headerOf(request, "Authorization");
      if (answer === undefined) return [401, authenticate(MD5)];
      return isRight(proxy, request) && isRight(answer, request) ? 200 : 403;
    });
    assert.equal(outcome(await check({ port })), "ok");
  });

  test("stays as long as the server demands at least", async () => {
    const { port, requests } = await serve((request) => {
      const asked = /expires=(\d+)$/.exec(headerOf(request, "Contact")!)?.[1];
      return asked === "60" ? [423, { name: "Min-Expires", value: "120" }] : 200;
    });
    assert.equal(outcome(await check({ port })), "ok");
    assert.deepEqual(
      requests.map((request) => headerOf(request, "Expires")),
      ["60", "120", "0"],
    );
  });

  test("repeats a request that got lost, and passes over provisional and foreign answers", async () => {
    const { port, requests } = await serve((request, index) => {
      if (index < 2) return undefined;
      if (index === 2) return 100;
      if (index > 3) return 200;
      const other = request.headers.map((header) =>
        header.name === "Via" ? { name: "Via", value: "SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKother" } : header,
      );
      const lines = other.map(({ name, value }) => `${name}: ${value}`).join("\r\n");
      return `SIP/2.0 403 Forbidden\r\n${lines}\r\nContent-Length: 0\r\n\r\n`;
    });
    assert.equal(outcome(await check({ port })), "ok");
    assert.equal(headerOf(requests[0]!, "Via"), headerOf(requests[3]!, "Via"));
  });

  test("a registration counts even if its removal stays without an answer", async () => {
    const { port } = await serve((_request, index) => (index === 0 ? 200 : undefined));
    assert.equal(outcome(await check({ port }, { timeouts: { remove: 50 } })), "ok");
  });
});

describe("what a refused REGISTER means", { timeout: 15_000 }, () => {
  const challengedThen =
    (status: number): Script =>
    (request) =>
      headerOf(request, "Authorization") === undefined ? [401, authenticate(MD5)] : status;
  const always =
    (status: number, ...headers: readonly SipHeader[]): Script =>
    () => [status, ...headers];

  const cases: readonly (readonly [string, Script, string, boolean])[] = [
    ["asked again after a right-looking answer", always(401, authenticate(MD5)), "login: bad_login", false],
    ["403 after the log-in", challengedThen(403), "login: bad_login", false],
    ["403 before any log-in", always(403), "login: domain_not_served", false],
    ["404 before the log-in", always(404), "login: account_unknown", false],
    ["404 after the log-in", challengedThen(404), "login: account_unknown", false],
    ["not a registrar", always(405), "login: domain_not_served", false],
    ["moved elsewhere", always(302), "login: domain_not_served", false],
    ["a URI that it does not serve", always(416), "login: domain_not_served", false],
    [
      "too many contacts as Kamailio says it",
      always(503, { name: "P-Registrar-Error", value: "full" }),
      "login: too_many_contacts",
      true,
    ],
    ["too many contacts as a decline", challengedThen(603), "login: too_many_contacts", true],
    ["a server in trouble", always(500), "login: server_error", true],
    [
      "a server that demands what nobody speaks",
      always(401, authenticate('Negotiate realm="x"')),
      "login: server_error",
      false,
    ],
    ["a request that it finds bad", always(400), "login: server_error", false],
    [
      "a minimum time beyond reason",
      always(423, { name: "Min-Expires", value: "9999999" }),
      "login: server_error",
      false,
    ],
    ["a nonce that is stale for ever", always(401, authenticate(`${MD5}, stale=true`)), "login: server_error", true],
  ];
  for (const [name, script, expected, retryable] of cases) {
    test(`${name}: ${expected}`, async () => {
      const { port } = await serve(script);
      const report = await check({ port });
      assert.equal(outcome(report), expected);
      assert.equal(report.failure?.retryable, retryable);
      assert.ok((report.failure?.status ?? 0) >= 300);
      assert.ok(!JSON.stringify(report).includes("secret"));
    });
  }

  test("a hostile login changes neither the request nor the credentials", async () => {
    const { port, requests } = await serve(() => [401, authenticate(MD5)]);
    const report = await check({ port, login: "a>\r\nX-Evil: 1\r\n@sip.test" });
    assert.equal(outcome(report), "login: bad_login");
    assert.ok(requests.every((request) => headerOf(request, "X-Evil") === undefined));
  });

  test("an address of record in the login field is taken for its user", async () => {
    const { port, requests } = await serve(() => 200);
    assert.equal(outcome(await check({ port, login: "alice@SIP.test" })), "ok");
    assert.equal(headerOf(requests[0]!, "To"), "<sip:alice@sip.test>");
  });
});
