import assert from "node:assert/strict";
import { test } from "node:test";
import { crew, cursor, eventsSince, fails, failsAt, regrant } from "./testing/crew.ts";

const rule = (network: string) => ({ network, note: null });

test("rules are set whole, with a version, and tell who watches security", async () => {
  const c = crew({ address: "203.0.113.7" });
  const { version, rules } = await c.admin.access.ipRules({ userId: null });
  assert.deepEqual(rules, []);
  const since = await cursor(c.admin);
  const wanted = [{ network: "203.0.113.0/24", note: "Office" }, rule("2001:db8::/32")];
  const saved = await c.admin.access.setIpRules({ userId: null, version, rules: wanted });
  assert.deepEqual(saved.rules, wanted);
  assert.deepEqual(await c.admin.access.ipRules({ userId: null }), saved);
  assert.deepEqual(await eventsSince(c.admin, since), ["security.changed"]);
  assert.deepEqual(
    (await fails(c.admin.access.setIpRules({ userId: null, version, rules: [] }), "conflict")).current,
    saved,
  );
  await fails(c.admin.access.ipRules({ userId: "u-none" }), "not_found");
  await fails(c.as(c.memory.company.demoPeople.head).access.ipRules({ userId: null }), "forbidden");
});

test("every wrong network is named, and nothing is saved", async () => {
  const c = crew({ address: "203.0.113.7" });
  const { version } = await c.admin.access.ipRules({ userId: null });
  const rules = ["203.0.113.0/24", "203.0.113.0/33", "office", "::1/129"].map(rule);
  await failsAt(c.admin.access.setIpRules({ userId: null, version, rules }), "validation", {
    "/rules/1/network": "invalid_format",
    "/rules/2/network": "invalid_format",
    "/rules/3/network": "invalid_format",
  });
  assert.deepEqual((await c.admin.access.ipRules({ userId: null })).rules, []);
});

test("whoever sets rules stays inside of them: the company's and their own", async () => {
  const c = crew({ address: "203.0.113.7" });
  const { admin: id, manager } = c.memory.company.demoPeople;
  const set = async (userId: string | null, ...networks: readonly string[]) => {
    const { version } = await c.admin.access.ipRules({ userId });
    return c.admin.access.setIpRules({ userId, version, rules: networks.map(rule) });
  };
  await fails(set(null, "198.51.100.0/24"), "lockout_prevented");
  await fails(set(id, "198.51.100.0/24"), "lockout_prevented");
  await set(id, "203.0.113.7/32");
  await set(null, "203.0.113.0/24");
  await set(manager, "198.51.100.4");
  await set(null);
  assert.deepEqual((await c.admin.access.ipRules({ userId: manager })).rules, [rule("198.51.100.4")]);
});

test("rules that no administrator's last log-in would pass are stopped, also when another sets them", async () => {
  const c = crew({ address: "192.0.2.200" });
  const { manager } = c.memory.company.demoPeople;
  await regrant(c, manager, { "security.view": "any", "security.manage": "any" });
  const guard = c.as(manager);
  const { version } = await guard.access.ipRules({ userId: null });
  await fails(guard.access.setIpRules({ userId: null, version, rules: [rule("192.0.2.0/24")] }), "last_admin");
  const office = c.memory.company.logins.find(
    ({ userId, result }) => userId === c.memory.company.demoPeople.admin && result === "ok",
  );
  const rules = [rule("192.0.2.0/24"), rule(office?.address ?? "")];
  assert.deepEqual((await guard.access.setIpRules({ userId: null, version, rules })).rules, rules);
});

test("an address is tried against rules that are not saved, beside the company's own", async () => {
  const c = crew({ address: "203.0.113.7" });
  const { manager } = c.memory.company.demoPeople;
  const ask = (address: string, userId: string | null, ...networks: readonly string[]) =>
    c.admin.access.testAddress({ address, userId, rules: networks.map(rule) });
  assert.deepEqual(await ask("2001:DB8:0::9", null, "2001:db8::/64"), { allowed: true, refusedBy: null });
  assert.deepEqual(await ask("198.51.100.1", null, "203.0.113.0/24"), { allowed: false, refusedBy: "company" });
  const { version } = await c.admin.access.ipRules({ userId: null });
  await c.admin.access.setIpRules({ userId: null, version, rules: [rule("203.0.113.0/24")] });
  assert.deepEqual(await ask("203.0.113.9", manager, "203.0.113.8"), { allowed: false, refusedBy: "user" });
  assert.deepEqual(await ask("198.51.100.1", manager, "198.51.100.1"), { allowed: false, refusedBy: "company" });
  await failsAt(ask("here", null, "there"), "validation", {
    "/address": "invalid_format",
    "/rules/0/network": "invalid_format",
  });
});
