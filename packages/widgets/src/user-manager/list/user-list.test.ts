import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { signal } from "@preact/signals";
import { type Client, connect, type Session, type User, type UserQuery } from "@crewdock/contract";
import { rowActions } from "./row-actions.ts";
import { createUserList } from "./user-list.model.ts";
import { createUserPages } from "./user-pages.ts";

const adapter = createMemoryAdapter();
const client = connect(adapter, () => "en");
const session = await client.session.me({});
const users = (await client.users.list({ limit: 60 })).items;
const other = users.find(({ id, state }) => id !== session.user.id && state === "active") as User;

test("the menu offers what the state allows", () => {
  const ids = (user: User): readonly string[] => rowActions(session, user, undefined).map(({ id }) => id);
  assert.deepEqual(ids(other), ["edit", "block", "deactivate"]);
  assert.deepEqual(ids({ ...other, state: "blocked" }), ["edit", "unblock", "deactivate"]);
  assert.deepEqual(ids({ ...other, state: "deactivated" }), ["edit", "activate"]);
});

test("nobody may block themselves, and without the right everything says why", () => {
  const self = users.find(({ id }) => id === session.user.id) as User;
  const refusals = (as: Session, user: User, reach?: ReadonlySet<string>): readonly (string | undefined)[] =>
    rowActions(as, user, reach).map(({ refusal }) => refusal);
  assert.deepEqual(refusals(session, self), [undefined, "self", "self"]);
  const viewer: Session = { ...session, grants: { "user.view": "any" } };
  assert.deepEqual(refusals(viewer, other), [undefined, "noRight", "noRight"]);
  assert.equal(rowActions(viewer, other, undefined)[0]?.id, "view");
  const head: Session = { ...session, grants: { "user.view": "any", "user.manage": "department" } };
  assert.deepEqual(refusals(head, other, new Set(["elsewhere"])), [
    undefined,
    "outsideDepartment",
    "outsideDepartment",
  ]);
});

test("the menu greys what the CRM could offer and leaves out what it does not have", () => {
  const { "users.setState": _left, ...methods } = session.capabilities.methods;
  const without = (rest: Session["capabilities"]["methods"]): Session => ({
    ...session,
    capabilities: { ...session.capabilities, methods: { ...methods, ...rest } },
  });
  assert.deepEqual(rowActions(without({}), other, undefined), [{ id: "edit", refusal: undefined }]);
  const planned = without({ "users.setState": { supported: false, why: "other_plan" } });
  assert.deepEqual(
    rowActions(planned, other, undefined).map(({ refusal }) => refusal),
    [undefined, "other_plan", "other_plan"],
  );
  const fixed = { supported: false, why: "read_only" } as const;
  const readOnly = without({ "users.setState": { supported: true }, "users.update": fixed });
  assert.deepEqual(
    rowActions(readOnly, other, undefined).map(({ id, refusal }) => [id, refusal]),
    [
      ["view", undefined],
      ["block", undefined],
      ["deactivate", undefined],
    ],
  );
});

test("an answer of an earlier search never replaces that of a later one", async () => {
  const own = createMemoryAdapter();
  const pages = createUserPages();
  const release = own.hold("users.list");
  const early = pages.start(
    connect(own, () => "en"),
    { q: "Nowak" },
  );
  release();
  const late = pages.start(
    connect(own, () => "en"),
    { q: "Almeida" },
  );
  await Promise.all([early, late]);
  assert.deepEqual(
    pages.items.value.map(({ name }) => name.last),
    ["Almeida"],
  );
  pages[Symbol.dispose]();
});

test("pages follow one another without gaps or doubles, and a refresh keeps as many as there were", async () => {
  const own = createMemoryAdapter();
  const from = connect(own, () => "en");
  const small = { ...from, users: { ...from.users, list: capped(from.users.list, 25) } };
  const pages = createUserPages();
  await pages.start(small, {});
  assert.equal(pages.items.value.length, 25);
  await pages.loadMore();
  await pages.loadMore();
  assert.equal(pages.items.value.length, 60);
  assert.equal(new Set(pages.items.value.map(({ id }) => id)).size, 60);
  assert.equal(pages.more.value, false);
  await pages.refresh();
  assert.equal(pages.items.value.length, 60);
  pages[Symbol.dispose]();
});

test("a further page that fails leaves the rows and can be tried again", async () => {
  const own = createMemoryAdapter();
  const from = connect(own, () => "en");
  const small = { ...from, users: { ...from.users, list: capped(from.users.list, 40) } };
  const pages = createUserPages();
  await pages.start(small, {});
  own.fail("users.list", "unavailable");
  await pages.loadMore();
  assert.equal(pages.items.value.length, 40);
  assert.notEqual(pages.moreError.value, undefined);
  await pages.loadMore();
  assert.equal(pages.items.value.length, 60);
  assert.equal(pages.moreError.value, undefined);
  pages[Symbol.dispose]();
});

test("what comes in sight during a refresh is loaded after it", async () => {
  const list = createUserList(signal(crowd(250)), (one, other) => one.localeCompare(other));
  await until(() => list.pages.items.value.length === 100);
  const refreshed = list.pages.refresh();
  list.inSight(100);
  await refreshed;
  await until(() => list.pages.items.value.length === 200);
  list[Symbol.dispose]();
});

test("a refresh during the loading of a page takes nothing away", async () => {
  const list = createUserList(signal(crowd(250)), (one, other) => one.localeCompare(other));
  await until(() => list.pages.items.value.length === 100);
  const lengths: number[] = [];
  const stop = list.pages.items.subscribe((items) => lengths.push(items.length));
  list.inSight(100);
  await list.pages.refresh();
  await until(() => list.pages.items.value.length === 200);
  assert.deepEqual([...new Set(lengths)], [100, 200]);
  stop();
  list[Symbol.dispose]();
});

test("a query that has begun is not given the last one's cursor", async () => {
  const own = createMemoryAdapter();
  const from = connect(own, () => "en");
  const asked: UserQuery[] = [];
  const listed: List = (query, options) => {
    asked.push(query);
    return capped(from.users.list, 25)(query, options);
  };
  const pages = createUserPages();
  const client = { ...from, users: { ...from.users, list: listed } };
  await pages.start(client, {});
  const release = own.hold("users.list");
  const found = pages.start(client, { q: "a" });
  await pages.loadMore();
  release();
  await found;
  assert.deepEqual(
    asked.map(({ q, cursor }) => [q, cursor]),
    [
      [undefined, undefined],
      ["a", undefined],
    ],
  );
  pages[Symbol.dispose]();
});

test("a storm of changes elsewhere is followed in few rounds, and others' changes out of sight in none", async () => {
  const own = createMemoryAdapter();
  const from = connect(own, () => "en");
  const asked: string[] = [];
  const counted = {
    ...from,
    users: {
      ...from.users,
      list: ((query, options) => {
        asked.push("list");
        return from.users.list({ ...query, limit: 10 }, options);
      }) satisfies List,
      get: ((input, options) => {
        asked.push(input.id);
        return from.users.get(input, options);
      }) satisfies typeof from.users.get,
    },
  };
  const list = createUserList(signal(counted), (one, other) => one.localeCompare(other));
  await until(() => list.pages.items.value.length === 10);
  const [first] = list.pages.items.value;
  asked.length = 0;
  list.changed("somebody-out-of-sight");
  for (let turn = 0; turn < 50; turn++) list.changed(first?.id ?? "");
  await until(() => asked.length > 0);
  assert.deepEqual(asked, [first?.id]);
  list.changed("somebody-new", true);
  await until(() => asked.length > 1);
  assert.equal(asked[1], "list");
  list[Symbol.dispose]();
});

/** Looks until something holds; the test runner ends a wait in vain. */
const until = (holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const poll = setInterval(() => {
      if (!holds()) return;
      clearInterval(poll);
      resolve();
    }, 5);
  });

type List = typeof client.users.list;

/** A backend with many users. */
function crowd(count: number): Client {
  const all = Array.from({ length: count }, (_, index): User => ({ ...other, id: `u-${index}` }));
  const list: List = async ({ cursor = "0", limit = 50 }) => {
    const end = Number(cursor) + limit;
    const total = { value: count, relation: "eq" } as const;
    const items = all.slice(Number(cursor), end);
    return { items, nextCursor: end < count ? String(end) : null, previousCursor: null, total };
  };
  return { ...client, users: { ...client.users, list } };
}

/** A backend with pages smaller than what is asked for, as a backend may have. */
const capped =
  (list: List, most: number): List =>
  (query, options) =>
    list({ ...query, limit: Math.min(query.limit ?? most, most) }, options);
