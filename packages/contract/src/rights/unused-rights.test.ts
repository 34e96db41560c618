import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleCompany } from "../sample/index.ts";
import { grantErrors } from "./check-grants.ts";
import { defaultCatalogue } from "./default-catalogue.ts";
import type { Grants } from "./facts.ts";
import type { RightUse } from "./right-use.ts";
import { type JudgedRole, unusedRights, type UnusedRights } from "./unused-rights.ts";

const now = new Date("2026-06-30T12:00:00.000Z");
const day = (ago: number): string => new Date(now.getTime() - ago * 86_400_000).toISOString();

const role = (grants: Grants, more: Partial<JudgedRole> = {}): JudgedRole => ({
  id: "r",
  grants,
  userCount: 3,
  ...more,
});
/** Recorded for 200 days and never used, unless said otherwise. */
const use = (action: string, more: Partial<RightUse> = {}): RightUse => ({
  roleId: "r",
  action,
  since: day(200),
  users: 0,
  lastUsedAt: null,
  ...more,
});
const used = (action: string, ago = 1): RightUse => use(action, { users: 1, lastUsedAt: day(ago) });
const judge = (uses: readonly RightUse[], ...roles: readonly JudgedRole[]): UnusedRights =>
  unusedRights(uses, roles, defaultCatalogue, now);

const viewing = role({ "deal.view": "own", "audit.view": "any" });

test("a right that nobody used for 90 days is told, one that somebody did is not", () => {
  const idle = (uses: readonly RightUse[]) => judge(uses, viewing).idle;
  assert.deepEqual(idle([use("deal.view"), used("audit.view")]), [{ roleId: "r", actions: ["deal.view"] }]);
  assert.deepEqual(idle([used("deal.view", 91), used("audit.view", 89)]), [{ roleId: "r", actions: ["deal.view"] }]);
  assert.deepEqual(idle([used("deal.view"), used("audit.view")]), []);
});

test("of a right of which nothing is known, nothing is told", () => {
  assert.deepEqual(judge([use("audit.view")], viewing).idle, [{ roleId: "r", actions: ["audit.view"] }]);
  assert.deepEqual(judge([], viewing), { idle: [], since: null, from: null });
});

test("a right is judged only once it has been known for 90 days, each for itself", () => {
  const young = use("deal.view", { since: day(89) });
  assert.deepEqual(judge([young], viewing), { idle: [], since: day(89), from: day(-1) });
  const { idle, since, from } = judge([young, use("audit.view", { since: day(90) })], viewing);
  assert.deepEqual([idle, since, from], [[{ roleId: "r", actions: ["audit.view"] }], day(90), null]);
});

test("roles that nobody has, and those that make administrators, are left out", () => {
  const administrator = role({ "role.manage": "any", "user.manage": "any", "audit.view": "any" });
  const uses = [use("audit.view")];
  assert.deepEqual(judge(uses, administrator), { idle: [], since: null, from: null });
  assert.deepEqual(judge(uses, role({ "audit.view": "any" }, { userCount: 0 })).idle, []);
  assert.equal(
    judge(uses, role({ "role.manage": "any", "user.manage": "department", "audit.view": "any" })).idle.length,
    1,
  );
});

test("a right that the role does not grant any more is not told", () => {
  assert.deepEqual(judge([use("audit.view")], role({ "deal.view": "own", "audit.view": "none" })).idle, []);
});

test("a right that another one needs is told only together with that one", () => {
  const dealing = role({ "deal.view": "own", "deal.edit": "own" });
  assert.deepEqual(judge([use("deal.view"), used("deal.edit")], dealing).idle, []);
  assert.deepEqual(judge([use("deal.view")], dealing).idle, [], "nobody knows whether deals are edited");
  assert.deepEqual(judge([use("deal.edit"), use("deal.view")], dealing).idle, [
    { roleId: "r", actions: ["deal.view", "deal.edit"] },
  ]);
  const listening = role({ "call.view": "own", "call.recording.listen": "own", "call.recording.delete": "own" });
  const uses = [use("call.view"), use("call.recording.listen"), used("call.recording.delete")];
  assert.deepEqual(judge(uses, listening).idle, [], "over several steps too");
});

test("whatever is told of the sample company can be taken away at once", () => {
  const { roles, catalogue } = sampleCompany({ now });
  const uses = roles.flatMap(({ id, grants }) =>
    Object.keys(grants).map((action, place) =>
      use(action, { roleId: id, users: place % 3 ? 0 : 1, lastUsedAt: place % 3 ? null : day(1) }),
    ),
  );
  const { idle } = unusedRights(uses, roles, catalogue, now);
  assert.ok(idle.length > 1);
  for (const { roleId, actions } of idle) {
    const grants = roles.find(({ id }) => id === roleId)!.grants;
    const left = Object.fromEntries(Object.entries(grants).filter(([action]) => !actions.includes(action)));
    assert.deepEqual(grantErrors(left, catalogue), [], roleId);
  }
});
