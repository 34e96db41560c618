import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openPostgres } from "../../store/postgres.ts";
import type { Db } from "../../store/db.ts";
import { postgresPrograms, startPostgres, type TemporaryPostgres } from "../../testing/temporary-postgres.ts";
import { hasNats, startNats, type TemporaryNats } from "../testing/temporary-nats.ts";
import { type EventBus, memoryBuses } from "./event-bus.ts";
import { natsBus } from "./nats-bus.ts";
import { postgresBus } from "./postgres-bus.ts";

/** Counts wake-ups and lets a test wait for the next. */
class Sleeper {
  woken = 0;
  #next: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(bus: EventBus) {
    bus.listen(() => {
      this.woken++;
      this.#next.resolve();
    });
  }

  async next(): Promise<void> {
    await this.#next.promise;
    this.#next = Promise.withResolvers();
  }
}

/** Wakes until it is heard: a bus connects in the background, and what is said before is lost. */
async function wakeUntilHeard(bus: EventBus, sleeper: Sleeper): Promise<void> {
  const timer = setInterval(() => bus.wake(), 20);
  await sleeper.next();
  clearInterval(timer);
}

function busTests(open: () => EventBus): void {
  let buses: readonly EventBus[];
  before(() => {
    buses = [open(), open(), open()];
  });
  after(() => Promise.all(buses.map((bus) => bus.close())));

  test("each wakes all others and not itself", async () => {
    const sleepers = buses.map((bus) => new Sleeper(bus));
    for (const [index, bus] of buses.entries())
      await Promise.all(sleepers.filter((_, other) => other !== index).map((each) => wakeUntilHeard(bus, each)));
    const lone = open();
    const own = new Sleeper(lone);
    const other = new Sleeper(buses[0]!);
    await wakeUntilHeard(lone, other);
    const before = own.woken; // it may have been told once that its line is up
    for (let i = 0; i < 3; i++) lone.wake();
    await other.next();
    assert.equal(own.woken, before);
    await lone.close();
  });

  test("who has stopped listening hears nothing more", async () => {
    let heard = 0;
    const unlisten = buses[1]!.listen(() => heard++);
    unlisten();
    await wakeUntilHeard(buses[0]!, new Sleeper(buses[1]!));
    assert.equal(heard, 0);
  });

  test("a closed bus takes wake-ups and says nothing", async () => {
    const bus = open();
    await bus.close();
    bus.wake();
    await bus.close();
  });
}

describe("memory bus", () => {
  const buses = memoryBuses();
  busTests(() => buses.bus());
});

const programs = await postgresPrograms();
describe("PostgreSQL bus", { skip: programs === undefined ? "skipped: needs PostgreSQL" : false }, () => {
  let postgres: TemporaryPostgres;
  let db: Db;
  before(async () => {
    postgres = await startPostgres(programs!);
    db = await openPostgres({ url: postgres.url });
  });
  after(async () => {
    await db.close();
    await postgres[Symbol.asyncDispose]();
  });
  busTests(() => postgresBus({ url: postgres.url }));

  test("a line that was cut comes back by itself, and whoever listens is woken for what was missed", async () => {
    const errors: unknown[] = [];
    const bus = postgresBus({ url: postgres.url, onError: (error) => errors.push(error) });
    const sleeper = new Sleeper(bus);
    await sleeper.next();
    await db.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'crewdock events'");
    await sleeper.next();
    assert.ok(errors.length > 0);
    const other = postgresBus({ url: postgres.url });
    await wakeUntilHeard(other, sleeper);
    await Promise.all([bus.close(), other.close()]);
  });

  test("wake-ups that come all at once become few notifications", async () => {
    const [one, other] = [postgresBus({ url: postgres.url }), postgresBus({ url: postgres.url })];
    const sleeper = new Sleeper(other);
    await wakeUntilHeard(one, sleeper);
    const before = sleeper.woken;
    for (let i = 0; i < 1000; i++) one.wake();
    await sleeper.next();
    await one.close();
    await other.close();
    assert.ok(sleeper.woken - before <= 3, `${sleeper.woken - before} notifications`);
  });

  test("a channel that is no plain name is refused", () => {
    assert.throws(() => postgresBus({ url: postgres.url, channel: "a; drop table users" }), RangeError);
  });
});

const nats = await hasNats();
describe("NATS bus", { skip: nats ? false : "skipped: needs nats-server" }, () => {
  let server: TemporaryNats;
  before(async () => {
    server = await startNats();
  });
  after(() => server[Symbol.asyncDispose]());
  const open = (): EventBus => natsBus({ connection: { servers: server.servers, reconnectTimeWait: 20 } });
  busTests(open);

  test("a line that was cut comes back by itself, and whoever listens is woken for what was missed", async () => {
    const [bus, other] = [open(), open()];
    const sleeper = new Sleeper(bus);
    await wakeUntilHeard(other, sleeper);
    await server.kill();
    bus.wake();
    await server.start();
    await sleeper.next();
    await wakeUntilHeard(other, sleeper);
    await Promise.all([bus.close(), other.close()]);
  });

  test("a server that is not there yet is waited for", async () => {
    await server.kill();
    const failed = Promise.withResolvers<unknown>();
    const bus = natsBus({ connection: { servers: server.servers }, onError: failed.resolve });
    const sleeper = new Sleeper(bus);
    await failed.promise;
    await server.start();
    await sleeper.next();
    await bus.close();
  });
});
