import assert from "node:assert/strict";
import { test } from "node:test";
import type { Subject } from "../assignments/assignment.ts";
import { pick, seededRandom } from "../sample/random.ts";
import { type RandomOrganisation, randomOrganisation } from "../sample/random-organisation.ts";
import { type CompiledRights, compileRights } from "./compiled-rights.ts";
import type { ExpectationSubject, RightsExpectation } from "./expectation.ts";
import { breachesOf, breachQuery, indexExpectations } from "./expectation-breaches.ts";
import type { RightsFacts, RightsUser } from "./facts.ts";
import { scopes } from "./scope.ts";
import type { TreeNode } from "./tree.ts";
import { standingRightsOf } from "./user-rights.ts";

const now = new Date("2026-03-01T12:00:00.000Z");

/** Whether one goes through `top` on the way up from a node. */
function isUnder(nodes: readonly TreeNode[], id: string, top: string, steps = nodes.length + 1): boolean {
  if (id === top) return true;
  const parent = nodes.find((node) => node.id === id)?.parentId;
  return typeof parent === "string" && steps > 0 && isUnder(nodes, parent, top, steps - 1);
}

function standsFor({ departments, groups }: RightsFacts, { type, id }: Subject, user: RightsUser): boolean {
  if (type === "user") return user.id === id;
  if (type === "position") return user.positionId === id;
  if (type === "department") return isUnder(departments, user.departmentId, id);
  return user.groupIds.some((groupId) => isUnder(groups, groupId, id));
}

function concerns(facts: RightsFacts, { type, id }: ExpectationSubject, user: RightsUser): boolean {
  if (type !== "role") return standsFor(facts, { type, id }, user);
  return facts.assignments.some(
    ({ roleId, subject, until }) =>
      roleId === id && (until === null || new Date(until) > now) && standsFor(facts, subject, user),
  );
}

function plainExcess(rights: CompiledRights, expectation: RightsExpectation, user: RightsUser): number {
  const { subject, action, bound, scope } = expectation;
  if (user.state === "blocked" || user.state === "deactivated") return 0;
  if (!concerns(rights.facts, subject, user)) return 0;
  const beyond = scopes.indexOf(standingRightsOf(rights, user).scopeOf(action)) - scopes.indexOf(scope);
  return Math.max(0, bound === "at_most" ? beyond : -beyond);
}

/** What a database would answer to the question. */
function isFound(rights: CompiledRights, expectation: RightsExpectation, user: RightsUser): boolean {
  if (user.state !== "active" && user.state !== "suspended") return false;
  const { of, granted, brokenBy } = breachQuery(rights, expectation);
  const isOneOf = (subjects: readonly Subject[]): boolean =>
    subjects.some((subject) => standsFor(rights.facts, subject, user));
  return isOneOf(of) && isOneOf(granted) === (brokenBy === "granted");
}

function randomExpectation(random: () => number, { facts, users, actions }: RandomOrganisation): RightsExpectation {
  const subjects: readonly ExpectationSubject[] = [
    { type: "user", id: pick(random, users).id },
    { type: "position", id: `p${String(Math.floor(random() * 3))}` },
    { type: "department", id: pick(random, facts.departments).id },
    { type: "group", id: facts.groups[0]?.id ?? "g-none" },
    { type: "role", id: pick(random, facts.roles).id },
  ];
  return {
    id: String(random()),
    subject: pick(random, subjects),
    action: random() < 0.95 ? pick(random, actions) : "deal.fly",
    bound: random() < 0.5 ? "at_most" : "at_least",
    scope: pick(random, scopes),
    note: null,
  };
}

test("in organisations by chance exactly those break a sentence whom its words mean, and a query finds them", () => {
  const random = seededRandom(4);
  let broken = 0;
  for (let round = 0; round < 20_000; round++) {
    const organisation = randomOrganisation(random, now);
    const rights = compileRights(organisation.facts, now);
    const expectations = [randomExpectation(random, organisation), randomExpectation(random, organisation)];
    const index = indexExpectations(expectations);
    for (const user of organisation.users) {
      const breaches = breachesOf(rights, index, user);
      for (const expectation of expectations) {
        const excess = plainExcess(rights, expectation, user);
        const shown = (): string => JSON.stringify({ round, expectation, user, facts: organisation.facts });
        assert.equal(breaches.get(expectation) ?? 0, excess, shown());
        assert.equal(isFound(rights, expectation, user), excess > 0, shown());
        if (excess > 0) broken++;
      }
    }
  }
  assert.ok(broken > 10_000, `only ${String(broken)} of the sentences were broken`);
});
