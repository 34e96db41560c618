import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { User } from "@crewdock/contract";
import type { Db } from "../store/db.ts";
import { openPostgres } from "../store/postgres.ts";
import { once, userInput } from "../testing/inputs.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { onPostgres } from "../testing/own-postgres.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";
import { type EventBus, memoryBuses } from "./bus/event-bus.ts";
import { natsBus } from "./bus/nats-bus.ts";
import { postgresBus } from "./bus/postgres-bus.ts";
import { EventFeed } from "./feed.ts";
import { appendEvents } from "./outbox.ts";
import { hasNats, startNats, type TemporaryNats } from "./testing/temporary-nats.ts";
import { wanderingReader } from "./testing/wandering-reader.ts";

const INSTANCES = 3;
const failOn = (error: unknown): void => assert.fail(String(error));
const EDITS = 25;

/** The instances of a fleet, how their bus is broken, and what ends with them. */
interface Fleet {
  readonly instances: readonly TestServer[];
  readonly breakBus: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

async function fleetOf(open: () => Promise<Db>, bus: () => EventBus | undefined): Promise<TestServer[]> {
  const instances: TestServer[] = [];
  for (let i = 0; i < INSTANCES; i++) {
    const own = bus();
    instances.push(await startTestServer({ db: await open(), ...(own ? { bus: own } : {}) }));
  }
  return instances;
}

/** Two writers on each instance, each with a person of their own; in the middle the bus breaks. */
async function writeAtOnce({ instances, breakBus }: Fleet, people: readonly User[]): Promise<void> {
  const { admin } = instances[0]!.company.demoPeople;
  let written = 0;
  const writer = async (crew: TestServer, { id }: User): Promise<void> => {
    let { body: user } = await crew.ask<User>(admin, `GET /v1/users/${id}`);
    for (let i = 0; i < EDITS; i++) {
      const headers = { "If-Match": `"${user.version}"` };
      const answer = await crew.ask<User>(admin, `PATCH /v1/users/${id}`, { body: { serviceNumber: `${i}` }, headers });
      assert.equal(answer.status, 200);
      user = answer.body;
      if (++written === (people.length * EDITS) / 2) await breakBus();
    }
  };
  await Promise.all(people.map((person, index) => writer(instances[index % instances.length]!, person)));
}

function fleetTests(open: () => Promise<Fleet>): void {
  let fleet: Fleet;
  before(async () => {
    fleet = await open();
  });
  after(() => fleet.close());

  test("pages that come back to any instance at any moment hear of everything they may, once and in order", async () => {
    const { instances } = fleet;
    const [first] = instances as [TestServer, ...TestServer[]];
    const { admin } = first.company.demoPeople;
    const people: User[] = [];
    for (let i = 0; i < 2 * INSTANCES; i++) {
      const body = userInput(`wanderer.${i}`);
      people.push((await first.ask<User>(admin, "POST /v1/users", { body, headers: once() })).body);
    }
    const { db } = first.server;
    const { seq: since } = (await db.query<{ seq: string }>("select seq::text as seq from outbox_head"))[0]!;
    // Not seeded: each run wanders elsewhere, and what is demanded holds for all ways.
    const chance = (below: number): number => Math.floor(Math.random() * below);
    const userIds = [admin, admin, ...people.slice(0, 3).map(({ id }) => id)];
    const readers = userIds.map((userId) => wanderingReader({ instances, userId, since, chance }));
    const reading = readers.map((reader) => reader.until("the end"));
    await writeAtOnce(fleet, people);
    await instances.at(-1)!.server.publish({ type: "org.changed", id: "the end" });
    const told = await Promise.all(reading);
    const truth = await db.query<{ cursor: string; type: string; id: string }>(
      "select seq::text as cursor, type, record_id as id from outbox where outbox.seq > $1 order by outbox.seq",
      [since],
    );
    assert.equal(truth.filter(({ type }) => type === "user.changed").length, people.length * EDITS);
    for (const [index, events] of told.entries()) {
      const userId = userIds[index];
      const visible = truth.filter(({ id }) => userId === admin || id === userId || id === "the end");
      const short = ({ cursor, type, id }: { cursor: string; type: string; id: string | null }): object => ({
        cursor,
        type,
        id,
      });
      assert.deepEqual(events.map(short), visible.map(short));
      assert.ok(readers[index]!.visits >= 3, "the reader did not wander");
    }
  });
}

describe("instances in one process", () => {
  fleetTests(async () => {
    const db = await openMemoryDb();
    const buses = memoryBuses();
    const instances = await fleetOf(
      async () => db,
      () => buses.bus(),
    );
    return {
      instances,
      breakBus: async () => {},
      async close() {
        for (const { server } of instances) await server.close();
        await db.close();
      },
    };
  });
});

const nats = await hasNats();

async function closeAll(instances: readonly TestServer[]): Promise<void> {
  for (const crew of instances) await crew[Symbol.asyncDispose]();
}

onPostgres("instances on one PostgreSQL", (postgres) => {
  describe("woken by PostgreSQL, whose notifications are cut off in the middle", () => {
    fleetTests(async () => {
      const instances = await fleetOf(
        () => openPostgres({ url: postgres().url, connections: 4 }),
        () => undefined,
      );
      const { db } = instances[0]!.server;
      return {
        instances,
        breakBus: () =>
          db.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'crewdock events'"),
        close: () => closeAll(instances),
      };
    });
  });

  test("an event of a change that is committed late is skipped by nobody", async () => {
    const db = await openPostgres({ url: postgres().url });
    const feed = await EventFeed.start(db, { pollMs: 0, onError: failOn });
    const told: string[] = [];
    feed.listen(({ id }) => told.push(id!));
    const heard = (count: number): Promise<void> =>
      new Promise((resolve) => feed.listen(() => told.length >= count && resolve()));
    const written = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const event = (id: string): Parameters<typeof appendEvents>[2] => [{ type: "org.changed", id }];
    const options = { tenant: "main", now: new Date() };
    const late = db.transaction(async (tx) => {
      appendEvents(tx, options, event("late"));
      await tx.query("select 1"); // which is answered behind it
      written.resolve();
      await mayCommit.promise;
    });
    await written.promise;
    const first = heard(1);
    await db.transaction(async (tx) => appendEvents(tx, options, event("early")));
    feed.wake();
    await first;
    const second = heard(2);
    mayCommit.resolve();
    await late;
    feed.wake();
    await second;
    assert.deepEqual(told, ["early", "late"]);
    const since = feed.position - 2;
    assert.deepEqual(
      (await feed.after("main", since))?.map(({ id, seq }) => [id, seq - since]),
      [
        ["early", 1],
        ["late", 2],
      ],
    );
    await feed.close();
    await db.close();
  });

  test("events of an instance that died before it numbered them are told by the others", async () => {
    const db = await openPostgres({ url: postgres().url });
    await using other = await startTestServer({ db });
    const heard = Promise.withResolvers<string | null>();
    other.server.services.feed.listen(({ id }) => heard.resolve(id));
    await db.transaction(async (tx) =>
      appendEvents(tx, { tenant: "main", now: new Date() }, [{ type: "org.changed", id: "orphan" }]),
    );
    assert.equal(await heard.promise, "orphan");
  });

  test("a notification is enough: nobody has to look by themselves", async () => {
    const db = await openPostgres({ url: postgres().url });
    const buses = [postgresBus({ url: postgres().url }), postgresBus({ url: postgres().url })] as const;
    const options = { pollMs: 0, onError: failOn };
    const [writing, reading] = await Promise.all(buses.map((bus) => EventFeed.start(db, { ...options, bus })));
    const heard = Promise.withResolvers<string | null>();
    await new Promise<void>((resolve) => buses[1].listen(resolve)); // its line is up
    reading!.listen(({ id }) => heard.resolve(id));
    await db.transaction(async (tx) =>
      appendEvents(tx, { tenant: "main", now: new Date() }, [{ type: "org.changed", id: "woken" }]),
    );
    writing!.wake();
    assert.equal(await heard.promise, "woken");
    await Promise.all([writing!.close(), reading!.close(), ...buses.map((bus) => bus.close())]);
    await db.close();
  });

  describe(
    "woken by NATS, which is killed in the middle",
    { skip: nats ? false : "skipped: needs nats-server" },
    () => {
      let server: TemporaryNats;
      after(() => server?.[Symbol.asyncDispose]());
      fleetTests(async () => {
        await using setUp = await openPostgres({ url: postgres().url }).then((db) =>
          Object.assign(db, { [Symbol.asyncDispose]: () => db.close() }),
        );
        await setUp.query("create database fleet");
        const url = new URL(postgres().url);
        url.pathname = "/fleet";
        server = await startNats();
        const buses: EventBus[] = [];
        const instances = await fleetOf(
          () => openPostgres({ url: url.href, connections: 4 }),
          () => {
            const bus = natsBus({ connection: { servers: server.servers } });
            buses.push(bus);
            return bus;
          },
        );
        return {
          instances,
          breakBus: () => server.kill(),
          async close() {
            await closeAll(instances);
            await Promise.all(buses.map((bus) => bus.close()));
          },
        };
      });
    },
  );
});
