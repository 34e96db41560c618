import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfiguration, type Reading } from "./configuration.ts";
import { freshKeys } from "./keys.ts";

const keys = Object.fromEntries(
  freshKeys(new Date("2026-03-02T09:00:00Z"))
    .trim()
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const)
    .filter(([name]) => name !== "CREWDOCK_SIP_SECRET"),
);

function read(registrations: string, more: Readonly<Record<string, string>> = {}): Reading {
  return readConfiguration({
    ...keys,
    DATABASE_URL: "postgres://crew@db.example/crew",
    CREWDOCK_MAIL_OAUTH: registrations,
    CREWDOCK_MAIL_OAUTH_REDIRECT: "https://crm.example/mail-sign-in",
    ...more,
  });
}

const registered = (text: string): unknown => {
  const reading = read(text);
  assert.ok(reading.ok, JSON.stringify(reading));
  return reading.configuration.CREWDOCK_MAIL_OAUTH;
};

const problem = (text: string): string => {
  const reading = read(text);
  assert.ok(!reading.ok && reading.problems.length === 1, JSON.stringify(reading));
  assert.equal(reading.problems[0]!.variable, "CREWDOCK_MAIL_OAUTH");
  return reading.problems[0]!.message;
};

test("registrations stand in a list, or in JSON where a secret has commas or there is none", () => {
  const gmail = { clientId: "id.example", clientSecret: "s:e/c" };
  assert.deepEqual(registered("gmail:id.example:s:e/c, yandex:1:2"), {
    gmail,
    yandex: { clientId: "1", clientSecret: "2" },
  });
  const outlook = { clientId: "of a public client" };
  const yandex = { clientId: "1", clientSecret: "a,b: c" };
  assert.deepEqual(registered(`\n ${JSON.stringify({ outlook, yandex })}`), { outlook, yandex });
});

test("what cannot be meant is told apart, and no part of it is shown", () => {
  assert.match(problem("gmail:id:planted,planted"), /JSON where a secret has a comma/);
  assert.match(problem("gmail:planted"), /JSON where .*there is none/);
  assert.match(problem("gmail:id:"), /list of provider:client id:client secret/);
  assert.match(problem("gmail:a:b,gmail:c:d"), /list of/);
  assert.match(problem("planted:a:b"), /gmail, yandex/);
  assert.match(problem('{"gmail":{"clientId":"planted"'), /JSON that cannot be read/);
  assert.match(problem("{}"), /no provider/);
  assert.match(problem('{"planted":{"clientId":"x"}}'), /other than gmail, yandex/);
  assert.match(problem('{"gmail":"planted"}'), /clientId/);
  assert.match(problem('{"gmail":{"clientSecret":"planted"}}'), /gmail .*clientId/);
  assert.match(problem('{"gmail":{"clientId":"","clientSecret":"planted"}}'), /gmail .*clientId/);
  assert.match(problem('{"gmail":{"clientId":"x","clientSecret":""}}'), /clientSecret .*left out/);
  assert.match(problem('{"gmail":{"clientId":"x","clientsecret":"planted"}}'), /gmail .*nothing else/);
  for (const text of ["gmail:planted", '{"planted":{"clientId":"x"}}', '{"gmail":{"planted":"planted"}}'])
    assert.doesNotMatch(problem(text), /planted/);
});

test("a client secret is known to the log by itself", () => {
  for (const text of ["gmail:identity:planted-secret", '{"gmail":{"clientId":"x","clientSecret":"planted-secret"}}']) {
    const reading = read(text);
    assert.ok(reading.ok && reading.secrets.includes("planted-secret"));
  }
});

test("people cannot sign in with mail providers where mail is switched off, and the start says so", () => {
  const reading = read("gmail:id:secret", { CREWDOCK_PROBES: "off" });
  assert.ok(!reading.ok);
  assert.deepEqual(
    reading.problems.map(({ variable }) => variable),
    ["CREWDOCK_MAIL_OAUTH"],
  );
  assert.match(reading.problems[0]!.message, /CREWDOCK_PROBES/);
});
