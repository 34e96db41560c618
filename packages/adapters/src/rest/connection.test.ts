import assert from "node:assert/strict";
import { test } from "node:test";
import { createRestAdapter } from "./index.ts";
import { pageEnvironment } from "./environment.ts";
import { FakeEnvironment } from "./testing/fake-environment.ts";
import { json, problem, ScriptedServer } from "./testing/scripted-server.ts";
import { failure, inAnHour, organisation, role, wire } from "./testing/wired.ts";

const elsewhere = "https://crm.test/v1";

function offline(environment: FakeEnvironment) {
  const sent: string[] = [];
  const server = { baseUrl: elsewhere } as ScriptedServer;
  const fetch = async (input: unknown): Promise<Response> => {
    sent.push((input as Request).url);
    return Response.json(organisation);
  };
  environment.setNetwork(false);
  return { sent, ...wire(server, { environment, fetch, backoff: 400 }) };
}

test("without a network a call fails after two short pauses, with nothing sent, and a bare POST at once", async () => {
  const environment = new FakeEnvironment();
  const { client, sent, connection } = offline(environment);
  const call = failure(client.org.read({}), "unavailable");
  await environment.pass(400);
  await environment.pass(800);
  await call;
  await failure(client.telephony.credentials({ use: "call" }), "unavailable");
  assert.deepEqual(sent, []);
  assert.equal(connection.status.reachable, false);
});

test("a network that comes back in a moment is not noticed but by a short wait", async () => {
  const environment = new FakeEnvironment();
  const { client, sent } = offline(environment);
  const call = client.org.read({});
  await environment.waitsFor(400);
  environment.setNetwork(true);
  assert.deepEqual(await call, organisation);
  assert.equal(sent.length, 1);
});

test("this machine is reached without a network", async (t) => {
  const environment = new FakeEnvironment();
  environment.setNetwork(false);
  const server = await ScriptedServer.start(t, json(200, organisation));
  assert.deepEqual(await wire(server, { environment }).client.org.read({}), organisation);
});

test("the state of the connection is told when it changes, with its time, to those who listen", async (t) => {
  const environment = new FakeEnvironment();
  const down = problem(503, "unavailable");
  const server = await ScriptedServer.start(t, json(200, organisation), down, problem(403, "forbidden"));
  const { client, connection } = wire(server, { environment });
  const told: unknown[] = [];
  const listener = ({ reachable, since }: typeof connection.status): void =>
    void told.push([reachable, since.slice(11, 19)]);
  assert.equal(connection.status.reachable, null);
  const stop = connection.onChange(listener);
  await client.org.read({});
  environment.advance(60_000);
  await failure(client.telephony.credentials({ use: "call" }), "unavailable");
  environment.advance(60_000);
  await failure(client.roles.create({ role }), "forbidden");
  environment.setNetwork(false);
  environment.setNetwork(true);
  stop();
  environment.setNetwork(false);
  assert.deepEqual(told, [
    [true, "00:00:00"],
    [false, "00:01:00"],
    [true, "00:02:00"],
    [false, "00:02:00"],
    [null, "00:02:00"],
  ]);
  assert.equal(environment.networkListeners, 0);
});

test("the browser's own word on the network is heard", (t) => {
  const page = new EventTarget();
  const names = ["addEventListener", "removeEventListener", "navigator"] as const;
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  t.after(() => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  });
  const navigator = { onLine: false };
  for (const [name, value] of [
    ["addEventListener", page.addEventListener.bind(page)],
    ["removeEventListener", page.removeEventListener.bind(page)],
    ["navigator", navigator],
  ] as const)
    Object.defineProperty(globalThis, name, { configurable: true, value });
  const heard: boolean[] = [];
  const stop = pageEnvironment.onNetworkChange(() => heard.push(pageEnvironment.hasNetwork()));
  page.dispatchEvent(new Event("offline"));
  navigator.onLine = true;
  page.dispatchEvent(new Event("online"));
  stop();
  page.dispatchEvent(new Event("online"));
  assert.deepEqual(heard, [false, true]);
});

test("a base URL that is none, or holds a secret or a query, is refused when the adapter is made", () => {
  const make = (baseUrl: string) => () =>
    createRestAdapter({ baseUrl, fetchToken: () => Promise.resolve({ token: "t", expiresAt: inAnHour() }) });
  for (const wrong of [
    "/v1",
    "crm.test",
    "ftp://crm.test/v1",
    "https://u:p@crm.test/v1",
    `${elsewhere}?a=1`,
    `${elsewhere}#a`,
  ])
    assert.throws(make(wrong), TypeError, wrong);
  make(`${elsewhere}//`)();
});
