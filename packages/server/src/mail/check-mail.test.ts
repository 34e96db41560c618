import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import type { MailCheckEvent } from "@crewdock/contract";
import { mailInput } from "../testing/inputs.ts";
import { type Problem, RIGHT, startMailBench } from "./testing/mail-bench.ts";

const bench = await startMailBench();
const { crew, manager, asked } = bench;
beforeEach(() => bench.reset());
after(() => bench[Symbol.asyncDispose]());

test("a check comes as lines, each stage as it goes and the report at the end", async () => {
  const { headers, body } = await bench.check();
  assert.match(headers.get("content-type") ?? "", /^application\/x-ndjson/);
  const events = body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as MailCheckEvent);
  assert.deepEqual(
    events.map(({ type }) => type),
    ["stage", "report"],
  );
});

test("a stored password works for its own servers only", async () => {
  const account = await bench.made();
  await bench.check({ accountId: account.id, password: null });
  assert.deepEqual(asked, [{ host: "imap.mail.example", password: RIGHT }]);
  const imap = { host: "imap.thief.example", port: 993, security: "ssl", username: "irina" } as const;
  const stolen = await crew.ask<Problem>(manager, "POST /v1/mail/check", {
    body: { accountId: account.id, settings: mailInput({ imap }), password: null },
  });
  assert.deepEqual(stolen.body.errors, [{ pointer: "/password", code: "required" }]);
  assert.equal(asked.length, 1);
});

test("a mail server that has had enough of being asked for folders is told apart from one that is away", async () => {
  const ask = async (password: string): Promise<string> => {
    const body = { accountId: null, settings: mailInput(), password };
    return (await crew.ask<Problem>(manager, "POST /v1/mail/folders", { body })).body.code;
  };
  assert.equal(await ask("asked-too-often"), "rate_limited");
  assert.equal(await ask("wrong"), "unavailable");
});

test("leaving in the middle ends the check", () => bench.leaveAt("connection"));
