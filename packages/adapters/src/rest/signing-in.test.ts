import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { type LiveEvent, liveEventTypes } from "@crewdock/contract";
import { FakeEnvironment } from "./testing/fake-environment.ts";
import { json, problem, ScriptedServer, type Step } from "./testing/scripted-server.ts";
import { failure, organisation, wire } from "./testing/wired.ts";

const signedOut = problem(401, "unauthenticated");

/** A server that knows tokens from a certain one on, as after a log-out; its stream tells one event and breaks. */
class Office {
  firstGood = 1;
  readonly server: ScriptedServer;

  static async open(t: TestContext): Promise<Office> {
    return new Office(await ScriptedServer.start(t));
  }

  constructor(server: ScriptedServer) {
    this.server = server;
    server.otherwise = (response, seen) => this.#answer(seen)(response, seen);
  }

  get tokens(): readonly string[] {
    return this.server.seen.map(({ headers }) => String(headers.authorization).replace("Bearer token-", ""));
  }

  #answer({ headers, url }: Parameters<Step>[1]): Step {
    if (Number(/\d+$/.exec(headers.authorization ?? "")?.[0]) < this.firstGood) return signedOut;
    if (!url.includes("/events")) return json(200, organisation);
    const event = { cursor: "4", type: "user.changed", id: "u-1", at: "2026-03-01T00:00:00.000Z" };
    return (response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(`id: 4\ndata: ${JSON.stringify(event)}\n\n`, () => this.firstGood === 1 && response.destroy());
    };
  }
}

test("after signing in anew calls go on with one fresh token for all of them", async (t) => {
  const office = await Office.open(t);
  const { client, tokens } = wire(office.server);
  await client.org.read({});
  office.firstGood = 2;
  await Promise.all(Array.from({ length: 5 }, () => client.org.read({})));
  assert.deepEqual(tokens.reasons, ["first", "refused"]);
  office.firstGood = 3;
  await client.org.read({});
  assert.deepEqual(tokens.reasons, ["first", "refused", "refused"], "each token is good for one such surprise");
});

test("while nobody is signed in each call asks for one token, and the first after signing in gets through", async (t) => {
  const office = await Office.open(t);
  office.firstGood = 4;
  const { client } = wire(office.server);
  await failure(client.org.read({}), "unauthenticated");
  assert.deepEqual(office.tokens, ["1", "2"], "a fresh one was refused too");
  await failure(client.org.read({}), "unauthenticated");
  assert.deepEqual(office.tokens, ["1", "2", "3"]);
  await client.org.read({});
  assert.deepEqual(office.tokens, ["1", "2", "3", "4"]);
});

test("a token that was on its way when the person logged out is no reason to give up", async (t) => {
  const environment = new FakeEnvironment();
  const office = await Office.open(t);
  const { client, tokens } = wire(office.server, { environment });
  await client.org.read({});
  environment.advance(3_000_000);
  office.firstGood = 3;
  await client.org.read({});
  assert.deepEqual(tokens.reasons, ["first", "refresh", "refused"]);
});

interface Listening {
  readonly office: Office;
  readonly environment: FakeEnvironment;
  readonly wired: ReturnType<typeof wire>;
  readonly next: () => Promise<LiveEvent | undefined>;
}

/** A page whose person was logged out after a first event. */
async function loggedOut(t: TestContext): Promise<Listening> {
  const office = await Office.open(t);
  const environment = new FakeEnvironment();
  const wired = wire(office.server, { environment, backoff: 400 });
  const stop = new AbortController();
  t.after(() => stop.abort());
  const events = wired.client.events.subscribe({}, { signal: stop.signal })[Symbol.asyncIterator]();
  const next = async (): Promise<LiveEvent | undefined> => (await events.next()).value as LiveEvent | undefined;
  assert.equal((await next())?.cursor, "4");
  office.firstGood = Infinity;
  await environment.pass(800);
  await environment.waitsFor(90_000);
  assert.equal(wired.connection.status.events, "none");
  return { office, environment, wired, next };
}

async function expectEverything({ office, next }: Listening): Promise<void> {
  const told = [];
  for (let count = 0; count < liveEventTypes.length; count++) told.push(await next());
  assert.deepEqual(
    told.map((event) => [event?.type, event?.id]),
    liveEventTypes.map((type) => [type, null]),
    "somebody else may be signed in now",
  );
  assert.equal((await next())?.cursor, "4");
  assert.equal(office.server.seen.at(-1)?.headers["last-event-id"], undefined);
}

test("events outlast a log-out: they come back with the first call that gets through", async (t) => {
  const page = await loggedOut(t);
  const { office, environment, wired } = page;
  await failure(wired.client.org.read({}), "unauthenticated");
  const before = office.server.seen.length;
  office.firstGood = wired.tokens.count + 1;
  await wired.client.org.read({});
  assert.equal(office.server.seen.length, before + 1, "nobody asked for events meanwhile");
  await environment.pass(1_600);
  await expectEverything(page);
  assert.ok(!environment.timers.includes(90_000));
});

test("without any call they look from time to time whether somebody has signed in, in another tab perhaps", async (t) => {
  const page = await loggedOut(t);
  const { office, environment, wired } = page;
  await environment.pass(90_000);
  await environment.pass(1_600);
  await environment.waitsFor(90_000);
  office.firstGood = wired.tokens.count + 1;
  await environment.pass(90_000);
  await environment.pass(3_200);
  await expectEverything(page);
});

test("a subscription that begins signed out says so, and the next one finds its way", async (t) => {
  const office = await Office.open(t);
  office.firstGood = 3;
  const { client } = wire(office.server);
  const subscribe = () => client.events.subscribe({})[Symbol.asyncIterator]();
  await failure(subscribe().next(), "unauthenticated");
  const events = subscribe();
  assert.equal((await events.next()).value?.cursor, "4");
  await events.return?.();
});
