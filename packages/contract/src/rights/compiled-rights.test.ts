import assert from "node:assert/strict";
import { test } from "node:test";
import { pick, seededRandom } from "../sample/random.ts";
import { randomOrganisation, randomRole } from "../sample/random-organisation.ts";
import type { Subject } from "../assignments/assignment.ts";
import { defaultCatalogue } from "./default-catalogue.ts";
import { compileCompany, companyWithRoles, personOf } from "./company-rights.ts";
import {
  type CompiledRights,
  compileRights,
  movedOn,
  rightsAt,
  rightsForGood,
  withDirectAssignments,
  withRoles,
} from "./compiled-rights.ts";
import { explain } from "./explain.ts";
import type { Grants, RightsFacts, RightsUser } from "./facts.ts";
import { departmentSubtree } from "./tree.ts";
import { hasEndedSince, nextEndOf, rightsOf } from "./user-rights.ts";

const noon = new Date("2026-03-01T12:00:00.000Z");
const tomorrow = "2026-03-02T12:00:00.000Z";

const user = (id: string, more: Partial<RightsUser> = {}): RightsUser => ({
  id,
  state: "active",
  departmentId: "d",
  positionId: null,
  groupIds: [],
  ...more,
});
const role = (id: string, grants: Grants) => ({ id, name: id, grants });
const given = (roleId: string, type: Subject["type"], id: string, until: string | null = null) => ({
  roleId,
  subject: { type, id },
  until,
});
const facts = (more: Partial<RightsFacts> = {}): RightsFacts => ({
  departments: [],
  groups: [],
  roles: [],
  assignments: [],
  ...more,
});

test("a role that ends tomorrow counts today, and no longer from that instant on", () => {
  const roles = [role("all", { "deal.view": "any" }), role("own", { "deal.view": "own" })];
  const assignments = [given("all", "user", "u", tomorrow), given("own", "position", "p")];
  const [who, rights] = [user("u", { positionId: "p" }), compileRights(facts({ roles, assignments }), noon)];
  assert.equal(rightsOf(rights, who).scopeOf("deal.view"), "any");
  assert.equal(explain(rights, who, "deal.view").until, tomorrow);
  assert.equal(nextEndOf(rights, who)?.toISOString(), tomorrow);
  const later = rightsAt(rights, new Date(tomorrow));
  assert.equal(rightsOf(later, who).scopeOf("deal.view"), "own");
  assert.equal(explain(later, who, "deal.view").until, null);
  assert.equal(nextEndOf(later, who), null);
});

test("between two ends nothing is worked out anew, and what was once is found again", () => {
  const assignments = [given("r", "user", "u", tomorrow), given("r", "user", "v")];
  const rights = compileRights(facts({ roles: [role("r", {})], assignments }), noon);
  assert.equal(rightsAt(rights, new Date(Date.parse(tomorrow) - 1)), rights);
  const later = rightsAt(rights, new Date(tomorrow));
  assert.notEqual(later, rights);
  assert.equal(rightsForGood(rights), later);
  assert.equal(rightsAt(later, noon), rights);
});

test("few spans are kept, those that were asked for last, and none that is over once time has moved on", () => {
  const day = (n: number): Date => new Date(noon.getTime() + n * 86_400_000);
  const assignments = [1, 2, 3, 4].map((n) => given("r", "user", "u", day(n).toISOString()));
  const rights = compileRights(facts({ roles: [role("r", {})], assignments }), noon);
  const forGood = rightsForGood(rights);
  for (const n of [1, 2, 3]) {
    const span = rightsAt(rights, day(n));
    assert.equal(rightsAt(rights, day(n)), span);
    assert.equal(rightsForGood(rights), forGood);
    assert.ok(rights.views.length <= 3);
  }
  const now = movedOn(rights, day(3));
  assert.deepEqual([now.from, now.until], [day(3).getTime(), day(4).getTime()]);
  assert.deepEqual(new Set(now.views), new Set([now, forGood]));
  assert.equal(movedOn(now, day(3)), now);
});

test("that an assignment has ended since then is told as the rights of back then tell it, without them", () => {
  const seen = { ended: 0, not: 0 };
  for (let seed = 1; seed <= 3000; seed++) {
    const random = seededRandom(seed);
    const { facts: some, users } = randomOrganisation(random, noon);
    const instant = (): Date =>
      new Date(noon.getTime() + pick(random, [-86_400_001, -86_400_000, -2, -1, 0, 1, 86_400_000]));
    const [since, now] = [instant(), instant()];
    const rights = compileRights(some, now);
    const other = compileRights(some, since);
    for (const each of users) {
      const next = nextEndOf(other, each);
      const expected = next !== null && next <= now;
      assert.equal(hasEndedSince(rights, each, since), expected, `seed ${String(seed)}`);
      seen[expected ? "ended" : "not"]++;
    }
    assert.equal(rights.views.length, 1);
  }
  assert.ok(seen.ended > 300 && seen.not > 300, JSON.stringify(seen));
});

test("whether something has ended is told by what has ended since, not by all assignments", () => {
  let looks = 0;
  const counted = (id: string, until: string | null) => ({
    roleId: "r",
    get subject() {
      looks++;
      return { type: "user", id } as const;
    },
    get until() {
      looks++;
      return until;
    },
  });
  const assignments = Array.from({ length: 1000 }, (_, n) =>
    counted(`u${String(n)}`, n % 2 ? null : new Date(noon.getTime() - n * 60_000).toISOString()),
  );
  const rights = compileRights(facts({ roles: [role("r", {})], assignments }), noon);
  const since = new Date(noon.getTime() - 5 * 60_000);
  assert.ok(hasEndedSince(rights, user("u4"), since));
  looks = 0;
  assert.ok(hasEndedSince(rights, user("u2"), since));
  assert.ok(!hasEndedSince(rights, user("u6"), since));
  assert.ok(looks > 0 && looks <= 6 * 2, `${String(looks)} looks`);
});

test("people with the same roles share a row, whichever way the roles came", () => {
  const roles = [role("a", { "deal.view": "own" }), role("b", { "deal.edit": "any" })];
  const assignments = [given("a", "user", "u1"), given("b", "department", "d"), given("a", "group", "g")];
  const groups = [{ id: "g", parentId: null }];
  const people = [user("u1"), user("u2", { groupIds: ["g"] }), user("u3")];
  const {
    people: [one, two, three],
  } = compileCompany(compileRights(facts({ groups, roles, assignments }), noon), people);
  assert.equal(one?.row, two?.row);
  assert.notEqual(two?.row, three?.row);
  assert.deepEqual(one?.row.roleIds, ["a", "b"]);
});

test("one changed role touches only those whom it reaches", () => {
  const count = 1000;
  const roles = Array.from({ length: 50 }, (_, n) => role(`r${String(n)}`, { "deal.view": "own" }));
  const people = Array.from({ length: count }, (_, n) => user(`u${String(n)}`));
  const assignments = people.flatMap(({ id }, n) => [n, n * 7 + 3].map((k) => given(`r${String(k % 50)}`, "user", id)));
  const before = compileCompany(compileRights(facts({ roles, assignments }), noon), people);
  const after = companyWithRoles(before, [role("r3", { "deal.view": "any", "deal.new": "own" })]);
  const reached = new Set(assignments.flatMap(({ roleId, subject }) => (roleId === "r3" ? [subject.id] : [])));
  const touched = after.people.filter((own, place) => own !== before.people[place]).map((own) => own.user.id);
  assert.equal(touched.length, 40);
  assert.deepEqual(new Set(touched), reached);
  const rows = new Set(before.sharing.keys());
  const rebuilt = [...after.sharing.keys()].filter((row) => !rows.has(row)).length;
  assert.deepEqual([rows.size, rebuilt], [49, 2]);
  for (const own of after.people) {
    assert.equal(own.scopeOf("deal.view"), reached.has(own.user.id) ? "any" : "own");
    assert.equal(own.scopeOf("deal.new"), reached.has(own.user.id) ? "own" : "none");
  }
  assert.equal(personOf(before, "u3")?.scopeOf("deal.view"), "own", "the company before is as it was");
});

test("other grants of a role come to what compiling all anew comes to, today and for good", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = seededRandom(seed);
    const { facts: all, users, actions } = randomOrganisation(random, noon);
    const changed = randomRole(random, pick(random, all.roles).id);
    const before = compileRights(all, noon);
    rightsForGood(before);
    for (const one of users) rightsOf(rightsForGood(before), one);
    const after = withRoles(before, [changed]);
    assert.equal(rightsAt(after, noon), after);
    const roles = all.roles.map((one) => (one.id === changed.id ? changed : one));
    const anew = compileRights({ ...all, roles }, noon);
    const scopesIn = (rights: CompiledRights): unknown =>
      [rights, rightsForGood(rights)].map((then) =>
        users.map((one) => actions.map((action) => rightsOf(then, one).scopeOf(action))),
      );
    assert.deepEqual(scopesIn(after), scopesIn(anew), `seed ${seed}`);
  }
});

test("other grants of a role that nobody knows change nothing", () => {
  const rights = compileRights(facts({ roles: [role("r", { "deal.view": "own" })] }), noon);
  const after = withRoles(rights, [role("x", { "deal.view": "any" })]);
  assert.deepEqual(after.facts, rights.facts);
});

test("other roles of one person come to what compiling all anew comes to, at any instant, and change nothing before", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = seededRandom(seed);
    const { facts: all, users, actions } = randomOrganisation(random, noon);
    const { assignments } = randomOrganisation(random, noon).facts;
    const { id: userId } = pick(random, users);
    const own = assignments.map((one) => ({ ...one, subject: { type: "user", id: userId } }) as const);
    const others = all.assignments.filter(({ subject }) => subject.type !== "user" || subject.id !== userId);
    const before = compileRights(all, noon);
    if (random() < 0.5) rightsForGood(before);
    const answers = (rights: CompiledRights): unknown =>
      [-86_400_000, -1, 0, 1, 86_400_000, 8.64e14].map((distance) =>
        users.map((one) => {
          const then = rightsAt(rights, new Date(noon.getTime() + distance));
          const told = actions.map((action) => {
            const { scope, until } = explain(then, one, action);
            return [scope, until, rightsOf(then, one).scopeOf(action)];
          });
          return [told, nextEndOf(then, one), hasEndedSince(then, one, new Date(noon.getTime() - 1))];
        }),
      );
    const former = answers(compileRights(all, noon));
    const after = withDirectAssignments(before, userId, own, noon);
    assert.equal(rightsAt(after, noon), after, `seed ${seed}`);
    const anew = compileRights({ ...all, assignments: [...others, ...own] }, noon);
    assert.deepEqual(answers(after), answers(anew), `seed ${seed}`);
    assert.deepEqual(answers(before), former, `seed ${seed}`);
  }
});

test("other roles of one person leave what all others have as it is, for good too", () => {
  const assignments = [given("r", "user", "u", tomorrow), given("r", "user", "v"), given("r", "department", "d")];
  const before = compileRights(facts({ roles: [role("r", { "deal.view": "any" })], assignments }), noon);
  const [row, lasting] = [rightsOf(before, user("v")).row, rightsOf(rightsForGood(before), user("v")).row];
  const after = withDirectAssignments(before, "u", [], noon);
  assert.equal(rightsOf(after, user("v")).row, row);
  assert.equal(rightsOf(rightsForGood(after), user("v")).row, lasting);
});

test("with a catalogue a grant reaches no farther than its action can, and unknown actions are not granted", () => {
  const grants: Grants = {
    "deal.view": "department",
    "user.manage": "own",
    "role.manage": "department",
    "call.place": "department",
    "deal.burn": "any",
  };
  const of = (catalogue?: RightsFacts["catalogue"]) => {
    const assignments = [given("r", "user", "u")];
    return rightsOf(compileRights(facts({ roles: [role("r", grants)], assignments, catalogue }), noon), user("u"))
      .grants;
  };
  assert.deepEqual(of(), grants);
  assert.deepEqual(of(defaultCatalogue), { "deal.view": "department", "call.place": "own" });
});

test("under the policy 'same' the scope department is the user's own department alone, and subjects stay trees", () => {
  const departments = [
    { id: "d", parentId: null },
    { id: "below", parentId: "d" },
  ];
  const roles = [role("r", { "deal.view": "department" })];
  const assignments = [given("r", "department", "d")];
  const own = (departmentScope: RightsFacts["departmentScope"], departmentId: string) =>
    rightsOf(
      compileRights(facts({ departments, roles, assignments, departmentScope }), noon),
      user("u", { departmentId }),
    );
  const record = { ownerId: null, departmentId: "below" };
  assert.ok(own("below", "d").can("deal.view", record));
  assert.ok(!own("same", "d").can("deal.view", record));
  assert.ok(own("same", "below").can("deal.view", record), "the role comes down the tree all the same");
  assert.deepEqual(own("same", "d").departments, ["d"]);
  assert.deepEqual(own("below", "d").departments, ["d", "below"]);
});

test("a project group and its subgroups are subjects like any other group", () => {
  const groups = [
    { id: "project", parentId: null, kind: "project" as const },
    { id: "part", parentId: "project", kind: "project" as const },
  ];
  const roles = [role("r", { "deal.view": "any" })];
  const rights = compileRights(facts({ groups, roles, assignments: [given("r", "group", "project")] }), noon);
  assert.ok(rightsOf(rights, user("u", { groupIds: ["part"] })).can("deal.view"));
  assert.ok(!rightsOf(rights, user("u")).can("deal.view"));
});

test("who is in two subgroups of a group comes to its role in two ways", () => {
  const groups = ["a", "b"].map((id) => ({ id, parentId: "top" }));
  const rights = compileRights(
    facts({ groups, roles: [role("r", { "deal.view": "own" })], assignments: [given("r", "group", "top")] }),
    noon,
  );
  const { paths, wins } = explain(rights, user("u", { groupIds: ["a", "b"] }), "deal.view");
  assert.deepEqual(
    paths.map(({ through }) => through),
    ["a", "b"],
  );
  assert.equal(wins, paths[0]);
});

test("a tree with a ring ends, and reaches everybody in the ring", () => {
  const ring = [
    { id: "a", parentId: "b" },
    { id: "b", parentId: "a" },
  ];
  assert.deepEqual([...departmentSubtree(ring, "a")].sort(), ["a", "b"]);
  const roles = [role("r", { "deal.view": "department" })];
  const rights = compileRights(facts({ departments: ring, roles, assignments: [given("r", "department", "b")] }), noon);
  const own = rightsOf(rights, user("u", { departmentId: "a" }));
  for (const departmentId of ["a", "b"]) assert.ok(own.can("deal.view", { ownerId: null, departmentId }));
});

test("a user without a position is not reached by an assignment to a position", () => {
  const rights = compileRights(
    facts({ roles: [role("r", { x: "any" })], assignments: [given("r", "position", "p")] }),
    noon,
  );
  assert.deepEqual(rightsOf(rights, user("u")).grants, {});
});
