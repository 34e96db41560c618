import assert from "node:assert/strict";
import { test } from "node:test";
import type { Subject } from "../assignments/assignment.ts";
import { pick, seededRandom } from "../sample/random.ts";
import { randomOrganisation } from "../sample/random-organisation.ts";
import { compileRights } from "./compiled-rights.ts";
import { explain } from "./explain.ts";
import type { Grants, RightsAssignment, RightsFacts, RightsUser } from "./facts.ts";
import { type HygienePosition, type RoleHygiene, roleHygiene } from "./hygiene.ts";
import { compareScopes } from "./scope.ts";

const at = new Date("2026-03-01T12:00:00.000Z");
const past = "2026-02-01T00:00:00.000Z";
const future = "2026-04-01T00:00:00.000Z";

const user = (id: string, more: Partial<RightsUser> = {}): RightsUser => ({
  id,
  state: "active",
  departmentId: "d",
  positionId: null,
  groupIds: [],
  ...more,
});
const role = (id: string, grants: Grants) => ({ id, name: id, grants });
const given = (roleId: string, type: Subject["type"], id: string, until: string | null = null): RightsAssignment => ({
  roleId,
  subject: { type, id },
  until,
});

function check(
  parts: Partial<RightsFacts>,
  users: readonly RightsUser[] = [],
  positions: readonly HygienePosition[] = [],
): RoleHygiene {
  const facts = { departments: [], groups: [], roles: [], assignments: [], ...parts };
  return roleHygiene(compileRights(facts, at), positions, users, at);
}

const view = role("view", { "deal.view": "own" });
const wide = role("wide", { "deal.view": "department", "deal.edit": "own" });
const widest = role("widest", { "deal.view": "any", "deal.edit": "any" });

test("roles that allow the same stand together, also where one says none in words", () => {
  const twin = role("twin", { "deal.view": "own", "deal.edit": "none" });
  assert.deepEqual(check({ roles: [view, wide, twin] }).same, [["view", "twin"]]);
});

test("a role is told of with the nearest that contains it, and with those to whom it adds nothing", () => {
  const assignments = [given("view", "user", "u1"), given("wide", "user", "u1"), given("view", "user", "u2")];
  const found = check({ roles: [widest, view, wide], assignments }, [user("u1"), user("u2")]);
  assert.deepEqual(found.contained, [
    { roleId: "view", within: ["wide"], userIds: ["u1"] },
    { roleId: "wide", within: ["widest"], userIds: [] },
  ]);
});

test("that administrators may do what others may is not told", () => {
  const admin = role("admin", { "role.manage": "any", "user.manage": "any", "deal.view": "any" });
  const second = role("second", { "role.manage": "any", "user.manage": "any" });
  assert.deepEqual(check({ roles: [admin, view] }).contained, []);
  assert.deepEqual(check({ roles: [admin, second] }).contained, [{ roleId: "second", within: ["admin"], userIds: [] }]);
});

test("a role that allows nothing is told of once, not as contained in every other", () => {
  const found = check({ roles: [role("nothing", {}), role("no", { "deal.view": "none" }), view] });
  assert.deepEqual([found.empty, found.same, found.contained], [["nothing", "no"], [], []]);
});

test("a role that nobody has tells the places that have it, and the positions that would give it", () => {
  const found = check(
    { roles: [view, wide, widest], assignments: [given("view", "department", "empty"), given("wide", "user", "u1")] },
    [user("u1", { state: "blocked" })],
    [{ id: "p", defaultRoleId: "widest" }],
  );
  assert.deepEqual(found.unheld, [
    { roleId: "view", subjects: [{ type: "department", id: "empty" }], positionIds: [] },
    { roleId: "widest", subjects: [], positionIds: ["p"] },
  ]);
});

test("a role whose assignments have all ended tells since when", () => {
  const ended = [given("view", "user", "u1", past), given("view", "user", "u2", "2026-01-01T00:00:00.000Z")];
  assert.deepEqual(check({ roles: [view], assignments: ended }, [user("u1")]).ended, [
    { roleId: "view", endedAt: past, positionIds: [] },
  ]);
  const oneGoesOn = check({ roles: [view], assignments: [...ended, given("view", "group", "g", future)] }, [
    user("u1"),
  ]);
  assert.deepEqual([oneGoesOn.ended, oneGoesOn.unheld.map(({ roleId }) => roleId)], [[], ["view"]]);
});

const seller = [{ id: "p", defaultRoleId: "view" }];

test("a direct role for good that the position does not give is extra, its default role is not", () => {
  const assignments = [
    given("view", "user", "u1"),
    given("wide", "user", "u1"),
    given("widest", "user", "u1", future),
    given("wide", "user", "u2"),
  ];
  const people = [user("u1", { positionId: "p" }), user("u2")];
  const found = check({ roles: [view, wide, widest], assignments }, people, seller);
  assert.deepEqual(found.strays, [{ user: people[0], extra: ["wide"], doubled: [], missing: [] }]);
});

test("a direct role is doubled while the other way lasts as long", () => {
  const people = [user("u1", { positionId: "p", groupIds: ["a", "b"] })];
  const groups = [
    { id: "a", parentId: "top" },
    { id: "b", parentId: "top" },
    { id: "top", parentId: null },
  ];
  const roles = [view, wide];
  const both = [given("view", "user", "u1"), given("view", "group", "top")];
  assert.deepEqual(check({ roles, groups, assignments: both }, people, seller).strays[0]?.doubled, [
    { roleId: "view", by: [{ type: "group", id: "top" }] },
  ]);
  const shorter = [given("view", "user", "u1"), given("view", "group", "top", future)];
  assert.deepEqual(check({ roles, groups, assignments: shorter }, people, seller).strays, []);
});

test("the default role of a position is missing where the person has it in no way", () => {
  const people = [user("u1", { positionId: "p" }), user("u2", { positionId: "p" })];
  const found = check({ roles: [view], assignments: [given("view", "user", "u2")] }, people, seller);
  assert.deepEqual(found.strays, [{ user: people[0], extra: [], doubled: [], missing: ["view"] }]);
  assert.deepEqual(check({ roles: [], assignments: [] }, people, seller).strays, [], "a default role that is gone");
});

test("roles that fit the places of their people are tidy", () => {
  const people = [user("u1", { positionId: "p" }), user("u2")];
  const other = role("other", { "task.view": "own" });
  const assignments = [given("view", "user", "u1"), given("other", "department", "d")];
  const found = check({ roles: [view, other], assignments }, people, seller);
  assert.deepEqual(found, { same: [], contained: [], empty: [], unheld: [], ended: [], strays: [] });
});

test("over random organisations it tells what a look at every pair and every path tells", () => {
  const random = seededRandom(20_260_301);
  for (let round = 0; round < 1500; round++) {
    const { facts, users, actions } = randomOrganisation(random, at);
    const rights = compileRights(facts, at);
    const positions = ["p0", "p1"].map((id) => ({
      id,
      defaultRoleId: random() < 0.3 ? null : pick(random, facts.roles).id,
    }));
    const found = roleHygiene(rights, positions, users, at);
    const active = (each: RightsUser): RightsUser => ({ ...each, state: "active" });
    const paths = (each: RightsUser) => explain(rights, active(each), "").paths;
    const has = (each: RightsUser, id: string): boolean => paths(each).some(({ roleId }) => roleId === id);

    const alone = (id: string, action: string) =>
      explain(compileRights({ ...facts, assignments: [given(id, "user", "x")] }, at), user("x"), action).scope;
    const within = (a: string, b: string): boolean =>
      actions.every((action) => compareScopes(alone(a, action), alone(b, action)) <= 0);
    const allows = (id: string): boolean => actions.some((action) => alone(id, action) !== "none");
    const ids = facts.roles.map(({ id }) => id);
    const contained = new Map(found.contained.map((each) => [each.roleId, each.within]));
    for (const a of ids)
      for (const b of ids) {
        if (a === b || !allows(a) || !allows(b)) continue;
        const same = found.same.some((group) => group.includes(a) && group.includes(b));
        assert.equal(same, within(a, b) && within(b, a));
        const strictly = (x: string, y: string): boolean => within(x, y) && !within(y, x);
        const nearest = strictly(a, b) && !ids.some((c) => strictly(a, c) && strictly(c, b));
        assert.equal(contained.get(a)?.includes(b) ?? false, nearest, `${a} in ${b}`);
      }
    const absent = [...found.unheld, ...found.ended].map(({ roleId }) => roleId).toSorted();
    assert.deepEqual(
      absent,
      ids.filter((id) => !users.some((each) => has(each, id))),
    );
    for (const { roleId } of found.ended)
      for (const each of facts.assignments)
        if (each.roleId === roleId) assert.ok(each.until !== null && new Date(each.until) <= at);

    for (const each of users) {
      const stray = found.strays.find(({ user: { id } }) => id === each.id);
      const direct = paths(each).filter(({ subject }) => subject.type === "user");
      const other = paths(each).filter(({ subject }) => subject.type !== "user");
      const end = (until: string | null) => (until === null ? Infinity : Date.parse(until));
      const standard = positions.find(({ id }) => id === each.positionId)?.defaultRoleId ?? null;
      const doubled = direct.filter(({ roleId, until }) =>
        other.some((way) => way.roleId === roleId && end(way.until) >= end(until)),
      );
      const sorted = (list: Iterable<string>) => [...new Set(list)].toSorted();
      assert.deepEqual(sorted(stray?.doubled.map(({ roleId }) => roleId) ?? []), sorted(doubled.map((d) => d.roleId)));
      const gives = standard !== null || other.some(({ subject }) => subject.type === "position");
      const extra = direct.filter(
        ({ roleId, until }) =>
          gives && until === null && roleId !== standard && !other.some((way) => way.roleId === roleId),
      );
      assert.deepEqual(sorted(stray?.extra ?? []), sorted(extra.map(({ roleId }) => roleId)));
      assert.deepEqual(stray?.missing ?? [], standard === null || has(each, standard) ? [] : [standard]);
    }
  }
});
