import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { Client } from "@crewdock/contract";
import { FakeEnvironment } from "./testing/fake-environment.ts";
import { problem, ScriptedServer, type Step } from "./testing/scripted-server.ts";
import { failure, inAnHour, role, wire } from "./testing/wired.ts";
import type { RestAdapterOptions } from "./index.ts";

/** Turns of the event loop. The contract allows 50 ms; counted so, a busy machine cannot fail the test, nor a timer pass it. */
const longest = 3;

async function settlesAtOnce(promise: Promise<unknown>): Promise<void> {
  let settled = false;
  const note = (): void => void (settled = true);
  promise.then(note, note);
  for (let turn = 0; turn < longest; turn++) await new Promise(setImmediate);
  assert.ok(settled, "still waits");
}

const check = {
  accountId: null,
  settings: {
    email: "a@crewdock.test",
    providerId: null,
    imap: { host: "imap.crewdock.test", port: 993, security: "ssl", username: "a" },
    smtp: { host: "smtp.crewdock.test", port: 465, security: "ssl", username: "a" },
  },
  password: "p",
} as const;

interface State {
  readonly step?: Step;
  readonly options?: Partial<RestAdapterOptions>;
  /** Resolves when the call has come to where it is to be cancelled. */
  readonly reached: (server: ScriptedServer, environment: FakeEnvironment) => Promise<void>;
  readonly call?: (client: Client, signal: AbortSignal) => Promise<unknown>;
}

const read = (client: Client, signal: AbortSignal): Promise<unknown> => client.org.read({}, { signal });
const half: Step = (response) => {
  response.writeHead(200, { "Content-Type": "application/json" });
  response.write('{"departments":[');
};
const asked = Promise.withResolvers<void>();

const states: Readonly<Record<string, State>> = {
  "while it waits for a token, whatever the host does": {
    options: {
      fetchToken: () => {
        asked.resolve();
        return new Promise(() => {});
      },
    },
    reached: () => asked.promise,
  },
  "while the server thinks": { step: () => {}, reached: (server) => server.sees(1) },
  "between two tries": {
    step: problem(503, "unavailable"),
    reached: async (_server, environment) => environment.waitsFor(400),
  },
  "while Retry-After runs": {
    step: problem(503, "unavailable", {}, { "Retry-After": "4" }),
    reached: async (_server, environment) => environment.waitsFor(4_000),
  },
  "in the middle of a body": { step: half, reached: (server) => server.sees(1).then(() => server.sent(1)) },
  "while a change is under way": {
    step: () => {},
    reached: (server) => server.sees(1),
    call: (client, signal) => client.roles.create({ role }, { signal }),
  },
  "in the middle of a check": {
    step: (response) => {
      response.writeHead(200, { "Content-Type": "application/x-ndjson" });
      response.write('{"type":"stage",');
    },
    reached: (server) => server.sees(1).then(() => server.sent(1)),
    call: async (client, signal) => {
      for await (const event of client.mail.check(check, { signal })) assert.fail(event.type);
    },
  },
  "while a stream that it waits for is being opened": {
    step: () => {},
    reached: (server) => server.sees(1),
    call: (client, signal) => {
      client.events.subscribe({}, { signal });
      return client.org.read({}, { signal });
    },
  },
};

async function start(t: TestContext, { step, options }: State) {
  const environment = new FakeEnvironment();
  const server = await ScriptedServer.start(t, ...(step ? [step] : []));
  const { client } = wire(server, { environment, backoff: 400, ...options });
  return { environment, server, client };
}

for (const [when, state] of Object.entries(states)) {
  test(`an abort settles at once ${when}`, async (t) => {
    const { environment, server, client } = await start(t, state);
    const abort = new AbortController();
    const call = (state.call ?? read)(client, abort.signal);
    await state.reached(server, environment);
    abort.abort();
    await settlesAtOnce(call);
    await failure(call, "cancelled");
    await new Promise(setImmediate);
    assert.deepEqual(
      environment.timers.filter((ms) => ms !== 1_000),
      [],
      "no timer is left behind but the gate's",
    );
  });
}

const streams: Readonly<Record<string, State>> = {
  "before it is open": { step: () => {}, reached: (server) => server.sees(1) },
  "before its first word": {
    step: (response) => response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders(),
    reached: async (_server, environment) => environment.waitsFor(5_000),
  },
  "while it is idle": {
    step: (response) => void response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": ready\n\n"),
    reached: async (_server, environment) => environment.waitsFor(45_000),
  },
  "before it comes back": {
    step: problem(503, "unavailable"),
    reached: async (_server, environment) => environment.waitsFor(800),
  },
};

for (const [when, state] of Object.entries(streams)) {
  test(`an abort ends a stream at once ${when}`, async (t) => {
    for (const input of [{}, { since: "3" }]) {
      const { environment, server, client } = await start(t, state);
      const abort = new AbortController();
      const next = client.events.subscribe(input, { signal: abort.signal })[Symbol.asyncIterator]().next();
      await state.reached(server, environment);
      abort.abort();
      await settlesAtOnce(next);
      assert.equal((await next).done, true);
      await new Promise(setImmediate);
      assert.equal(environment.networkListeners, 0);
    }
  });
}

test("an abort ends the asking for events between two askings", async (t) => {
  const { environment, server, client } = await start(t, {
    step: problem(501, "unsupported"),
    reached: async () => {},
  });
  server.otherwise = (response) =>
    void response
      .writeHead(200, { "Content-Type": "application/json" })
      .end('{"events":[],"cursor":"1","reset":false}');
  const abort = new AbortController();
  const next = client.events.subscribe({}, { signal: abort.signal })[Symbol.asyncIterator]().next();
  await environment.waitsFor(5_000);
  abort.abort();
  await settlesAtOnce(next);
  assert.equal((await next).done, true);
});

test("an abort settles at once also while a fetch ignores it", async (t) => {
  const server = await ScriptedServer.start(t);
  const abort = new AbortController();
  const { promise: called, resolve } = Promise.withResolvers<void>();
  const deaf = (): Promise<Response> => {
    resolve();
    return new Promise(() => {});
  };
  const fetchToken = () => Promise.resolve({ token: "t", expiresAt: inAnHour() });
  const call = wire(server, { fetch: deaf, fetchToken }).client.org.read({}, { signal: abort.signal });
  await called;
  abort.abort();
  await settlesAtOnce(call);
  await failure(call, "cancelled");
});

test("nothing is sent for a call that was aborted before", async (t) => {
  const server = await ScriptedServer.start(t);
  await failure(wire(server).client.org.read({}, { signal: AbortSignal.abort() }), "cancelled");
  assert.equal(server.seen.length, 0);
});
