import assert from "node:assert/strict";
import { test } from "node:test";
import type { SipAccountInput } from "@crewdock/contract";
import { FakeEnvironment } from "./testing/fake-environment.ts";
import { json, ScriptedServer, type Step } from "./testing/scripted-server.ts";
import { failure, organisation, wire } from "./testing/wired.ts";

const silent: Step = () => {};
const account: SipAccountInput = {
  id: null,
  login: "1001",
  password: "p",
  domain: "sip.crewdock.test",
  port: 5060,
  transport: "udp",
  webSocketUrl: null,
};

test("a try whose answer does not begin is given up and made again", async (t) => {
  const environment = new FakeEnvironment();
  const server = await ScriptedServer.start(t, silent, json(200, organisation));
  const call = wire(server, { environment, backoff: 400 }).client.org.read({});
  await server.sees(1);
  await environment.pass(8_000);
  await environment.pass(400);
  assert.deepEqual(await call, organisation);
});

test("a server that never answers is a timeout after the whole time, not after all the tries", async (t) => {
  const environment = new FakeEnvironment();
  const server = await ScriptedServer.start(t, silent, silent, silent);
  const call = wire(server, { environment, backoff: 400 }).client.org.read({});
  const over = failure(call, "timeout");
  for (const wait of [400, 800]) {
    await environment.pass(8_000);
    await environment.pass(wait);
  }
  await environment.waitsFor(8_000);
  environment.advance(20_000 - 8_000 - 400 - 8_000 - 800);
  await over;
});

test("an answer that begins and does not end is a timeout", async (t) => {
  const environment = new FakeEnvironment();
  const server = await ScriptedServer.start(t, (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write("{");
  });
  const call = wire(server, { environment }).client.org.read({});
  const over = failure(call, "timeout");
  await server.sent(1);
  while (environment.timers.includes(8_000)) await new Promise(setImmediate); // the head arrives
  environment.advance(20_000);
  await over;
});

test("a check may take three times as long, and is not repeated", async (t) => {
  const environment = new FakeEnvironment();
  const server = await ScriptedServer.start(t, silent);
  const over = failure(wire(server, { environment }).client.telephony.checkSipAccount({ account }), "timeout");
  await server.sees(1);
  assert.ok(environment.timers.includes(60_000));
  await environment.pass(24_000);
  await over;
  assert.equal(server.seen.length, 1);
});
