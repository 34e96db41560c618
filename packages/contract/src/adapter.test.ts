import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, defineAdapter } from "./adapter.ts";
import type { CallContext } from "./context.ts";
import { isCrewError } from "./errors/crew-error.ts";

const unsupported = (error: unknown): boolean => isCrewError(error) && error.code === "unsupported";
const organisation = { departments: [], positions: [], groups: [] };

test("a verb that the adapter lacks fails with unsupported, awaited or iterated", async () => {
  const client = connect(defineAdapter({ id: "empty", contract: "1.0", ports: {} }), () => "en");
  await assert.rejects(client.users.list({}), unsupported);
  await assert.rejects(client.org.read({}), unsupported);
  const settings = { host: "h", port: 1, security: "ssl", username: "u" } as const;
  const input = {
    accountId: null,
    settings: { email: "a@b.co", providerId: null, imap: settings, smtp: settings },
    password: null,
  };
  await assert.rejects(async () => {
    for await (const event of client.mail.check(input)) assert.fail(event.type);
  }, unsupported);
  await assert.rejects(client.events.subscribe({})[Symbol.asyncIterator]().next(), unsupported);
});

test("a stream that is lacking leaves no unhandled rejection behind", async (t) => {
  const seen: unknown[] = [];
  const note = (reason: unknown): void => void seen.push(reason);
  process.on("unhandledRejection", note);
  t.after(() => process.off("unhandledRejection", note));
  connect({ id: "empty", contract: "1.0", ports: {} }, () => "en").events.subscribe({});
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(seen, []);
});

test("each call carries the language of the moment, the signal and the key", async () => {
  const contexts: CallContext[] = [];
  const read = async (_input: unknown, context: CallContext) => {
    contexts.push(context);
    return organisation;
  };
  let language = "en";
  const client = connect({ id: "one", contract: "1.0", ports: { org: { read } } }, () => language);
  const { signal } = new AbortController();
  await client.org.read({});
  language = "ru";
  await client.org.read({}, { signal, idempotencyKey: "k" });
  assert.equal(contexts[0]?.language, "en");
  assert.equal(contexts[0].signal.aborted, false);
  assert.ok(!("idempotencyKey" in contexts[0]));
  assert.deepEqual({ ...contexts[1] }, { signal, language: "ru", idempotencyKey: "k" });
});

test("a client can be passed through await", async () => {
  const client = await Promise.resolve(connect({ id: "empty", contract: "1.0", ports: {} }, () => "en"));
  assert.equal(typeof client.users.list, "function");
});

test("an adapter for a version of the contract that is not understood fails with unsupported, and is not called", async () => {
  const read = async (): Promise<typeof organisation> => assert.fail("called");
  const client = connect({ id: "future", contract: "99.0", ports: { org: { read } } }, () => "en");
  await assert.rejects(client.org.read({}), unsupported);
});
