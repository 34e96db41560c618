import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { after, before, beforeEach, describe, test } from "node:test";
import type { BulkAnswer, User } from "@crewdock/contract";
import type { Db } from "../store/db.ts";
import { openPostgres } from "../store/postgres.ts";
import { once, userInput } from "../testing/inputs.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { needsPostgres, ownPostgres } from "../testing/own-postgres.ts";
import { tamperedDb } from "../testing/tampered-db.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

/** Stops the changes of one request, until the test has made its own. */
interface Gate {
  /** Runs the request; its changes stop from when `closed` holds. */
  run<T>(request: () => Promise<T>, closed?: (db: Db) => Promise<boolean>): { readonly answer: Promise<T> } & Stop;
}

interface Stop {
  readonly reached: Promise<void>;
  readonly open: () => void;
}

function gated(inner: Db): Gate & { readonly db: Db } {
  const stops = new AsyncLocalStorage<() => Promise<void>>();
  return {
    run(request, closed = async () => true) {
      const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const stop = async (): Promise<void> => {
        if (!(await closed(inner))) return;
        reached.resolve();
        await opened.promise;
      };
      return { answer: stops.run(stop, request), reached: reached.promise, open: opened.resolve };
    },
    db: tamperedDb(inner, {
      async transaction(work) {
        await stops.getStore()?.();
        return inner.transaction(work);
      },
    }),
  };
}

describe("somebody who was let in and loses that before the change has its turn", () => {
  let crew: TestServer;
  let gate: Gate;
  let admin: string;
  let actor: User;
  let victim: User;
  let count = 0;

  before(async () => {
    const { db, ...rest } = gated(await openMemoryDb());
    gate = rest;
    crew = await startTestServer({ db });
    ({ admin } = crew.company.demoPeople);
  });
  after(() => crew[Symbol.asyncDispose]());
  beforeEach(async () => {
    count += 1;
    actor = await hire(`stale.${count}`, { roleIds: ["r-admin"] });
    victim = await hire(`victim.${count}`);
  });

  const hire = async (login: string, members: Parameters<typeof userInput>[1] = {}): Promise<User> =>
    (await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login, members), headers: once() })).body;
  const present = async ({ id }: User): Promise<User> => (await crew.ask<User>(admin, `GET /v1/users/${id}`)).body;
  const block = async ({ id, version }: User): Promise<void> => {
    const headers = { "If-Match": `"${version}"` };
    const { status } = await crew.ask(admin, `PUT /v1/users/${id}/state`, { body: { state: "blocked" }, headers });
    assert.equal(status, 200);
  };
  const logOut = ({ id }: User): Promise<unknown> => crew.ask(admin, `POST /v1/users/${id}/sessions/end`, { body: {} });
  const demote = async ({ id, version }: User): Promise<void> => {
    const ask = { body: { roleIds: [] }, headers: { "If-Match": `"${version}"` } };
    assert.equal((await crew.ask(admin, `PATCH /v1/users/${id}`, ask)).status, 200);
  };
  /** Begins a request whose body waits for the test. @returns once the server asks for the body */
  const slowly = async (request: string, headers: Readonly<Record<string, string>>, body: object) => {
    const [asked, sent] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const stream = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          asked.resolve();
          await sent.promise;
          controller.enqueue(new TextEncoder().encode(JSON.stringify(body)));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const authorization = { Authorization: `Bearer ${await crew.token(actor.id)}`, "Content-Type": "application/json" };
    const init = { headers: { ...authorization, ...headers }, body: stream, duplex: "half" };
    const answer = crew.raw(request, init as RequestInit);
    await asked.promise;
    return async (): Promise<number> => {
      sent.resolve();
      return (await answer).status;
    };
  };

  for (const [what, undo, expected] of [
    ["blocked", block, 403],
    ["logged out", logOut, 401],
    ["demoted", demote, 403],
  ] as const)
    test(`${what} while the change waits, changes nothing`, async () => {
      const ask = { body: userInput(`made.${count}`), headers: once() };
      const { answer, reached, open } = gate.run(() => crew.ask(actor.id, "POST /v1/users", ask));
      await reached;
      await undo(actor);
      open();
      assert.equal((await answer).status, expected);
    });

  test("blocked while a change that touches no rights waits, changes nothing", async () => {
    const ask = { body: { serviceNumber: "77" }, headers: { "If-Match": `"${victim.version}"` } };
    const { answer, reached, open } = gate.run(() => crew.ask(actor.id, `PATCH /v1/users/${victim.id}`, ask));
    await reached;
    await block(actor);
    open();
    assert.equal((await answer).status, 403);
    assert.equal((await present(victim)).version, victim.version);
  });

  test("blocked while the body is on its way, changes nothing and asks nothing", async () => {
    const change = await slowly(
      `PATCH /v1/users/${victim.id}`,
      { "If-Match": `"${victim.version}"` },
      { password: "Gravel otter 48 lantern" },
    );
    const question = await slowly("POST /v1/phone/credentials", {}, { use: "call" });
    await block(actor);
    assert.deepEqual([await change(), await question()], [403, 403]);
    assert.equal((await present(victim)).version, victim.version);
  });

  test("blocked in the middle of a bulk change, is refused for each that is left", async () => {
    const ids = [victim.id, (await hire(`second.${count}`)).id];
    const body = { ids, change: { kind: "addToGroup", groupId: "g-crm" } };
    const { answer, reached, open } = gate.run(
      () => crew.ask<BulkAnswer>(actor.id, "POST /v1/users/bulk", { body, headers: once() }),
      async (db) => (await db.query("select 1 from user_group_members where user_id = $1", [victim.id])).length > 0,
    );
    await reached;
    await block(actor);
    open();
    const { results } = (await answer).body;
    assert.deepEqual(
      results.map((one) => (one.ok ? "ok" : one.problem.code)),
      ["ok", "forbidden"],
    );
  });
});

test(
  "on PostgreSQL a change looks at its actor after it has waited for a change of rights",
  needsPostgres,
  async () => {
    await using postgres = await ownPostgres();
    const db = await openPostgres({ url: postgres.url });
    await using crew = await startTestServer({ db });
    const { admin, head } = crew.company.demoPeople;
    const { body: victim } = await crew.ask<User>(admin, `GET /v1/users/${crew.company.demoPeople.manager}`);
    for (const [request, ask] of [
      ["POST /v1/users", { body: userInput("waiting"), headers: once() }],
      [
        `PATCH /v1/users/${victim.id}`,
        { body: { serviceNumber: "77" }, headers: { "If-Match": `"${victim.version}"` } },
      ],
    ] as const) {
      let answer: Promise<{ readonly status: number }> | undefined;
      await db.transaction(async (tx) => {
        await tx.query("select id from tenants where id = 'main' for no key update");
        answer = crew.ask(head, request, ask);
        for (let waiting = 0; waiting === 0;) {
          const [row] = await db.query<{ count: number }>(
            "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
          );
          waiting = row?.count ?? 0;
        }
        await tx.query("update users set state = 'blocked' where id = $1", [head]);
      });
      assert.equal((await answer)?.status, 403, request);
      await db.query("update users set state = 'active' where id = $1", [head]);
    }
  },
);
