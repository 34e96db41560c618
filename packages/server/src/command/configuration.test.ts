import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readConfiguration, type Reading } from "./configuration.ts";
import { freshKeys } from "./keys.ts";
import { serverOptions } from "./server-options.ts";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "crewdock-configuration-"));
});
after(() => rm(folder, { recursive: true }));

const { CREWDOCK_SIP_SECRET: _, ...keys } = Object.fromEntries(
  freshKeys(new Date("2026-03-02T09:00:00Z"))
    .trim()
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const),
);
const good = { ...keys, DATABASE_URL: "postgres://crew@db.example/crew" };

function problems(environment: Readonly<Record<string, string>>): readonly string[] {
  const reading = readConfiguration(environment);
  return reading.ok ? [] : reading.problems.map(({ variable }) => variable).sort();
}

function configurationOf(
  environment: Readonly<Record<string, string>>,
): Extract<Reading, { ok: true }>["configuration"] {
  const reading = readConfiguration(environment);
  assert.ok(reading.ok, JSON.stringify(reading));
  return reading.configuration;
}

test("fresh keys and a database are all that is needed, and the rest has defaults", () => {
  const configuration = configurationOf(good);
  const options = serverOptions(configuration);
  assert.deepEqual(
    [options.basePath, options.tenant, options.strictTransport, options.sip, options.notify, options.limits?.perUser],
    ["/crewdock", "main", false, undefined, undefined, { perSecond: 100, burst: 3000 }],
  );
  assert.deepEqual(Object.keys(options.tokenKeys), ["k20260302"]);
  assert.equal(options.sealKeys["k20260302"]?.byteLength, 32);
  assert.ok(options.mail && options.checkSipAccount);
});

test("keys are fresh each time", () => {
  assert.notEqual(freshKeys(new Date()), freshKeys(new Date()));
});

test("every problem is named at once, and no value is shown", () => {
  const environment = {
    DATABASE_URL: "mysql://planted:planted@db/x",
    PORT: "-1",
    CREWDOCK_PUBLIC_URL: "https://crm.example/",
    CREWDOCK_ORIGINS: "https://crm.example/path",
    CREWDOCK_HOST_KEY: "planted",
    CREWDOCK_TOKEN_KEYS: "1:planted-planted-planted-planted-planted",
    CREWDOCK_SEAL_KEYS: "k1:cGxhbnRlZA==",
    CREWDOCK_LIMIT_USER: "planted",
    CREWDOCK_PROBE_ALLOW: "10.0.0.0/99",
    CREWDOCK_LOG_LEVEL: "planted",
    CREWDOCK_PASSWORD_URL: "https://crm.example/no-token",
    CREWDOCK_TRUSTED_PROXIES: "proxy.example",
  };
  const reading = readConfiguration(environment);
  assert.ok(!reading.ok);
  const named = reading.problems.map(({ variable }) => variable);
  for (const name of Object.keys(environment)) assert.ok(named.includes(name), name);
  assert.doesNotMatch(JSON.stringify(reading), /planted/);
});

test("one database, and settings that belong together", () => {
  const { DATABASE_URL: _url, ...without } = good;
  assert.deepEqual(problems(without), ["DATABASE_URL"]);
  assert.deepEqual(problems({ ...good, CREWDOCK_DATA: "/data" }), ["CREWDOCK_DATA"]);
  assert.deepEqual(problems({ ...good, CREWDOCK_SIP_DOMAIN: "sip.example" }), [
    "CREWDOCK_SIP_SECRET",
    "CREWDOCK_SIP_URL",
  ]);
  assert.deepEqual(problems({ ...good, CREWDOCK_PASSWORD_URL: "https://crm.example/#{token}" }), [
    "CREWDOCK_LOGIN_URL",
    "CREWDOCK_MAIL_FROM",
    "CREWDOCK_SMTP_URL",
  ]);
});

test("a misspelt variable is a problem, another program's is not", () => {
  assert.deepEqual(problems({ ...good, CREWDOCK_ORIGIN: "https://crm.example", PGHOST: "x" }), ["CREWDOCK_ORIGIN"]);
  assert.deepEqual(problems({ ...good, CREWDOCK_TENANT_FILE: "/x" }), ["CREWDOCK_TENANT_FILE"]);
});

test("a secret can come from a file, but not from two places or from nowhere", async () => {
  const { CREWDOCK_HOST_KEY: key = "", ...rest } = good as Record<string, string>;
  const file = join(folder, "host-key");
  await writeFile(file, `${key}\n`);
  assert.equal(configurationOf({ ...rest, CREWDOCK_HOST_KEY_FILE: file }).CREWDOCK_HOST_KEY[0], key);
  assert.deepEqual(problems({ ...good, CREWDOCK_HOST_KEY_FILE: file }), ["CREWDOCK_HOST_KEY"]);
  const missing = { ...rest, CREWDOCK_HOST_KEY_FILE: join(folder, "nothing") };
  assert.deepEqual(problems(missing), ["CREWDOCK_HOST_KEY", "CREWDOCK_HOST_KEY_FILE"]);
});

test("an empty variable counts as not set", () => {
  assert.equal(configurationOf({ ...good, CREWDOCK_ORIGINS: "", PORT: "" }).PORT, 4030);
});

test("what the letters and the phone need comes through", () => {
  const options = serverOptions(
    configurationOf({
      ...good,
      CREWDOCK_PUBLIC_URL: "https://api.crm.example/crew",
      CREWDOCK_SIP_DOMAIN: "SIP.example",
      CREWDOCK_SIP_URL: "wss://sip.example/ws",
      CREWDOCK_SIP_SECRET: "0123456789abcdef",
      CREWDOCK_ICE_URLS: "stun:turn.example,turn:turn.example:3478",
      CREWDOCK_TURN_SECRET: "0123456789abcdef",
      CREWDOCK_SMTP_URL: "smtps://u:p@mail.example",
      CREWDOCK_MAIL_FROM: "CRM <crm@crm.example>",
      CREWDOCK_LOGIN_URL: "https://crm.example/login",
      CREWDOCK_PASSWORD_URL: "https://crm.example/welcome#{token}",
    }),
  );
  assert.deepEqual([options.basePath, options.strictTransport, options.sip?.domain], ["/crew", true, "sip.example"]);
  assert.equal(options.notify?.passwordUrl?.("a$&b"), "https://crm.example/welcome#a%24%26b");
  const { iceServers } = options.sip ?? {};
  assert.ok(typeof iceServers === "function");
  const [stun, turn] = iceServers({ id: "u-1" }, 600);
  assert.deepEqual(stun, { urls: ["stun:turn.example"] });
  assert.match(turn?.username ?? "", /^\d{10}:u-1$/);
  assert.match(turn?.credential ?? "", /^[\w+/]{27}=$/);
});
