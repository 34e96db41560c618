import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Client, connect, isCrewError, type LiveEvent } from "@crewdock/contract";
import { userInput } from "../../../server/src/testing/inputs.ts";
import { ORIGIN, startTestServer, type TestServer } from "../../../server/src/testing/test-server.ts";
import { createRestAdapter, type RestAdapterOptions } from "./index.ts";
import { FakeEnvironment } from "./testing/fake-environment.ts";

/** Does something to an answer on its way back. */
type Line = (answer: Response, request: Request) => Response;

let crew: TestServer;

before(async () => {
  crew = await startTestServer();
});
after(() => crew[Symbol.asyncDispose]());

interface Wired {
  readonly client: Client;
  readonly answers: string[];
  readonly tokens: string[];
}

/** The administrator's client on a server in this process, over a line that may do something to the answers. */
function wire(line: Line = (answer) => answer, options: Partial<RestAdapterOptions> = {}): Wired {
  const answers: string[] = [];
  const tokens: string[] = [];
  const fetch = async (input: unknown): Promise<Response> => {
    const request = input as Request;
    const answer = await crew.server.fetch(request);
    answers.push(
      `${request.method} ${new URL(request.url).pathname.replace("/crewdock/v1", "")} ${String(answer.status)}`,
    );
    return line(answer, request);
  };
  const fetchToken: RestAdapterOptions["fetchToken"] = ({ reason }) => {
    tokens.push(reason);
    return crew.server.mintToken({ userId: crew.company.demoPeople.admin, origin: ORIGIN, ttlSeconds: 300 });
  };
  const baseUrl = "https://crm.example/crewdock/v1";
  const adapter = createRestAdapter({ baseUrl, fetchToken, fetch, backoff: 1, ...options });
  return { client: connect(adapter, () => "en"), answers, tokens };
}

/** Numbers from 0 to 1 that are the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** What somebody does who reads 'cannot be reached': press the button once more. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (let pressed = 0; pressed < 20; pressed++) {
    try {
      return await call();
    } catch (error) {
      if (!isCrewError(error) || error.code !== "unavailable") throw error;
    }
  }
  assert.fail("never got through");
}

test("over a line that loses half of all answers every change without a secret is made once, and nobody meets a conflict", async () => {
  const random = numbers(20_260_301);
  let lost = 0;
  const { client } = wire((answer) => {
    if (random() >= 0.5) return answer;
    lost++;
    throw new TypeError("fetch failed");
  });
  const logins = Array.from({ length: 5 }, (_, index) => `lossy.${String(index)}`);
  for (const [index, login] of logins.entries()) {
    const key = { idempotencyKey: `key-of-${login}` };
    const made = await insist(() => client.users.create({ user: userInput(login) }, key));
    const { id, version } = made;
    const patch = { serviceNumber: `L-${String(index)}`, name: { ...made.name, patronymic: "" } };
    const changed = await insist(() => client.users.update({ id, version, patch }));
    assert.equal(changed.serviceNumber, patch.serviceNumber);
    const blocked = await insist(() => client.users.setState({ id, version: changed.version, state: "blocked" }));
    assert.equal(blocked.state, "blocked");
  }
  const role = await insist(() =>
    client.roles.create({ role: { name: "Lossy", description: null, grants: {} } }, { idempotencyKey: "lossy-role" }),
  );
  const subject = { type: "user", id: crew.company.demoPeople.manager } as const;
  const until = "2030-01-01T00:00:00.000Z";
  await insist(() =>
    client.assignments.replace({ roleId: role.id, version: role.version, assignments: [{ subject, until }] }),
  );
  const { version } = await insist(() => client.roles.get({ id: role.id }));
  await insist(() => client.assignments.replace({ roleId: role.id, version, assignments: [] }));
  const empty = await insist(() => client.roles.get({ id: role.id }));
  await insist(() => client.roles.remove({ id: role.id, version: empty.version }));
  const { items } = await insist(() => client.users.list({ q: "lossy.", limit: 100 }));
  assert.deepEqual(items.map(({ login }) => login).sort(), logins.toSorted());
  assert.ok(items.every(({ state }) => state === "blocked"));
  assert.ok(lost > 10, `only ${String(lost)} lost`);
});

test("a stream that breaks again and again tells each event once and in order", async () => {
  const stop = new AbortController();
  const cuts: (() => void)[] = [];
  let opened = 0;
  const { client } = wire((answer, { url }) => {
    if (!url.endsWith("/events")) return answer;
    opened++;
    const cut = new AbortController();
    cuts.push(() => cut.abort(new TypeError("network error")));
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    answer.body?.pipeTo(writable, { signal: cut.signal }).catch(() => {});
    return new Response(readable, answer);
  });
  const told: string[] = [];
  const made: string[] = [];
  const events = client.events.subscribe({}, { signal: stop.signal });
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const { type, id } of events) {
      if (type === "user.created") told.push(String(id));
      if (told.length === 20) resolve();
    }
  })();
  for (let index = 0; index < 20; index++) {
    made.push((await client.users.create({ user: userInput(`cut.${String(index)}`) })).id);
    if (index % 3 === 0) cuts.at(-1)?.();
  }
  await done;
  stop.abort();
  await reading;
  assert.deepEqual(told, made);
  assert.ok(opened > 3, `opened ${String(opened)} times`);
});

test("behind a proxy that holds streams back events come all the same", async () => {
  const environment = new FakeEnvironment();
  const stop = new AbortController();
  const held = (answer: Response, { url }: Request): Response =>
    url.endsWith("/events") ? new Response(new ReadableStream(), answer) : answer;
  const { client, answers } = wire(held, { environment });
  const events = client.events.subscribe({}, { signal: stop.signal })[Symbol.asyncIterator]();
  const next = async (): Promise<LiveEvent> => (await events.next()).value as LiveEvent;
  const first = next();
  await environment.pass(5_000); // for the first word
  assert.equal((await first).id, null, "what was missed meanwhile is not known");
  const { id } = await wire().client.users.create({ user: userInput("behind.proxy") });
  const seen = (async () => {
    for (;;) {
      const event = await next();
      if (event.type === "user.created" && event.id !== null) return event.id;
    }
  })();
  await environment.pass(5_000);
  assert.equal(await seen, id);
  assert.deepEqual(
    answers.filter((one) => one.includes("/events")),
    ["GET /events 200", "GET /events/changes 200", "GET /events/changes 200"],
  );
  stop.abort();
});

test("what has not changed is told in one short answer, what has is told anew", async () => {
  const { client, answers } = wire();
  const id = crew.company.demoPeople.manager;
  const first = await client.users.get({ id });
  assert.deepEqual(await client.users.get({ id }), first);
  const changed = await client.users.update({ id, version: first.version, patch: { serviceNumber: "R-1" } });
  assert.equal((await client.users.get({ id })).serviceNumber, "R-1");
  assert.deepEqual(await client.users.get({ id }), changed);
  assert.deepEqual(await client.org.read({}), await client.org.read({}));
  assert.deepEqual(
    answers.map((one) => one.slice(-3)),
    ["200", "304", "200", "200", "304", "200", "304"],
  );
});

test("a token that runs out is fetched anew once, however many calls find out", async () => {
  const started = crew.now;
  const { client, tokens, answers } = wire();
  await client.org.read({});
  crew.now = new Date(started.getTime() + 301_000);
  try {
    await Promise.all(Array.from({ length: 8 }, () => client.session.me({})));
  } finally {
    crew.now = started;
  }
  assert.deepEqual(tokens, ["first", "expired"]);
  assert.ok(answers.includes("GET /session 401"));
});

test("whoever is logged out everywhere and signs in anew goes on in the same page", async () => {
  const { client, tokens } = wire();
  await client.users.endSessions({ id: crew.company.demoPeople.admin });
  crew.now = new Date(crew.now.getTime() + 2_000);
  await Promise.all([client.org.read({}), client.session.me({})]);
  assert.deepEqual(tokens, ["first", "refused"]);
});
