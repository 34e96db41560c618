import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { unstorable } from "./hostile.ts";
import { type Api, type Lantern, startLantern } from "./lantern.ts";

let lantern: Lantern;
let api: Api;

before(async () => {
  lantern = await startLantern();
  api = await lantern.api("admin");
});
after(() => lantern[Symbol.asyncDispose]());

test("the API refuses NUL and lone surrogates in every text, with a field, and never breaks", async () => {
  const person = (serial: number) => ({
    name: { last: "Raw", first: "Anna", patronymic: null as string | null },
    email: `raw-${serial}@crewdock.test`,
    login: `raw-${serial}`,
    password: null as string | null,
    timeZone: "Europe/Moscow",
    serviceNumber: null as string | null,
    positionId: null,
    departmentId: "",
    groupIds: [],
    roleIds: [],
    sipAccount: null as unknown,
    mailAccounts: [] as unknown[],
  });
  const sales =
    ((await api("GET", "/organisation")).json as { departments: { id: string }[] }).departments[0]?.id ?? "";
  const server = { host: "imap.crewdock.test", port: 993, security: "ssl", username: "raw" };
  const mail = (change: Record<string, unknown>) => ({
    email: "raw@crewdock.test",
    providerId: null,
    imap: server,
    smtp: { ...server, port: 465 },
    ...change,
  });
  const sip = (change: Record<string, unknown>) => ({
    id: null,
    login: "2001",
    password: "secret",
    domain: "crewdock.test",
    port: 5060,
    transport: "udp",
    webSocketUrl: null,
    ...change,
  });
  let serial = 0;
  const user = (change: Record<string, unknown>) => ({ ...person(++serial), departmentId: sales, ...change });
  const requests: readonly (readonly [string, string, (text: string) => unknown, string | null])[] = [
    ["POST", "/users", (text) => user({ name: { last: text, first: "A", patronymic: null } }), "/name/last"],
    ["POST", "/users", (text) => user({ name: { last: "A", first: text, patronymic: null } }), "/name/first"],
    ["POST", "/users", (text) => user({ name: { last: "A", first: "B", patronymic: text } }), "/name/patronymic"],
    ["POST", "/users", (text) => user({ email: `${text}@crewdock.test` }), "/email"],
    ["POST", "/users", (text) => user({ login: text }), "/login"],
    ["POST", "/users", (text) => user({ password: `copper-lantern-${text}` }), "/password"],
    ["POST", "/users", (text) => user({ timeZone: text }), "/timeZone"],
    ["POST", "/users", (text) => user({ serviceNumber: text }), "/serviceNumber"],
    ["POST", "/users", (text) => user({ departmentId: text }), "/departmentId"],
    ["POST", "/users", (text) => user({ roleIds: [text] }), "/roleIds/0"],
    ["POST", "/users", (text) => user({ sipAccount: sip({ login: text }) }), "/sipAccount/login"],
    ["POST", "/users", (text) => user({ sipAccount: sip({ password: text }) }), "/sipAccount/password"],
    ["POST", "/users", (text) => user({ sipAccount: sip({ domain: text }) }), "/sipAccount/domain"],
    [
      "POST",
      "/users",
      (text) => user({ mailAccounts: [{ ...mail({}), password: "x", sentFolder: text, active: true }] }),
      "/mailAccounts/0/sentFolder",
    ],
    ["POST", "/roles", (text) => ({ name: text, description: null, grants: {} }), "/name"],
    ["POST", "/roles", (text) => ({ name: `Raw ${++serial}`, description: text, grants: {} }), "/description"],
    ["POST", "/roles", (text) => ({ name: `Raw ${++serial}`, description: null, grants: { [text]: "any" } }), null],
    ["POST", "/sip-accounts/check", (text) => sip({ login: text }), "/login"],
    ["POST", "/sip-accounts/check", (text) => sip({ password: text }), "/password"],
    ["POST", "/mail/discover", (text) => ({ email: `${text}@crewdock.test` }), "/email"],
    [
      "POST",
      "/mail/check",
      (text) => ({ accountId: null, settings: mail({ imap: { ...server, username: text } }), password: "x" }),
      "/settings/imap/username",
    ],
    ["POST", "/mail/check", (text) => ({ accountId: null, settings: mail({}), password: text }), "/password"],
    [
      "POST",
      "/mail/folders",
      (text) => ({ accountId: null, settings: mail({ imap: { ...server, host: text } }), password: "x" }),
      "/settings/imap/host",
    ],
    ["POST", "/directory/lookup", (text) => ({ number: text }), "/number"],
    [
      "PUT",
      "/calls/raw-call",
      (text) => ({
        direction: "outgoing",
        number: "1042",
        name: text,
        contactId: null,
        startedAt: new Date().toISOString(),
        answeredAt: null,
        endedAt: null,
        result: "ongoing",
      }),
      "/name",
    ],
  ];
  for (const [method, path, body, pointer] of requests) {
    for (const { what, text } of unstorable) {
      const answer = await api(method, path, body(text), { "idempotency-key": `raw-${++serial}` });
      const about = `${what} at ${method} ${path} ${pointer ?? ""}: ${answer.text.slice(0, 300)}`;
      assert.equal(answer.status, 422, about);
      const { code, errors } = answer.json as { code: string; errors: { pointer: string }[] };
      assert.equal(code, "validation", about);
      if (pointer !== null)
        assert.ok(
          errors.some((error) => error.pointer === pointer),
          about,
        );
    }
  }
  // a query string cannot hold a surrogate alone; NUL it can
  for (const path of [
    "/users?q=a%00b",
    "/contacts?q=a%00b",
    "/colleagues?q=%00",
    "/calls?q=%00",
    "/users/%00",
    "/users?cursor=%00",
  ]) {
    const { status, text } = await api("GET", path);
    assert.ok(status >= 400 && status < 500, `${path}: ${status} ${text.slice(0, 200)}`);
  }
  for (const [path, body] of [
    ["/sign-in", { login: "a\u0000b", password: "\ud800" }],
    ["/sign-in-as", { userId: "\u0000" }],
    ["/sign-in", { login: "x".repeat(10_000), password: "x".repeat(10_000) }],
  ] as const) {
    const { status } = await fetch(`${lantern.demo.url}/host${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: lantern.demo.url },
      body: JSON.stringify(body),
    });
    assert.ok(status >= 400 && status < 500, `${path} answered ${status}`);
  }
});
