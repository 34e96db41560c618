import assert from "node:assert/strict";
import { test } from "node:test";
import { describeError } from "../log.ts";
import { createJsonLog } from "./json-log.ts";

const now = (): Date => new Date("2026-03-02T09:00:00Z");

function lines(secrets: readonly string[] = []): {
  readonly log: ReturnType<typeof createJsonLog>;
  readonly all: string[];
} {
  const all: string[] = [];
  return { all, log: createJsonLog({ level: "info", write: (line) => all.push(line), secrets, now }) };
}

test("an entry is one line of JSON, and what is below the level is left out", () => {
  const { log, all } = lines();
  log({ level: "info", event: "request", route: "users.list", status: 200, userId: undefined });
  log({ level: "debug", event: "request" });
  assert.deepEqual(all, [
    '{"time":"2026-03-02T09:00:00.000Z","level":"info","event":"request","route":"users.list","status":200}\n',
  ]);
  log({ level: "error", event: "failed", stack: "at a\nat b" });
  assert.equal(all[1]?.trimEnd().includes("\n"), false);
});

test("what is called a secret is hidden, whatever it holds; what is not stays", () => {
  const { log, all } = lines();
  const entry = {
    password: "a1",
    smtpPassword: "a2",
    clientSecret: "a3",
    accessToken: "a4",
    Authorization: "a5",
    cookie: "a6",
    hostKey: "a7",
    api_key: "a8",
  };
  log({ level: "info", event: "x", ...entry, tokens: 5, keyboard: "b1", requestId: "b2" });
  assert.doesNotMatch(all.join(""), /a\d/);
  assert.match(all.join(""), /"tokens":5,"keyboard":"b1","requestId":"b2"/);
});

test("known secrets and those with a form of their own are cut out of any text", () => {
  const ring = "k2:second-token-key,k1:first-token-key";
  const { log, all } = lines([ring, "host-key-0123456789", "postgres://crew:pa%2Fss-word@db/crew"]);
  for (const text of [
    "key second-token-key and first-token-key and host-key-0123456789",
    "cannot connect to postgres://crew:pa%2Fss-word@db/crew, pa/ss-word refused",
    "Authorization: Bearer abc.def-ghi",
    "smtps://user:unknown-one@mail.example failed",
    "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl",
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
  ])
    log({ level: "warn", event: "x", text });
  const told = all.join("");
  for (const secret of ["token-key", "0123456789", "ss-word", "abc.def", "unknown-one", "eyJ", "argon2"])
    assert.ok(!told.includes(secret), secret);
  assert.match(told, /smtps:\/\/user:\[redacted\]@mail\.example failed/);
});

test("an error is told by its name and code, not by words that quote values", () => {
  const { log, all } = lines();
  const cause = Object.assign(new Error('duplicate key value ("planted-value")'), { code: "23505" });
  log({ level: "error", event: "failed", ...describeError(new Error("planted-message", { cause })) });
  log({ level: "error", event: "failed", ...describeError(cause) });
  assert.doesNotMatch(all.join(""), /planted/);
  assert.match(all.join(""), /"errorCode":"23505"/);
});
