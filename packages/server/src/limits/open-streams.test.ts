import assert from "node:assert/strict";
import { test } from "node:test";
import { readEvents } from "../testing/event-reader.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

function startWith(streamsPerUser: number | null): Promise<TestServer> {
  return startTestServer({ limits: { perUser: null, perAddress: null, perHostKey: null, streamsPerUser } });
}

test("a user who has too many streams open gets no more until one ends, others do", async () => {
  await using crew = await startWith(2);
  const { admin, head } = crew.company.demoPeople;
  const streams = [await readEvents(crew, admin), await readEvents(crew, admin)];
  for (let i = 0; i < 3; i++) {
    const { status, headers, body } = await crew.ask(admin, "GET /v1/events");
    assert.deepEqual([status, headers.get("retry-after"), body["code"]], [429, "5", "rate_limited"]);
  }
  const other = await readEvents(crew, head);
  assert.equal((await crew.ask(admin, "GET /v1/events/changes")).status, 200);
  await streams[0]?.close();
  const again = await readEvents(crew, admin);
  assert.equal((await crew.ask(admin, "GET /v1/events")).status, 429);
  await crew.server.publish({ type: "org.changed", id: null });
  for (const stream of [streams[1], other, again]) assert.equal((await stream?.next())?.type, "org.changed");
});

test("a caller that goes away without a word leaves its place, also one that takes nothing", async () => {
  await using crew = await startWith(1);
  const { admin } = crew.company.demoPeople;
  for (let i = 0; i < 3; i++) {
    const left = new AbortController();
    const headers = { Authorization: `Bearer ${await crew.token(admin)}` };
    const { status } = await crew.raw("GET /v1/events", { headers, signal: left.signal });
    assert.equal(status, 200, `stream ${i}`);
    left.abort();
  }
});

test("without a limit nobody is refused, and twenty is what there is otherwise", async () => {
  for (const [crew, opened] of [
    [await startWith(null), 25],
    [await startTestServer({ limits: { perUser: null, perAddress: null, perHostKey: null } }), 20],
  ] as const) {
    const { admin } = crew.company.demoPeople;
    const headers = { Authorization: `Bearer ${await crew.token(admin)}` };
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++) statuses.push((await crew.raw("GET /v1/events", { headers })).status);
    assert.equal(statuses.filter((status) => status === 200).length, opened);
    await crew[Symbol.asyncDispose]();
  }
});
