import assert from "node:assert/strict";
import { test } from "node:test";
import type { MailCheckEvent } from "@crewdock/contract";
import { problem, ScriptedServer } from "./testing/scripted-server.ts";
import { failure, wire } from "./testing/wired.ts";

const settings = {
  email: "a@crewdock.test",
  providerId: null,
  imap: { host: "imap.crewdock.test", port: 993, security: "ssl", username: "a" },
  smtp: { host: "smtp.crewdock.test", port: 465, security: "ssl", username: "a" },
} as const;
const stage = { type: "stage", protocol: "imap", stage: "name", state: "running", ms: 0 };

test("lines of a check arrive one by one, whatever the pieces they come in", async (t) => {
  const { promise: first, resolve: gotFirst } = Promise.withResolvers<void>();
  const server = await ScriptedServer.start(t, async (response) => {
    response.writeHead(200, { "Content-Type": "application/x-ndjson" });
    const text = `${JSON.stringify(stage)}\r\n`;
    response.write(text.slice(0, 11));
    response.write(text.slice(11));
    await first;
    response.end(JSON.stringify({ ...stage, state: "ok", ms: 12 }));
  });
  const events: MailCheckEvent[] = [];
  for await (const event of wire(server).client.mail.check({ accountId: null, settings, password: "p" })) {
    events.push(event);
    gotFirst();
  }
  assert.deepEqual(events, [stage, { ...stage, state: "ok", ms: 12 }]);
  assert.equal(server.seen.length, 1);
});

test("a check that turns into rubbish or a problem fails as such, and leaving the loop ends the request", async (t) => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const server = await ScriptedServer.start(
    t,
    (response) => void response.writeHead(200).end(`${JSON.stringify(stage)}\n{"type":"sta`),
    problem(429, "rate_limited", { retryAfter: 30 }, { "Retry-After": "30" }),
    (response) => {
      response.on("close", resolve);
      response.writeHead(200).write(`${JSON.stringify(stage)}\n`);
    },
  );
  const { client } = wire(server);
  const drain = async () => {
    for await (const event of client.mail.check({ accountId: null, settings, password: "p" })) void event;
  };
  await failure(drain(), "invalid_answer");
  assert.equal((await failure(drain(), "rate_limited")).retryAfter, 30);
  for await (const event of client.mail.check({ accountId: null, settings, password: "p" })) {
    assert.equal(event.type, "stage");
    break;
  }
  await closed;
});
