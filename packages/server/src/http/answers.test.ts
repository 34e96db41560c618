import assert from "node:assert/strict";
import { test } from "node:test";
import { CrewError, type MailCheckEvent } from "@crewdock/contract";
import type { MailProbe } from "../options.ts";
import { mailInput } from "../testing/inputs.ts";
import { startTestServer } from "../testing/test-server.ts";

const stage: MailCheckEvent = { type: "stage", protocol: "imap", stage: "name", state: "running", ms: 0 };

test("lines that break off end with a problem, and what nobody foresaw is logged", async (t) => {
  let then: () => MailCheckEvent = () => stage;
  const probe: MailProbe = {
    async *check() {
      yield stage;
      yield then();
    },
    folders: () => Promise.reject(new CrewError("unavailable")),
  };
  const crew = await startTestServer({
    mail: { probe, discovery: { providers: [], discover: async () => ({ provider: null, source: "none" }) } },
  });
  t.after(() => crew[Symbol.asyncDispose]());
  const check = async (): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const asked = { accountId: null, settings: mailInput(), password: "planted-mail-password" };
    const answer = await crew.ask<string>(crew.company.demoPeople.admin, "POST /v1/mail/check", { body: asked });
    assert.equal(answer.status, 200);
    const lines = answer.body.trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  };
  const outcomes: readonly (readonly [then: () => MailCheckEvent, code: string, logged: number])[] = [
    [
      () => {
        throw new TypeError("on purpose");
      },
      "internal",
      1,
    ],
    [
      () => {
        throw Object.assign(new Error("from the driver"), { code: "57P01" });
      },
      "unavailable",
      1,
    ],
    [
      () => {
        throw new CrewError("rate_limited", { retryAfter: 9 });
      },
      "rate_limited",
      0,
    ],
    [() => ({ ...stage, state: "none" }) as unknown as MailCheckEvent, "internal", 1],
  ];
  for (const [next, code, logged] of outcomes) {
    then = next;
    crew.log.length = 0;
    const [first, last, ...more] = await check();
    assert.deepEqual(first, stage);
    assert.equal(last?.["code"], code);
    assert.match(String(last?.["requestId"]), /^[\da-f-]{36}$/);
    assert.deepEqual(more, []);
    assert.equal(crew.log.filter(({ event }) => event === "request.failed").length, logged, code);
  }
});
