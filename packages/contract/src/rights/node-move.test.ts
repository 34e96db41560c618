import assert from "node:assert/strict";
import { test } from "node:test";
import type { CrewError } from "../errors/crew-error.ts";
import { guardMoved, moveConcerns, type Mover, type NodeMove } from "./node-move.ts";
import { departmentSubtree, type RightsFacts } from "./rights.ts";
import type { Scope } from "./scope.ts";

type Grants = Readonly<Record<string, Scope>>;

const at = (parentOfMoved: string | null, grants: Grants = {}): RightsFacts => ({
  departments: [
    { id: "top", parentId: null },
    { id: "sales", parentId: "top" },
    { id: "moved", parentId: parentOfMoved },
  ],
  groups: [],
  roles: [{ id: "r", name: "R", grants }],
  assignments: [{ roleId: "r", subject: { type: "department", id: "sales" }, until: null }],
});

const mover = (grants: Grants, departmentId = "top"): Mover => ({
  user: { id: "me" },
  grants: { "org.manage": "any", ...grants },
  subtree: departmentSubtree(at(null).departments, departmentId),
});

const belowSales = (grants: Grants, from: string | null = null): NodeMove => ({
  node: { type: "department", id: "moved" },
  before: at(from, grants),
  after: at("sales", grants),
});

const manages: Grants = { "user.manage": "department" };
const refused = (error: unknown): boolean => (error as CrewError).code === "forbidden";

/** Judges the head of sales, whose own department the other one comes below. */
function judge(by: Mover, move: NodeMove, grants: Grants): void {
  guardMoved(by, move, moveConcerns(by, move), { departmentId: "sales", before: grants, after: grants });
}

test("nobody gives a colleague the people of a department that the mover does not reach with the same action", () => {
  const move = belowSales(manages);
  assert.throws(() => judge(mover({}), move, manages), refused);
  assert.throws(
    () => judge(mover({ "user.manage": "department" }), move, manages),
    refused,
    "it was beside, not below",
  );
  assert.throws(() => judge(mover({ "user.view": "any" }), move, manages), refused, "another action");
  assert.doesNotThrow(() => judge(mover({ "user.manage": "any" }), move, manages));
});

test("who reaches the department already may move it below a colleague's within their reach", () => {
  const by = { ...mover(manages), subtree: new Set(["top", "sales", "moved"]) };
  assert.doesNotThrow(() => judge(by, belowSales(manages, "top"), manages));
});

test("those whose scopes do not go by departments come to nobody by a move", () => {
  for (const scope of ["own", "any"] as const) {
    const grants: Grants = { "user.manage": scope };
    assert.doesNotThrow(() => judge(mover({ "user.manage": scope }), belowSales(grants), grants));
    assert.equal(moveConcerns(mover({ "user.manage": scope }), belowSales(grants)).above.size, 0);
  }
});

test("people of a moved department gain no role beyond the mover's rights", () => {
  const grants: Grants = { "contact.view": "own" };
  const move = belowSales(grants);
  const person = { departmentId: "moved", before: {}, after: grants };
  const [poor, rich] = [mover({}), mover({ "contact.view": "own" })];
  assert.equal(moveConcerns(poor, move).within, true);
  assert.throws(() => guardMoved(poor, move, moveConcerns(poor, move), person), refused);
  assert.equal(moveConcerns(rich, move).within, false);
});

test("where nothing new is above, and to who manages roles, a move is free", () => {
  const concerns = moveConcerns(mover({}), belowSales(manages, "sales"));
  assert.deepEqual(concerns, { within: false, above: new Set() });
  assert.deepEqual(moveConcerns(mover({ "role.manage": "any" }), belowSales(manages)), concerns);
});
