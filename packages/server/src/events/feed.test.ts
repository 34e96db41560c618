import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { Db } from "../store/db.ts";
import { EventFeed } from "./feed.ts";

interface Outbox {
  readonly feed: EventFeed;
  readonly told: number[];
  readonly errors: unknown[];
  add(): void;
  /** Called with each reading; what it throws is the database's error. */
  onRead: () => Promise<void>;
}

async function openOutbox(t: TestContext, restMs = 0): Promise<Outbox> {
  const rows: object[] = [];
  const outbox = { onRead: async (): Promise<void> => {}, told: [] as number[], errors: [] as unknown[] };
  const db: Db = {
    kind: "embedded",
    async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
      if (!sql.includes("outbox.seq > $1")) return []; // nothing waits for its number: each has one from the start
      const found = rows.slice(Number(values[0]));
      await outbox.onRead();
      return found as unknown as readonly Row[];
    },
    transaction: (work) =>
      work({ query: async () => [], send: () => {}, script: () => Promise.reject(new Error("unused")) }),
    close: async () => {},
  };
  const feed = await EventFeed.start(db, {
    pollMs: 0,
    retryMs: 1,
    restMs,
    onError: (error) => outbox.errors.push(error),
  });
  t.after(() => feed.close());
  feed.listen(({ seq }) => outbox.told.push(seq));
  return Object.assign(outbox, {
    feed,
    add() {
      const event = { tenant_id: "main", type: "org.changed", record_id: null, owner_id: null, department_ids: [] };
      rows.push({ ...event, seq: String(rows.length + 1), at: new Date(0) });
    },
  });
}

async function microtasks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
}

test("a wake is not lost, however close to the end of a reading it comes", async (t) => {
  for (let after = 0; after < 24; after++) {
    const outbox = await openOutbox(t);
    const reading = Promise.withResolvers<void>();
    outbox.onRead = () => reading.promise;
    outbox.feed.wake();
    reading.resolve();
    await microtasks(after);
    outbox.add();
    outbox.feed.wake();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(outbox.told, [1], `woken ${after} steps after the answer`);
  }
});

test("what could not be read is read again, without another wake", async (t) => {
  const outbox = await openOutbox(t);
  const told = Promise.withResolvers<void>();
  outbox.feed.listen(() => told.resolve());
  let failures = 2;
  outbox.onRead = async () => {
    if (failures-- > 0) throw new Error("the database is away");
  };
  outbox.add();
  outbox.feed.wake();
  await told.promise;
  assert.deepEqual(outbox.told, [1]);
  assert.equal(outbox.errors.length, 2);
});

test("the first event after a silence is told at once, what comes right behind it together after the rest", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const outbox = await openOutbox(t, 20);
  let readings = 0;
  outbox.onRead = async () => void readings++;
  const write = async (): Promise<void> => {
    outbox.add();
    outbox.feed.wake();
    await new Promise((resolve) => setImmediate(resolve));
  };
  await write();
  assert.deepEqual(outbox.told, [1]);
  await write();
  await write();
  assert.deepEqual(outbox.told, [1]);
  t.mock.timers.tick(20);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([outbox.told, readings], [[1, 2, 3], 2]);
  t.mock.timers.tick(20);
  await write();
  assert.deepEqual(outbox.told, [1, 2, 3, 4]);
});
