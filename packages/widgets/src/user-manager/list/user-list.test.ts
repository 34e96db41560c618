import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { connect, type Session, type User } from "@crewdock/contract";
import { rowActions } from "./row-actions.ts";
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
  const { "users.setState": _left, ...methods } = session.capabilities.methods;
  const limited: Session = { ...session, capabilities: { ...session.capabilities, methods } };
  assert.deepEqual(refusals(limited, other), [undefined, "not_in_backend", "not_in_backend"]);
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

type List = typeof client.users.list;

/** A backend with pages smaller than what is asked for, as a backend may have. */
const capped =
  (list: List, most: number): List =>
  (query, options) =>
    list({ ...query, limit: Math.min(query.limit ?? most, most) }, options);
