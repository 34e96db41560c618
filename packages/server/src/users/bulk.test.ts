import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { BulkAnswer, BulkChange, Role, User } from "@crewdock/contract";
import type { Db } from "../store/db.ts";
import { once, userInput } from "../testing/inputs.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { tamperedDb } from "../testing/tampered-db.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

/** A database that is away from the first statement on that names a record, as if the process had died there. */
interface Mortal {
  readonly db: Db;
  diesAt: string | undefined;
}

function mortal(inner: Db): Mortal {
  let dead = false;
  const live = (): void => {
    if (dead) throw Object.assign(new Error("the connection is away"), { code: "08006" });
  };
  const state: Mortal = {
    diesAt: undefined,
    db: tamperedDb(inner, {
      transaction: async (work) => {
        dead &&= state.diesAt !== undefined;
        live();
        return inner.transaction((tx) =>
          work({
            ...tx,
            query: async (sql, values) => {
              dead ||= state.diesAt !== undefined && (values ?? []).includes(state.diesAt);
              live();
              return tx.query(sql, values);
            },
          }),
        );
      },
    }),
  };
  return state;
}

function bulkTests(open: () => Promise<Db>): void {
  let crew: TestServer;
  let store: Mortal;
  let admin: string;

  before(async () => {
    store = mortal(await open());
    crew = await startTestServer({ db: store.db });
    ({ admin } = crew.company.demoPeople);
  });
  after(() => crew[Symbol.asyncDispose]());

  const hire = async (login: string, members: Parameters<typeof userInput>[1] = {}): Promise<User> =>
    (await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login, members), headers: once() })).body;
  const read = async (id: string): Promise<User> => (await crew.ask<User>(admin, `GET /v1/users/${id}`)).body;
  const bulk = <Body = BulkAnswer>(
    ids: readonly string[],
    change: BulkChange,
    { actor = admin, headers = once() } = {},
  ): Promise<Answer<Body>> => crew.ask<Body>(actor, "POST /v1/users/bulk", { body: { ids, change }, headers });
  const outcome = ({ body }: Answer<BulkAnswer>): object =>
    body.results.map((result) => [result.id, result.ok ? "ok" : result.problem.code]);

  test("each item stands or falls by itself, in the order it was given, and counts once", async () => {
    const [one, two] = [await hire("bulk.one"), await hire("bulk.two")];
    const answer = await bulk([two.id, "u-none", admin, one.id, two.id], { kind: "setState", state: "blocked" });
    assert.deepEqual(outcome(answer), [
      [two.id, "ok"],
      ["u-none", "not_found"],
      [admin, "lockout_prevented"],
      [one.id, "ok"],
    ]);
    assert.deepEqual([(await read(one.id)).state, (await read(admin)).state], ["blocked", "active"]);
  });

  test("people are put into a group, out of it and given a role; who is so already stays as they are", async () => {
    const [inside, outside] = [await hire("in.group", { groupIds: ["g-crm"] }), await hire("out.group")];
    const ids = [inside.id, outside.id];
    await bulk(ids, { kind: "addToGroup", groupId: "g-crm" });
    assert.equal((await read(inside.id)).version, inside.version);
    assert.deepEqual((await read(outside.id)).groupIds, ["g-crm"]);
    await bulk(ids, { kind: "removeFromGroup", groupId: "g-crm" });
    for (const id of ids) assert.deepEqual((await read(id)).groupIds, []);
    await bulk(ids, { kind: "addRole", roleId: "r-manager" });
    for (const id of ids) assert.deepEqual((await read(id)).roleIds, ["r-manager"]);
  });

  test("a role that runs out stays for good when it is given again", async () => {
    const { id } = await hire("temporary");
    const { body: role } = await crew.ask<Role>(admin, "POST /v1/roles", {
      body: { name: "Temporary", description: null, grants: { "deal.view": "own" } },
      headers: once(),
    });
    const until = new Date(crew.now.getTime() + 60_000).toISOString();
    await crew.ask(admin, `PUT /v1/roles/${role.id}/assignments`, {
      body: [{ subject: { type: "user", id }, until }],
      headers: { "If-Match": `"${role.version}"` },
    });
    assert.equal((await bulk([id], { kind: "addRole", roleId: role.id })).status, 200);
    const { body } = await crew.ask<{ items: unknown }>(admin, `GET /v1/assignments?roleId=${role.id}`);
    assert.deepEqual(body.items, [{ roleId: role.id, subject: { type: "user", id }, until: null }]);
  });

  test("the rules of a single change hold for each: nobody hands out more than they have", async () => {
    const { head } = crew.company.demoPeople;
    const [mine, other] = [await hire("of.sales"), await hire("of.support", { departmentId: "d-support" })];
    const answer = await bulk([mine.id, other.id], { kind: "addRole", roleId: "r-admin" }, { actor: head });
    assert.deepEqual(outcome(answer), [
      [mine.id, "validation"],
      [other.id, "not_found"],
    ]);
  });

  test("an unknown group or role, and too many people, refuse the call as a whole", async () => {
    const pointers = async (ids: readonly string[], change: BulkChange): Promise<object> => {
      const { status, body } = await bulk<Problem>(ids, change);
      assert.equal(status, 422);
      return (body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
    };
    assert.deepEqual(await pointers([admin], { kind: "addToGroup", groupId: "g-none" }), ["/change/groupId not_found"]);
    assert.deepEqual(await pointers([admin], { kind: "addRole", roleId: "r-none" }), ["/change/roleId not_found"]);
    const many = Array.from({ length: 201 }, (_, index) => `u-${index}`);
    assert.deepEqual(await pointers(many, { kind: "setState", state: "blocked" }), ["/ids too_many"]);
  });

  test("the same key gives the same answer, also for what would go otherwise by now; another body is refused", async () => {
    const { id } = await hire("repeated");
    const headers = once();
    const change = { kind: "setState", state: "blocked" } as const;
    const first = await bulk([id, admin], change, { headers });
    const { version } = await read(id);
    await crew.ask(admin, `PUT /v1/users/${id}/state`, {
      body: { state: "active" },
      headers: { "If-Match": `"${version}"` },
    });
    assert.deepEqual((await bulk([id, admin], change, { headers })).body, first.body);
    assert.equal((await read(id)).state, "active");
    const other = await bulk<Problem>([id], change, { headers });
    assert.deepEqual(other.body.errors, [{ pointer: "/idempotencyKey", code: "mismatch" }]);
  });

  test("a repetition gets the first answer also when the group has been removed since", async () => {
    const { id } = await hire("repeated.group");
    const made = await crew.ask<{ id: string; version: string }>(admin, "POST /v1/organisation/groups", {
      body: { name: "For a while", parentId: null, kind: "team" },
      headers: once(),
    });
    const { id: groupId, version } = made.body;
    const headers = once();
    const first = await bulk([id], { kind: "addToGroup", groupId }, { headers });
    await bulk([id], { kind: "removeFromGroup", groupId });
    const removed = await crew.ask(admin, `DELETE /v1/organisation/groups/${groupId}`, {
      headers: { "If-Match": `"${version}"` },
    });
    assert.equal(removed.status, 204);
    const again = await bulk([id], { kind: "addToGroup", groupId }, { headers });
    assert.deepEqual([again.status, again.body], [200, first.body]);
  });

  test("a call that broke off halfway is gone on with by its key, and nothing happens twice", async () => {
    const people = [];
    for (const name of ["a", "b", "c", "d"]) people.push(await hire(`half.${name}`));
    const ids = people.map(({ id }) => id);
    const headers = once();
    const change = { kind: "addToGroup", groupId: "g-crm" } as const;
    store.diesAt = ids[2];
    const broken = await bulk(ids, change, { headers });
    store.diesAt = undefined;
    assert.deepEqual(
      broken.body.results.map((result) => result.ok || result.problem.code),
      [true, true, "unavailable", "unavailable"],
    );
    await bulk([ids[0]!], { kind: "removeFromGroup", groupId: "g-crm" });
    const whole = await bulk(ids, change, { headers });
    assert.ok(whole.body.results.every(({ ok }) => ok));
    assert.deepEqual(
      await Promise.all(ids.map(async (id) => (await read(id)).groupIds.length)),
      [0, 1, 1, 1],
      "the first was done before and stays as it was changed since",
    );
    assert.deepEqual((await bulk(ids, change, { headers })).body, whole.body);
  });

  test("of calls with one key at the same time each person is changed once, and all get one answer", async () => {
    const people = [await hire("parallel.a"), await hire("parallel.b"), await hire("parallel.c")];
    const ids = people.map(({ id }) => id);
    const headers = once();
    const change = { kind: "addToGroup", groupId: "g-crm" } as const;
    const answers = await Promise.all([1, 2, 3].map(() => bulk([...ids, "u-none"], change, { headers })));
    const results = answers.map(({ status, body }) => [status, body.results.map(({ id, ok }) => [id, ok])]);
    assert.deepEqual(results[1], results[0]);
    assert.deepEqual(results[2], results[0]);
    for (const [index, { id, version }] of people.entries())
      assert.equal(Number((await read(id)).version), Number(version) + 1, `person ${index}`);
  });
}

onBothDatabases(bulkTests);
