import assert from "node:assert/strict";
import { test } from "node:test";
import type { Assignment, Subject } from "../assignments/assignment.ts";
import { pick, seededRandom } from "../sample/random.ts";
import {
  assignmentsOf,
  covers,
  departmentSubtree,
  effectiveGrants,
  explain,
  type RightsFacts,
  type RightsUser,
} from "./rights.ts";
import { type Scope, scopes } from "./scope.ts";

const at = "2026-03-01T12:00:00.000Z";
const instants = [null, "2026-03-01T11:59:59.999Z", at, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.001Z"] as const;
const actions = ["deal.view", "deal.edit", "call.place"] as const;

interface Case {
  readonly facts: RightsFacts;
  readonly users: readonly RightsUser[];
}

/** A random company: trees in any order, subjects of all kinds, ends before, at and after the instant. */
function randomCase(random: () => number): Case {
  const count = (max: number): number => Math.floor(random() * max);
  const tree = (prefix: string, size: number) =>
    Array.from({ length: size }, (_, n) => ({
      id: `${prefix}${String(n)}`,
      parentId: n > 0 && random() < 0.7 ? `${prefix}${String(count(n))}` : null,
    })).sort(() => random() - 0.5);
  const departments = tree("d", 1 + count(8));
  const groups = tree("g", 1 + count(6));
  const roles = Array.from({ length: 1 + count(4) }, (_, n) => ({
    id: `r${String(n)}`,
    name: `Role ${String(n)}`,
    grants: Object.fromEntries(
      actions.flatMap((action) => (random() < 0.7 ? [[action, pick(random, scopes)] as const] : [])),
    ),
  }));
  const users = Array.from({ length: 1 + count(6) }, (_, n): RightsUser => ({
    id: `u${String(n)}`,
    state: random() < 0.9 ? "active" : pick(random, ["blocked", "deactivated", "suspended"] as const),
    departmentId: pick(random, departments).id,
    positionId: random() < 0.7 ? `p${String(count(3))}` : null,
    groupIds: groups.filter(() => random() < 0.3).map(({ id }) => id),
  }));
  const subject = (): Subject =>
    pick(random, [
      () => ({ type: "user", id: pick(random, users).id }) as const,
      () => ({ type: "department", id: pick(random, departments).id }) as const,
      () => ({ type: "position", id: `p${String(count(3))}` }) as const,
      () => ({ type: "group", id: pick(random, groups).id }) as const,
    ])();
  const assignments = Array.from({ length: count(12) }, (): Assignment => ({
    // now and then a role that is gone
    roleId: random() < 0.9 ? pick(random, roles).id : "r-gone",
    subject: subject(),
    until: pick(random, instants),
  }));
  return { facts: { departments, groups, roles, assignments }, users };
}

/** The rules again, as slowly and plainly as they can be said. */
function oracle(user: RightsUser, action: string, { departments, groups, roles, assignments }: RightsFacts): Scope {
  const isUnder = (nodes: RightsFacts["departments"], id: string, top: string): boolean => {
    if (id === top) return true;
    const parent = nodes.find((node) => node.id === id)?.parentId;
    return parent !== null && parent !== undefined && isUnder(nodes, parent, top);
  };
  if (user.state !== "active") return "none";
  let best = 0;
  for (const { roleId, subject, until } of assignments) {
    if (until !== null && Date.parse(until) <= Date.parse(at)) continue;
    const reached =
      (subject.type === "user" && subject.id === user.id) ||
      (subject.type === "position" && subject.id === user.positionId) ||
      (subject.type === "department" && isUnder(departments, user.departmentId, subject.id)) ||
      (subject.type === "group" && user.groupIds.some((id) => isUnder(groups, id, subject.id)));
    const scope = roles.find(({ id }) => id === roleId)?.grants[action] ?? "none";
    if (reached) best = Math.max(best, ["none", "own", "department", "any"].indexOf(scope));
  }
  return (["none", "own", "department", "any"] as const)[best] ?? "none";
}

test("effective grants and their explanation agree with a plain reading of the rules in 2000 random companies", () => {
  const seen = new Set<Scope>();
  for (let seed = 1; seed <= 2000; seed++) {
    const { facts, users } = randomCase(seededRandom(seed));
    for (const user of users) {
      const grants = effectiveGrants(user, facts, at);
      for (const action of actions) {
        const expected = oracle(user, action, facts);
        assert.equal(grants[action] ?? "none", expected, `seed ${String(seed)}, ${user.id}, ${action}`);
        seen.add(expected);
        const paths = explain(user, action, facts, at);
        if (user.state === "active") assert.equal(paths[0]?.scope ?? "none", expected);
        const order = paths.map(({ scope }) => scopes.indexOf(scope));
        assert.deepEqual(
          order,
          order.toSorted((a, b) => b - a),
        );
      }
    }
  }
  assert.equal(seen.size, 4, "the generator never made one of the scopes");
});

test("a tree with a loop ends, and reaches everybody in the loop", () => {
  const loop = [
    { id: "a", parentId: "b" },
    { id: "b", parentId: "a" },
  ];
  assert.deepEqual([...departmentSubtree(loop, "a")].sort(), ["a", "b"]);
  const user: RightsUser = { id: "u", state: "active", departmentId: "a", positionId: null, groupIds: [] };
  const assignments: Assignment[] = [{ roleId: "r", subject: { type: "department", id: "b" }, until: null }];
  assert.equal(assignmentsOf(user, { departments: loop, groups: [], roles: [], assignments }, at).length, 1);
});

test("a user without a position is not reached by an assignment to a position", () => {
  const user: RightsUser = { id: "u", state: "active", departmentId: "d", positionId: null, groupIds: [] };
  const assignments: Assignment[] = [{ roleId: "r", subject: { type: "position", id: "p" }, until: null }];
  assert.deepEqual(assignmentsOf(user, { departments: [], groups: [], roles: [], assignments }, at), []);
});

test("each scope covers the records it says, and those of the narrower ones", () => {
  const actor = { id: "u1" };
  const subtree = new Set(["d1", "d2"]);
  const records = {
    own: { ownerId: "u1", departmentId: "d9" },
    below: { ownerId: "u2", departmentId: "d2" },
    elsewhere: { ownerId: "u3", departmentId: "d9" },
    nobodys: { ownerId: null, departmentId: null },
  };
  const covered = (scope: Scope): readonly string[] =>
    Object.entries(records).flatMap(([name, record]) => (covers(scope, actor, subtree, record) ? [name] : []));
  assert.deepEqual(covered("none"), []);
  assert.deepEqual(covered("own"), ["own"]);
  assert.deepEqual(covered("department"), ["own", "below"]);
  assert.deepEqual(covered("any"), ["own", "below", "elsewhere", "nobodys"]);
});
