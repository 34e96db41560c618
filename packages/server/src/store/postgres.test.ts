import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { after, before, test } from "node:test";
import { onPostgres } from "../testing/own-postgres.ts";
import { databaseTrouble, type Db } from "./db.ts";
import { openPostgres } from "./postgres.ts";

/** Stands between, so that a test can cut the line. */
interface Line extends AsyncDisposable {
  readonly url: string;
  cut(): void;
}

async function lineTo(url: string): Promise<Line> {
  const target = new URL(url);
  const port = Number(target.port);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  target.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.end();
  };
  return {
    url: target.href,
    cut,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

onPostgres("PostgreSQL", (postgres) => {
  let line: Line;
  let db: Db;
  before(async () => {
    line = await lineTo(postgres().url);
    db = await openPostgres({ url: line.url, connections: 1 });
  });
  after(async () => {
    await db.close();
    await line[Symbol.asyncDispose]();
  });

  const isAway = (error: unknown): boolean => databaseTrouble(error) === "unavailable";

  test("a connection that ends in the middle of a statement says that the database is away, and the next one is new", async () => {
    const asked = db.query("select pg_sleep(60)");
    setImmediate(line.cut);
    await assert.rejects(asked, isAway);
    assert.deepEqual(await db.query("select 1 as n"), [{ n: 1 }]);
  });

  test("a connection that ends in the middle of a transaction says so too, and ends nothing else", async () => {
    const work = db.transaction(async (tx) => {
      await tx.query("select 1");
      setImmediate(line.cut);
      await tx.query("select pg_sleep(60)");
    });
    await assert.rejects(work, isAway);
    assert.deepEqual(await db.query("select 1 as n"), [{ n: 1 }]);
  });

  test("a connection that cannot be had in time says that the database is away", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const held = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const holding = db.transaction(async () => {
      begun.resolve();
      await held.promise;
    });
    await begun.promise;
    const waiting = db.query("select 1");
    t.mock.timers.tick(5_000);
    await assert.rejects(waiting, isAway);
    held.resolve();
    await holding;
  });

  test("what a transaction itself throws and what the database refuses stay as they are", async () => {
    const failing = db.transaction(() => Promise.reject(new RangeError("on purpose")));
    await assert.rejects(failing, RangeError);
    await assert.rejects(db.query("select nonsense"), (error) => databaseTrouble(error) === undefined);
  });
});
