import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openPostgres } from "../../store/postgres.ts";
import type { Db } from "../../store/db.ts";
import { onPostgres } from "../../testing/own-postgres.ts";
import { hasNats, startNats, type TemporaryNats } from "../testing/temporary-nats.ts";
import { type EventBus, memoryBuses } from "./event-bus.ts";
import { natsBus } from "./nats-bus.ts";
import { postgresBus } from "./postgres-bus.ts";

/** Counts wake-ups and lets a test wait for them. */
class Sleeper {
  woken = 0;
  readonly #waiting = new Set<() => void>();

  constructor(bus: EventBus) {
    bus.listen(() => {
      this.woken++;
      for (const look of this.#waiting) look();
    });
  }

  /** Resolves when it has been woken more often than so many times. */
  past(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.woken > count) resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/**
 * Wakes until it is heard: a bus connects in the background, and what is said before is lost. Twice, because a sleeper is
 * woken once by its own line, when that is up.
 */
async function wakeUntilHeard(bus: EventBus, sleeper: Sleeper): Promise<void> {
  const heard = sleeper.past(sleeper.woken + 1);
  const timer = setInterval(() => bus.wake(), 20);
  await heard;
  clearInterval(timer);
}

function busTests(open: (name: string) => EventBus): void {
  let buses: readonly EventBus[];
  before(() => {
    buses = [open("all"), open("all"), open("all")];
  });
  after(() => Promise.all(buses.map((bus) => bus.close())));

  test("each wakes all others", async () => {
    const sleepers = buses.map((bus) => new Sleeper(bus));
    for (const [index, bus] of buses.entries())
      await Promise.all(sleepers.filter((_, other) => other !== index).map((each) => wakeUntilHeard(bus, each)));
  });

  test("none wakes itself", async () => {
    const [bus, other] = [open("pair"), open("pair")];
    const [own, others] = [new Sleeper(bus), new Sleeper(other)];
    await wakeUntilHeard(other, own);
    await wakeUntilHeard(bus, others);
    const [before, heard] = [own.woken, others.woken];
    for (let i = 0; i < 3; i++) bus.wake();
    await others.past(heard);
    other.wake(); // and what it said itself would have come before this
    await own.past(before);
    assert.equal(own.woken, before + 1);
    await Promise.all([bus.close(), other.close()]);
  });

  test("who has stopped listening hears nothing more", async () => {
    let heard = 0;
    const unlisten = buses[1]!.listen(() => heard++);
    unlisten();
    await wakeUntilHeard(buses[0]!, new Sleeper(buses[1]!));
    assert.equal(heard, 0);
  });

  test("a closed bus takes wake-ups and says nothing", async () => {
    const bus = open("all");
    await bus.close();
    bus.wake();
    await bus.close();
  });
}

describe("memory bus", () => {
  const buses = { all: memoryBuses(), pair: memoryBuses() };
  busTests((name) => (name === "pair" ? buses.pair : buses.all).bus());
});

onPostgres("PostgreSQL bus", (postgres) => {
  let db: Db;
  before(async () => {
    db = await openPostgres({ url: postgres().url });
  });
  after(() => db.close());
  busTests((channel) => postgresBus({ url: postgres().url, channel }));

  test("a line that was cut comes back by itself, and whoever listens is woken for what was missed", async () => {
    const errors: unknown[] = [];
    const bus = postgresBus({ url: postgres().url, onError: (error) => errors.push(error) });
    const sleeper = new Sleeper(bus);
    await sleeper.past(0);
    const before = sleeper.woken;
    await db.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'crewdock events'");
    await sleeper.past(before);
    assert.ok(errors.length > 0);
    const other = postgresBus({ url: postgres().url });
    await wakeUntilHeard(other, sleeper);
    await Promise.all([bus.close(), other.close()]);
  });

  test("wake-ups that come all at once become few notifications", async () => {
    const [one, other] = [postgresBus({ url: postgres().url }), postgresBus({ url: postgres().url })];
    const sleeper = new Sleeper(other);
    await wakeUntilHeard(one, sleeper);
    const before = sleeper.woken;
    for (let i = 0; i < 1000; i++) one.wake();
    await sleeper.past(before);
    await one.close();
    await other.close();
    assert.ok(sleeper.woken - before <= 4, `${sleeper.woken - before} notifications`);
  });

  test("a channel that is no plain name is refused", () => {
    assert.throws(() => postgresBus({ url: postgres().url, channel: "a; drop table users" }), RangeError);
  });
});

const nats = await hasNats();
describe("NATS bus", { skip: nats ? false : "skipped: needs nats-server" }, () => {
  let server: TemporaryNats;
  before(async () => {
    server = await startNats();
  });
  after(() => server[Symbol.asyncDispose]());
  const open = (subject: string = "cut"): EventBus =>
    natsBus({ subject, connection: { servers: server.servers, reconnectTimeWait: 20 } });
  busTests(open);

  test("a line that was cut comes back by itself, and whoever listens is woken for what was missed", async () => {
    const [bus, other] = [open(), open()];
    const sleeper = new Sleeper(bus);
    await wakeUntilHeard(other, sleeper);
    await server.kill();
    const before = sleeper.woken;
    bus.wake();
    await server.start();
    await sleeper.past(before);
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
    await sleeper.past(0);
    await bus.close();
  });
});
