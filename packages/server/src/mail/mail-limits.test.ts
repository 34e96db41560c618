import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { mailInput } from "../testing/inputs.ts";
import type { Answer } from "../testing/test-server.ts";
import { type Problem, RIGHT, startMailBench } from "./testing/mail-bench.ts";

const bench = await startMailBench();
const { crew, manager, asked } = bench;
beforeEach(() => bench.reset());
after(() => bench[Symbol.asyncDispose]());

test("three wrong passwords close the check of that account for a while", async () => {
  for (let i = 0; i < 3; i++) await bench.check({ password: "wrong" });
  const closed = await crew.ask<Problem>(manager, "POST /v1/mail/check", {
    body: { accountId: null, settings: mailInput(), password: RIGHT },
  });
  assert.equal(closed.status, 429);
  assert.equal(closed.body.code, "rate_limited");
  assert.ok((closed.body.retryAfter ?? 0) > 0 && (closed.body.retryAfter ?? 0) <= 600);
  assert.equal(asked.length, 3);
});

test("wrong passwords that come all at once get no more tries than those that come one by one", async () => {
  const body = { accountId: null, settings: mailInput(), password: "wrong" };
  const ask = (password: string): Promise<number> =>
    crew.ask(manager, "POST /v1/mail/check", { body: { ...body, password } }).then(({ status }) => status);
  const statuses = await Promise.all(Array.from({ length: 12 }, () => ask("wrong")));
  assert.equal(asked.length, 3);
  assert.equal(statuses.filter((status) => status === 429).length, 9);
  assert.equal(await ask(RIGHT), 429);
});

test("right passwords count for nothing, however many were checked", async () => {
  for (let i = 0; i < 5; i++) assert.equal((await bench.check()).status, 200);
  for (let i = 0; i < 2; i++) await bench.check({ password: "wrong" });
  assert.equal((await bench.check()).status, 200);
});

test("another server beside it does not buy more wrong passwords at the one that refused them", async () => {
  const { imap, smtp } = mailInput();
  const at = async (settings: ReturnType<typeof mailInput>): Promise<number> =>
    (await bench.check({ settings, password: RIGHT })).status;
  for (let i = 0; i < 3; i++) {
    const settings = mailInput({ imap: { ...imap, host: `imap${i}.mail.example` } });
    await bench.check({ settings, password: "wrong" });
  }
  const elsewhere = { ...imap, host: "imap9.mail.example" };
  assert.equal(await at(mailInput({ imap: elsewhere })), 429);
  assert.equal(await at(mailInput({ imap: elsewhere, smtp: { ...smtp, host: "SMTP.mail.example" } })), 429);
  assert.equal(await at(mailInput({ imap: elsewhere, smtp: { ...smtp, username: "somebody.else" } })), 200);
  assert.equal(await at(mailInput({ smtp: { ...smtp, username: "somebody.else" } })), 200);
});

test("wrong passwords for the folder list count as well", async () => {
  const folders = (password: string): Promise<Answer<Problem>> =>
    crew.ask<Problem>(manager, "POST /v1/mail/folders", {
      body: { accountId: null, settings: mailInput(), password },
    });
  assert.equal((await folders(RIGHT)).status, 200);
  for (let i = 0; i < 3; i++) assert.equal((await folders("wrong")).body.code, "unavailable");
  assert.equal((await folders(RIGHT)).body.code, "rate_limited");
  assert.equal(asked.length, 4);
});

test("leaving while the password is looked at counts as a wrong one", async () => {
  for (let i = 0; i < 3; i++) await bench.leaveAt("login");
  const body = { accountId: null, settings: mailInput(), password: RIGHT };
  assert.equal((await crew.ask<Problem>(manager, "POST /v1/mail/check", { body })).status, 429);
});
