import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { AnswerCache } from "./answer-cache.ts";
import { FakeEnvironment } from "./testing/fake-environment.ts";
import { json, problem, ScriptedServer, type Step } from "./testing/scripted-server.ts";
import { inAnHour, organisation, storedRole, wire } from "./testing/wired.ts";

const notModified: Step = (response) => void response.writeHead(304, { ETag: '"a"' }).end();

test("an answer with an ETag is asked for again with it, and 304 gives what is known, as a copy of its own", async (t) => {
  const server = await ScriptedServer.start(
    t,
    json(200, organisation, { ETag: '"a"' }),
    notModified,
    json(
      200,
      { ...organisation, groups: [{ id: "g", version: "1", name: "G", parentId: null, kind: "team" }] },
      { ETag: '"b"' },
    ),
    notModified,
  );
  const { client } = wire(server);
  const first = await client.org.read({});
  (first.departments as unknown[]).push("scribble");
  assert.deepEqual(await client.org.read({}), organisation);
  assert.equal((await client.org.read({})).groups.length, 1);
  assert.equal((await client.org.read({})).groups.length, 1);
  assert.deepEqual(
    server.seen.map(({ headers }) => headers["if-none-match"]),
    [undefined, '"a"', '"a"', '"b"'],
  );
});

test("a server without ETags is asked plainly, and so is another path", async (t) => {
  const server = await ScriptedServer.start(
    t,
    json(200, organisation),
    json(200, storedRole, { ETag: '"7"' }),
    json(200, organisation),
    json(200, { ...storedRole, id: "r-2" }, { ETag: '"7"' }),
  );
  const { client } = wire(server);
  await client.org.read({});
  await client.roles.get({ id: "r-1" });
  await client.org.read({});
  await client.roles.get({ id: "r-2" });
  assert.ok(server.seen.every(({ headers }) => headers["if-none-match"] === undefined));
});

test("what was got with one token is never given to who comes with another", async (t) => {
  const environment = new FakeEnvironment();
  const server = await ScriptedServer.start(
    t,
    json(200, organisation, { ETag: '"a"' }),
    problem(401, "token_expired"),
    json(200, organisation, { ETag: '"a"' }),
    notModified,
  );
  const { client } = wire(server, { environment });
  await client.org.read({});
  await client.org.read({});
  await client.org.read({});
  assert.deepEqual(
    server.seen.map(({ headers }) => [headers.authorization, headers["if-none-match"]]),
    [
      ["Bearer token-1", undefined],
      ["Bearer token-1", '"a"'],
      ["Bearer token-2", undefined],
      ["Bearer token-2", '"a"'],
    ],
  );
});

/** A page on this origin, and a server that is elsewhere or not; `lose` says which requests get lost. */
function page(t: TestContext, origin: string, lose: (condition: string | null, count: number) => boolean) {
  Object.defineProperty(globalThis, "location", { value: { origin, href: `${origin}/` }, configurable: true });
  t.after(() => Reflect.deleteProperty(globalThis, "location"));
  const sent: (string | null)[] = [];
  const fetch = async (input: unknown): Promise<Response> => {
    const condition = (input as Request).headers.get("if-none-match");
    sent.push(condition);
    if (lose(condition, sent.length)) throw new TypeError("Failed to fetch"); // what a refused preflight looks like
    return condition === null
      ? Response.json(organisation, { headers: { ETag: '"a"' } })
      : new Response(null, { status: 304 });
  };
  const fetchToken = () => Promise.resolve({ token: "t", expiresAt: inAnHour() });
  const { client } = wire({ baseUrl: "https://crm.test/v1" } as ScriptedServer, { fetch, fetchToken });
  const read = () => client.org.read({});
  return { sent, read };
}

test("where a page of another origin may not send If-None-Match, it is left out once that has shown twice", async (t) => {
  const { sent, read } = page(t, "https://page.test", (condition) => condition !== null);
  for (let index = 0; index < 4; index++) await read();
  assert.deepEqual(sent, [null, '"a"', null, '"a"', null, null]);
});

test("a request that got lost now and then does not end the asking by ETag", async (t) => {
  const { sent, read } = page(t, "https://page.test", (_, count) => count === 2 || count === 5);
  for (let index = 0; index < 5; index++) await read();
  assert.deepEqual(sent, [null, '"a"', null, '"a"', '"a"', null, '"a"']);
});

test("one loss that hits several calls counts once", async (t) => {
  const { sent, read } = page(t, "https://page.test", (_, count) => count > 1 && count < 5);
  await read();
  await Promise.all([read(), read(), read()]);
  await read();
  assert.equal(sent.at(-1), '"a"');
});

test("on the page's own origin nobody refuses the header, so it goes on for however many were lost", async (t) => {
  const { sent, read } = page(t, "https://crm.test", (condition, count) => condition !== null && count < 8);
  for (let index = 0; index < 5; index++) await read();
  assert.equal(sent.at(-1), '"a"');
});

test("a server that was down for a moment does not end the asking by ETag", async (t) => {
  const server = await ScriptedServer.start(
    t,
    json(200, organisation, { ETag: '"a"' }),
    problem(503, "unavailable"),
    json(200, organisation, { ETag: '"a"' }),
    notModified,
  );
  const { client } = wire(server);
  for (let index = 0; index < 3; index++) assert.deepEqual(await client.org.read({}), organisation);
  assert.equal(server.seen.at(-1)?.headers["if-none-match"], '"a"');
});

test("the cache is bounded in number and size, and drops what was not used for longest", () => {
  const cache = new AnswerCache();
  for (let index = 0; index < 60; index++) cache.keep(`/${String(index)}`, "t", { etag: '"a"', text: "x" });
  assert.equal(cache.find("/9", "t"), undefined);
  assert.equal(cache.find("/10", "t")?.text, "x");
  cache.keep("/too-large", "t", { etag: '"a"', text: "x".repeat(600_000) });
  assert.equal(cache.find("/too-large", "t"), undefined);
  for (let index = 0; index < 10; index++)
    cache.keep(`/large/${String(index)}`, "t", { etag: '"a"', text: "x".repeat(400_000) });
  const kept = Array.from({ length: 10 }, (_, index) => cache.find(`/large/${String(index)}`, "t") !== undefined);
  assert.deepEqual(kept, [false, false, false, false, false, true, true, true, true, true]);
  assert.equal(cache.find("/59", "t"), undefined);
  assert.equal(cache.find("/large/9", "another"), undefined);
});
