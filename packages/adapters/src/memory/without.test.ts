import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryAdapter } from "./index.ts";
import { crew, fails, failsAt } from "./testing/crew.ts";

test("methods that the backend plays not to have are refused, change nothing and say why", async () => {
  const c = crew({ without: ["org.createDepartment", "records", "events.subscribe"] });
  const { capabilities } = await c.admin.session.me({});
  const why = { supported: false, why: "not_in_backend" };
  for (const method of ["org.createDepartment", "records.owned", "records.transfer", "events.subscribe"])
    assert.deepEqual(capabilities.methods[method], why, method);
  assert.deepEqual(capabilities.methods["org.updateDepartment"], { supported: true });
  const before = c.memory.snapshot();
  await fails(c.admin.org.createDepartment({ node: { name: "New", parentId: null, headId: null } }), "unsupported");
  await fails(
    c.admin.records.transfer({ fromId: "u-010", toId: "u-011" })[Symbol.asyncIterator]().next(),
    "unsupported",
  );
  await fails(c.admin.events.subscribe({})[Symbol.asyncIterator]().next(), "unsupported");
  assert.deepEqual(c.memory.snapshot(), before);
});

test("reasons may be given, and limits and removal follow", async () => {
  const c = crew({ without: { "users.bulk": "other_plan", "users.remove": "read_only" } });
  const { capabilities } = await c.admin.session.me({});
  assert.deepEqual(capabilities.methods["users.bulk"], { supported: false, why: "other_plan" });
  assert.deepEqual([capabilities.limits.bulk, capabilities.removal], [0, "none"]);
  const whole = (await crew().admin.session.me({})).capabilities;
  assert.deepEqual([whole.limits.bulk, whole.removal], [200, "hard"]);
  assert.ok(Object.values(whole.methods).every(({ supported }) => supported));
});

test("without notes of calls the policy names nothing that they could come to", async () => {
  const outcomes = async (without: readonly string[]): Promise<unknown> =>
    (await crew({ without }).admin.session.me({})).policy.callOutcomes;
  assert.equal(await outcomes(["calls.annotate"]), undefined);
  assert.ok(await outcomes([]));
});

test("without numbers nobody shows one, and nobody can be given one", async () => {
  const { admin, memory } = crew({ without: ["telephony.numbers"] });
  const { fields } = (await admin.session.me({})).capabilities;
  assert.deepEqual([fields?.["callerId"], fields?.["smsCallerId"]], [{ write: false }, { write: false }]);
  const { id, version, ...user } = await admin.users.get({ id: memory.company.demoPeople.admin });
  assert.ok(!("callerId" in user) && !("smsCallerId" in user));
  const change = admin.users.update({ id, version, patch: { callerId: "n-london" } });
  await failsAt(change, "validation", { "/callerId": "not_allowed" });
  assert.ok(!("callerIds" in (await admin.telephony.credentials({ use: "receive" }))));
});

test("without invitations a password is demanded and none is sent again", async () => {
  const { capabilities } = await crew({ without: ["users.invite"] }).admin.session.me({});
  assert.deepEqual(capabilities.methods["users.invite"], { supported: false, why: "not_in_backend" });
});

test("where nothing else restores, the state lets somebody suspended work again", async () => {
  for (const without of [[], ["access.restore"]]) {
    const c = crew({ without });
    const one = c.memory.snapshot().users.find(({ state }) => state === "suspended");
    assert.ok(one);
    const change = c.admin.users.setState({ id: one.id, version: one.version, state: "active" });
    if (without.length > 0) assert.equal((await change).state, "active");
    else await failsAt(change, "validation", { "/state": "not_allowed" });
  }
});

test("a name that the contract does not have is a slip of the pen", () => {
  assert.throws(() => createMemoryAdapter({ without: ["org.createDepartement"] }), RangeError);
});
