import assert from "node:assert/strict";
import { test } from "node:test";
import { isCrewError } from "../errors/crew-error.ts";
import { fromProblem, toProblem } from "../errors/problem.ts";
import { defaultCatalogue } from "./default-catalogue.ts";
import { compileRights, type CompiledRights } from "./compiled-rights.ts";
import type { BrokenExpectation, RightsExpectation } from "./expectation.ts";
import { breachesOf, excessOfRole, indexExpectations, standingOf } from "./expectation-breaches.ts";
import { expectationErrors } from "./expectation-errors.ts";
import { ExpectationGuard } from "./expectation-guard.ts";
import type { Grants, RightsFacts, RightsUser } from "./facts.ts";

const noon = new Date("2026-03-01T12:00:00.000Z");

const sentence = (more: Partial<RightsExpectation> = {}): RightsExpectation => ({
  id: "e-1",
  subject: { type: "role", id: "r-manager" },
  action: "contact.export",
  bound: "at_most",
  scope: "none",
  note: null,
  ...more,
});

const mayNot = sentence();

const person = (id: string, more: Partial<RightsUser> = {}): RightsUser => ({
  id,
  state: "active",
  departmentId: "d-east",
  positionId: null,
  groupIds: [],
  ...more,
});

function company(manager: Grants, assignments: RightsFacts["assignments"] = given("u-1")): CompiledRights {
  const roles = [
    { id: "r-manager", name: "Manager", grants: manager },
    { id: "r-exporter", name: "Exporter", grants: { "contact.export": "any" } as const },
  ];
  const departments = [
    { id: "d-sales", parentId: null },
    { id: "d-east", parentId: "d-sales" },
  ];
  return compileRights({ departments, groups: [{ id: "g", parentId: null }], roles, assignments }, noon);
}

function given(...ids: readonly string[]): RightsFacts["assignments"] {
  return ids.map((id) => ({ roleId: "r-manager", subject: { type: "user", id }, until: null }));
}

const exporter = (id: string, until: string | null = null): RightsFacts["assignments"][number] => ({
  roleId: "r-exporter",
  subject: { type: "user", id },
  until,
});

function breaks(rights: CompiledRights, expectation: RightsExpectation, user: RightsUser): number {
  return breachesOf(rights, indexExpectations([expectation]), user).get(expectation) ?? 0;
}

function refusedFor(run: () => void): readonly BrokenExpectation[] {
  try {
    run();
  } catch (error) {
    assert.ok(isCrewError(error));
    assert.equal(error.code, "expectation_broken");
    return error.broken;
  }
  return [];
}

test("people keep or break a sentence by all their roles together", () => {
  const rights = company({ "contact.view": "own" }, [...given("u-1", "u-2"), exporter("u-2")]);
  assert.equal(breaks(rights, mayNot, person("u-1")), 0);
  assert.equal(breaks(rights, mayNot, person("u-2")), 3);
  assert.equal(standingOf(rights, person("u-2"), "contact.export").path?.roleId, "r-exporter");
  assert.equal(breaks(rights, mayNot, person("u-3")), 0, "not a manager");
});

test("at least asks for a scope, and tells of nobody's path where none leads there", () => {
  const must = sentence({ action: "contact.view", bound: "at_least", scope: "department" });
  assert.equal(breaks(company({ "contact.view": "own" }), must, person("u-1")), 1);
  assert.equal(breaks(company({ "contact.view": "any" }), must, person("u-1")), 0);
  const bare = company({}, []);
  const everybody = { ...must, subject: { type: "department", id: "d-sales" } } as const;
  assert.equal(breaks(bare, everybody, person("u-1")), 2);
  assert.deepEqual(standingOf(bare, person("u-1"), "contact.view"), { scope: "none", path: null });
});

test("a sentence of a department is about those below it, of a position about its holders alone", () => {
  const rights = company({ "contact.export": "own" });
  const about = (type: "department" | "position" | "group", id: string): number =>
    breaks(rights, { ...mayNot, subject: { type, id } }, person("u-1", { positionId: "p", groupIds: ["g"] }));
  assert.deepEqual(
    [about("department", "d-sales"), about("department", "d-west"), about("position", "p"), about("group", "g")],
    [1, 0, 1, 1],
  );
});

test("who is suspended comes back by themselves and counts, who is blocked or deactivated does not", () => {
  const rights = company({ "contact.export": "any" });
  const of = (state: RightsUser["state"]): number => breaks(rights, mayNot, person("u-1", { state }));
  assert.deepEqual(
    ["active", "suspended", "blocked", "deactivated"].map((state) => of(state as "active")),
    [3, 3, 0, 0],
  );
});

test("a role that grants too much breaks its sentence while nobody has it, one that lacks something does not", () => {
  const rights = company({ "contact.export": "own" }, []);
  assert.equal(excessOfRole(rights, mayNot), 1);
  assert.ok(excessOfRole(rights, sentence({ action: "deal.view", bound: "at_least", scope: "own" })) <= 0);
  assert.ok(excessOfRole(rights, { ...mayNot, subject: { type: "position", id: "r-manager" } }) <= 0);
});

test("a change is refused with the sentence and the people who would come to break it", () => {
  const [before, after] = [company({}), company({ "contact.export": "own" })];
  const broken = refusedFor(() => {
    const guard = new ExpectationGuard([mayNot], before, after);
    for (const id of ["u-1", "u-2"]) guard.look(person(id), person(id));
    guard.refuse();
  });
  assert.deepEqual(broken, [{ expectation: mayNot, count: 1, userIds: ["u-1"] }]);
  const alone = refusedFor(() => new ExpectationGuard([mayNot], before, after).refuse());
  assert.deepEqual(alone, [{ expectation: mayNot, count: 0, userIds: [] }], "the role by itself");
});

test("a sentence that is broken already stands only in the way of what breaks it by more", () => {
  const rights = (scope: "own" | "department" | "any"): CompiledRights => company({ "contact.export": scope });
  const judge = (before: CompiledRights, after: CompiledRights, was: RightsUser | null, is: RightsUser): number =>
    refusedFor(() => {
      const guard = new ExpectationGuard([mayNot], before, after);
      guard.look(was, is);
      guard.refuse();
    }).length;
  const one = person("u-1");
  assert.equal(judge(rights("department"), rights("department"), one, person("u-1", { departmentId: "d-sales" })), 0);
  assert.equal(judge(rights("department"), rights("own"), one, one), 0, "better");
  assert.equal(judge(rights("department"), rights("any"), one, one), 1, "worse");
  assert.equal(judge(rights("own"), rights("own"), null, one), 1, "somebody new");
  assert.equal(judge(rights("own"), rights("own"), person("u-1", { state: "blocked" }), one), 1, "back again");
  assert.equal(judge(rights("own"), rights("own"), one, person("u-1", { state: "blocked" })), 0);
});

test("what an end date broke does not block other work", () => {
  const assignments = [...given("u-1"), exporter("u-1", "2026-03-01T11:00:00.000Z")];
  const must = sentence({ bound: "at_least", scope: "any" });
  const rights = company({}, assignments);
  assert.equal(breaks(rights, must, person("u-1")), 3);
  const guard = new ExpectationGuard([must], rights, company({ "deal.view": "own" }, assignments));
  guard.look(person("u-1"), person("u-1"));
  guard.refuse();
});

test("sentences that cannot be kept are told with their place", () => {
  const wrong = [
    mayNot,
    { ...mayNot, id: "e-2", note: "Again" },
    { ...mayNot, bound: "at_least" } as const,
    sentence({ id: "e-4", action: "contact.fly" }),
    sentence({ id: "e-5", action: "contact.create", scope: "own" }),
    sentence({ id: "e-6", action: "deal.view", scope: "any" }),
    sentence({ id: "e-7", action: "deal.edit", subject: { type: "role", id: "r-gone" } }),
  ];
  const told = expectationErrors(wrong, defaultCatalogue, ({ id }) => id !== "r-gone");
  assert.deepEqual(
    told.map(({ pointer, code }) => `${pointer} ${code}`),
    [
      "/expectations/1 duplicate",
      "/expectations/2/id duplicate",
      "/expectations/2/scope not_allowed",
      "/expectations/3/action invalid_option",
      "/expectations/4/scope invalid_option",
      "/expectations/5/scope not_allowed",
      "/expectations/6/subject/id not_found",
    ],
  );
});

test("the sentences travel with the problem", () => {
  const guard = new ExpectationGuard([mayNot], company({}), company({ "contact.export": "own" }));
  try {
    guard.refuse();
    assert.fail("passed");
  } catch (error) {
    assert.ok(isCrewError(error));
    assert.deepEqual(fromProblem(toProblem(error)).broken, error.broken);
    assert.equal(error.retryable, false);
  }
});
