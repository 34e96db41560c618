import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { ActivityLimit, ActivityLimits, LimitUse, Problem, User } from "@crewdock/contract";
import type { Db } from "../store/db.ts";
import { openPostgres } from "../store/postgres.ts";
import { readEvents } from "../testing/event-reader.ts";
import { once } from "../testing/inputs.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";
import { needsPostgres, ownPostgres } from "../testing/own-postgres.ts";

const ACTION = "contact.export";
const DAY_MS = 24 * 60 * 60 * 1000;

type Uses = Answer<{ readonly items: readonly LimitUse[] } & Problem>;

/** What the tests do on a server, whichever of several instances it is. */
function playing(crew: TestServer) {
  const { admin, manager } = crew.company.demoPeople;
  return {
    consume: (userId: string, amount = 1, key = once()): Promise<Uses> =>
      crew.ask(userId, "POST /v1/activity-limits/consume", { body: { action: ACTION, amount }, headers: key }),
    async limit(limits: readonly Partial<ActivityLimit>[]): Promise<number> {
      const { body } = await crew.ask<ActivityLimits>(admin, "GET /v1/activity-limits");
      const all = limits.map((one) => ({
        action: ACTION,
        subject: { type: "everyone" },
        period: "day",
        most: 3,
        ...one,
      }));
      const headers = { "If-Match": `"${body.version}"` };
      return (await crew.ask(admin, "PUT /v1/activity-limits", { body: { limits: all }, headers })).status;
    },
    restore: async (userId: string): Promise<number> =>
      (await crew.ask(admin, `POST /v1/users/${userId}/restore`, { body: {}, headers: once() })).status,
    state: async (userId = manager): Promise<string> =>
      (await crew.ask<User>(admin, `GET /v1/users/${userId}`)).body.state,
    used: async (userId = manager): Promise<readonly number[]> =>
      (await crew.ask<Uses["body"]>(admin, `GET /v1/users/${userId}/activity-limits`)).body.items.map(
        ({ used }) => used,
      ),
  };
}

async function parallelConsumes(instances: readonly TestServer[]): Promise<void> {
  const [first] = instances;
  const { manager } = first!.company.demoPeople;
  const plays = instances.map(playing);
  assert.equal(await plays[0]!.limit([{ most: 50 }]), 200);
  // tokens from before: none is minted for somebody suspended
  const tokens = await Promise.all(instances.map((crew) => crew.token(manager)));
  const statuses = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const headers = {
        Authorization: `Bearer ${tokens[i % tokens.length]}`,
        "Content-Type": "application/json",
        ...once(),
      };
      const body = JSON.stringify({ action: ACTION, amount: 1 });
      const response = await instances[i % instances.length]!.raw("POST /v1/activity-limits/consume", {
        headers,
        body,
      });
      return response.status;
    }),
  );
  assert.equal(statuses.filter((status) => status === 200).length, 50, statuses.join(" "));
  assert.ok(
    statuses.every((status) => [200, 403, 429].includes(status)),
    statuses.join(" "),
  );
  assert.deepEqual(await plays.at(-1)!.used(), [50]);
  assert.equal(await plays.at(-1)!.state(), "suspended");
}

describe("on the embedded database", () => {
  let crew: TestServer;
  let db: Db;
  let admin: string;
  let manager: string;
  before(async () => {
    db = await openMemoryDb();
    crew = await startTestServer({ db });
    ({ admin, manager } = crew.company.demoPeople);
  });
  after(() => crew[Symbol.asyncDispose]());

  test("the last action that a limit allows counts and suspends; who watches is told at once, with a record", async () => {
    const { consume, limit, restore, state, used } = playing(crew);
    assert.equal(await limit([{ most: 3 }]), 200);
    const [watching, own] = [await readEvents(crew, admin), await readEvents(crew, manager)];
    const key = once();
    assert.deepEqual((await consume(manager, 2, key)).body.items[0]?.used, 2);
    assert.deepEqual((await consume(manager, 2, key)).body.items[0]?.used, 2, "a repeated call counts once");
    const token = await crew.token(manager);
    assert.deepEqual((await consume(manager)).body.items[0]?.used, 3);
    assert.equal(await state(), "suspended");
    await watching.until(({ type, id }) => type === "user.changed" && id === manager);
    await own.ended();
    await watching.close();
    const answer = await crew.raw("GET /v1/session", { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 403);
    const records = await db.query(
      "select actor_id, action from audit_records where record_id = $1 and action = 'user.suspend'",
      [manager],
    );
    assert.deepEqual(records, [{ actor_id: null, action: "user.suspend" }]);
    assert.equal(await restore(manager), 204);
    assert.deepEqual([await state(), await used()], ["active", [0]]);
    assert.equal(await restore(manager), 204, "for others it does nothing");
    const again = await crew.raw("GET /v1/session", { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(again.status, 200);
  });

  test("what a limit leaves no room for is refused as a whole, and suspends", async () => {
    const { consume, limit, restore, state, used } = playing(crew);
    await limit([{ most: 3 }, { most: 100, period: "week" }]);
    await consume(manager, 2);
    const refused = await consume(manager, 2);
    assert.equal(refused.body.code, "limit_reached");
    assert.deepEqual([await state(), await used()], ["suspended", [2, 2]]);
    await restore(manager);
  });

  test("the last administrator is refused further actions and stays", async () => {
    const { consume, limit, state } = playing(crew);
    await db.query("update users set state = 'blocked' where position_id = 'p-sysadmin' and id <> $1", [admin]);
    await limit([{ most: 3 }]);
    assert.equal((await consume(admin, 3)).status, 200);
    assert.equal((await consume(admin)).body.code, "limit_reached");
    assert.equal(await state(admin), "active");
  });

  test("a suspension ends with its period, on the clocks of the user, as soon as they come along", async () => {
    const { consume, limit, state } = playing(crew);
    await limit([{ most: 1, subject: { type: "user", id: manager } }]);
    await consume(manager);
    assert.equal(await state(), "suspended");
    crew.now = new Date(crew.now.getTime() + DAY_MS);
    assert.equal((await consume(manager, 0)).status, 422);
    assert.equal(await state(), "active");
    const { body } = await crew.ask<{ items: readonly { actorId: string | null; action: string }[] }>(
      admin,
      `GET /v1/audit?recordId=${manager}`,
    );
    assert.deepEqual([body.items[0]?.action, body.items[0]?.actorId], ["user.restore", null]);
  });

  test("what was used stays used in the periods that go on when a suspension ends by itself", async () => {
    const { consume, limit, state, used } = playing(crew);
    await db.query("delete from activity_counts");
    await limit([{ most: 2 }, { most: 5, period: "month" }]);
    await consume(manager, 2);
    assert.equal(await state(), "suspended");
    crew.now = new Date(crew.now.getTime() + DAY_MS);
    assert.equal((await consume(manager, 0)).status, 422);
    assert.deepEqual([await state(), await used()], ["active", [0, 2]]);
    await limit([{ most: 3 }]);
  });

  test("outgoing calls are counted at their end, each once, and none is lost when it reaches the limit", async () => {
    const { state, restore } = playing(crew);
    const { body: limits } = await crew.ask<ActivityLimits>(admin, "GET /v1/activity-limits");
    await crew.ask(admin, "PUT /v1/activity-limits", {
      body: { limits: [{ action: "call.place", subject: { type: "everyone" }, period: "day", most: 2 }] },
      headers: { "If-Match": `"${limits.version}"` },
    });
    const save = async (id: string, direction: string, ended = true): Promise<number> => {
      const call = { direction, number: "+48221234567", name: null, contactId: null, answeredAt: null };
      const times = { startedAt: "2026-03-02T09:00:00Z", endedAt: ended ? "2026-03-02T09:01:00Z" : null };
      const body = { ...call, ...times, result: ended ? "no_answer" : "ongoing" };
      return (await crew.ask(manager, `PUT /v1/calls/${id}`, { body })).status;
    };
    assert.deepEqual([await save("in-1", "incoming"), await save("out-1", "outgoing")], [200, 200]);
    assert.deepEqual([await save("out-1", "outgoing"), await state()], [200, "active"]);
    assert.deepEqual([await save("out-2", "outgoing", false), await state()], [200, "active"]);
    await Promise.all([save("out-2", "outgoing"), save("out-2", "outgoing"), save("out-2", "outgoing", false)]);
    assert.equal(await state(), "suspended");
    const [stored] = await db.query<{ result: string }>("select result from call_records where id = 'out-2'");
    assert.equal(stored?.result, "no_answer");
    await restore(manager);
  });

  test("limits go with the user or role that they are for", async () => {
    const { limit } = playing(crew);
    const { body: role } = await crew.ask<{ id: string; version: string }>(admin, "POST /v1/roles", {
      body: { name: "Exporters", description: null, grants: {} },
      headers: once(),
    });
    await limit([{ subject: { type: "role", id: role.id } }, {}]);
    assert.equal(
      (await crew.ask(admin, `DELETE /v1/roles/${role.id}`, { headers: { "If-Match": `"${role.version}"` } })).status,
      204,
    );
    const { body } = await crew.ask<ActivityLimits>(admin, "GET /v1/activity-limits");
    assert.deepEqual(
      body.limits.map(({ subject }) => subject.type),
      ["everyone"],
    );
  });

  test("of 200 at once exactly those come through that a limit of 50 allows", async () => {
    await playing(crew).restore(manager);
    await db.query("delete from activity_counts");
    await parallelConsumes([crew]);
  });
});

test(
  "of 200 at once at two instances on one PostgreSQL exactly those come through that a limit of 50 allows",
  needsPostgres,
  async () => {
    await using postgres = await ownPostgres();
    await using first = await startTestServer({ db: await openPostgres({ url: postgres.url }) });
    await using second = await startTestServer({ db: await openPostgres({ url: postgres.url }) });
    await parallelConsumes([first, second]);
  },
);
