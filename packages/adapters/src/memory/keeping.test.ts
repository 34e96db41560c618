import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, liveEventTypes } from "@crewdock/contract";
import { createMemoryAdapter } from "./index.ts";
import { crew, fails, start, userInput } from "./testing/crew.ts";

class Shelf {
  readonly kept = new Map<string, string>();
  writes = 0;
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.writes++;
    this.kept.set(key, value);
  }
}

test("what was changed is there again after a reload, with all that hangs on it", async () => {
  const persist = new Shelf();
  const before = crew({ persist });
  const user = await before.admin.users.create({ user: userInput("kept") });
  await before.admin.users.bulk({ ids: ["u-010"], change: { kind: "setState", state: "blocked" } });
  await before.admin.org.createGroup({ node: { name: "Kept", parentId: null, kind: "team" } });
  before.memory.flush();
  assert.equal(persist.writes, 1, "several changes, one write");

  const after = crew({ persist });
  assert.deepEqual(await after.admin.users.get({ id: user.id }), user);
  assert.deepEqual(after.memory.snapshot(), before.memory.snapshot());
  const next = await after.admin.users.create({ user: userInput("next") });
  assert.ok(next.id !== user.id && next.version !== user.version);
});

test("no secret is written, and one that is lost fails like a wrong one", async () => {
  const persist = new Shelf();
  const account = {
    id: null,
    login: "7001",
    password: "Planted7 heron?",
    domain: "crewdock.test",
    port: 5060,
  } as const;
  const sipAccount = { ...account, transport: "ws", webSocketUrl: null } as const;
  const before = crew({ persist });
  const user = await before.admin.users.create({
    user: userInput("kept", { password: "Planted7 heron!", sipAccount }),
  });
  before.memory.close();
  assert.equal([...persist.kept.values()].join().includes("Planted7"), false);

  const after = crew({ persist });
  const check = async (id: string | null, login: string) =>
    after.admin.telephony.checkSipAccount({ account: { ...sipAccount, id, login, password: null } });
  const lost = await check(user.sipAccount?.id ?? null, "7001");
  assert.equal(lost.failure?.code, "bad_login");
  assert.equal((await check("s-1001", "1001")).ok, true, "those of the company are known again");
  await fails(after.admin.users.resendInvitation({ id: user.id }), "gone");
});

test("broken and foreign data is set aside, told, and does not stop the page", async () => {
  const whole = new Shelf();
  const writer = crew({ persist: whole });
  await writer.admin.users.create({ user: userInput("kept") });
  writer.memory.flush();
  const text = whole.getItem("crewdock-memory") ?? "";
  const broken = [
    "{",
    "null",
    '{"format":"other"}',
    text.replace('"version":2', '"version":3'),
    text.slice(0, -10),
    text.replaceAll('"timeZone":"Europe/Moscow"', '"timeZone":7'),
    text.replace('"grants":{', '"grants":{"moon.land":"everywhere",'),
    text.replace('"sessions":[', '"session":['),
  ];
  for (const wrong of broken) {
    assert.notEqual(wrong, text);
    const persist = new Shelf();
    persist.kept.set("crewdock-memory", wrong);
    const errors: unknown[] = [];
    const memory = createMemoryAdapter({
      now: () => new Date(start),
      persist,
      onPersistError: (error) => errors.push(error),
    });
    assert.equal(memory.snapshot().users.length, 60);
    assert.equal(errors.length, 1);
    assert.equal(persist.getItem("crewdock-memory.set-aside"), wrong);
  }
});

test("a storage that is full or forbidden is told of, and the work goes on", async () => {
  const errors: unknown[] = [];
  const refuse = (): never => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const persist = { getItem: refuse, setItem: refuse };
  const { admin, memory } = crew({ persist, onPersistError: (error) => errors.push(error) });
  await admin.users.create({ user: userInput("kept") });
  memory.flush();
  assert.equal(errors.length, 2);
  assert.equal((await admin.users.list({ q: "kept" })).total.value, 1);
});

test("a cursor from before a reload is known to be too old, not taken for a new one", async () => {
  const persist = new Shelf();
  const before = crew({ persist });
  for (let n = 0; n < 5; n++) before.memory.emit("user.changed", "u-001");
  const { cursor } = await before.admin.events.changesSince({});
  await before.admin.users.bulk({ ids: ["u-010"], change: { kind: "setState", state: "blocked" } });
  before.memory.flush();
  const after = crew({ persist });
  await after.admin.users.bulk({ ids: ["u-011"], change: { kind: "setState", state: "blocked" } });
  assert.equal((await after.admin.events.changesSince({ since: cursor })).reset, true);
});

test("a write is a moment after the first change, by itself", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const persist = { getItem: () => null, setItem: () => resolve() };
  const client = connect(createMemoryAdapter({ persist }), () => "en");
  await client.org.read({});
  await client.users.bulk({ ids: ["u-010"], change: { kind: "setState", state: "blocked" } });
  await promise;
});

test("another tab's write is followed, and whoever listens is told to load anew", async () => {
  const page = new EventTarget();
  Object.assign(globalThis, { window: page });
  try {
    const persist = new Shelf();
    const [here, there] = [crew({ persist }), crew({ persist, persistKey: "elsewhere" })];
    await here.admin.session.me({});
    here.memory.flush();
    const stream = here.admin.events.subscribe({})[Symbol.asyncIterator]();
    const first = stream.next();
    const user = await there.admin.users.create({ user: userInput("there") });
    page.dispatchEvent(new Event("pagehide"));
    const newValue = persist.getItem("elsewhere");
    page.dispatchEvent(Object.assign(new Event("storage"), { key: "crewdock-memory", newValue, storageArea: persist }));
    assert.equal((await here.admin.users.get({ id: user.id })).login, "there");
    const told = [(await first).value];
    for (let n = 1; n < liveEventTypes.length; n++) told.push((await stream.next()).value);
    assert.deepEqual(
      told.map(({ type, id }) => [type, id]),
      liveEventTypes.map((type) => [type, null]),
    );
    here.memory.close();
    await there.admin.users.bulk({ ids: [user.id], change: { kind: "setState", state: "blocked" } });
    there.memory.close();
    page.dispatchEvent(
      Object.assign(new Event("storage"), {
        key: "crewdock-memory",
        newValue: persist.getItem("elsewhere"),
        storageArea: persist,
      }),
    );
    assert.equal((await here.admin.users.get({ id: user.id })).state, "active", "closed: it no longer follows");
  } finally {
    Reflect.deleteProperty(globalThis, "window");
  }
});
