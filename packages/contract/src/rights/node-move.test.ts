import assert from "node:assert/strict";
import { test } from "node:test";
import type { CrewError } from "../errors/crew-error.ts";
import type { Catalogue, CatalogueAction } from "./catalogue.ts";
import { compileRights } from "./compiled-rights.ts";
import type { Grants, RightsFacts } from "./facts.ts";
import { guardMoved, moveConcerns, type NodeMove } from "./node-move.ts";
import type { Scope } from "./scope.ts";
import { rightsOf, standingRightsOf, type UserRights } from "./user-rights.ts";

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

const now = new Date(0);

const mover = (grants: Grants, parentOfMoved: string | null = null): UserRights => {
  const roles = [{ id: "own", name: "Own", grants: { "org.manage": "any", ...grants } as const }];
  const assignments = [{ roleId: "own", subject: { type: "user", id: "me" } as const, until: null }];
  const me = { id: "me", state: "active", departmentId: "top", positionId: null, groupIds: [] } as const;
  return rightsOf(compileRights({ ...at(parentOfMoved), roles, assignments }, now), me);
};

const belowSales = (grants: Grants, from: string | null = null, more: Partial<RightsFacts> = {}): NodeMove => ({
  node: { type: "department", id: "moved" },
  before: compileRights({ ...at(from, grants), ...more }, now),
  after: compileRights({ ...at("sales", grants), ...more }, now),
});

const manages: Grants = { "user.manage": "department" };
const refused = (error: unknown): boolean => (error as CrewError).code === "forbidden";

/** Judges somebody of a department: the head of sales, whose own department the other one comes below, or another. */
function judge(by: UserRights, move: NodeMove, departmentId = "sales"): void {
  const user = { id: "u", state: "active", departmentId, positionId: null, groupIds: [] } as const;
  const person = { before: standingRightsOf(move.before, user), after: standingRightsOf(move.after, user) };
  guardMoved(by, move, moveConcerns(by, move), person);
}

test("nobody gives a colleague the people of a department that the mover does not reach with the same action", () => {
  const move = belowSales(manages);
  assert.throws(() => judge(mover({}), move), refused);
  assert.throws(() => judge(mover({ "user.manage": "department" }), move), refused, "it was beside, not below");
  assert.throws(() => judge(mover({ "user.view": "any" }), move), refused, "another action");
  assert.doesNotThrow(() => judge(mover({ "user.manage": "any" }), move));
});

test("who reaches the department already may move it below a colleague's within their reach", () => {
  const by = mover(manages, "top");
  assert.doesNotThrow(() => judge(by, belowSales(manages, "top")));
});

test("those whose scopes do not go by departments come to nobody by a move", () => {
  for (const scope of ["own", "any"] as const) {
    const grants: Grants = { "user.manage": scope };
    assert.doesNotThrow(() => judge(mover({ "user.manage": scope }), belowSales(grants)));
    assert.equal(moveConcerns(mover({ "user.manage": scope }), belowSales(grants)).above.size, 0);
  }
});

test("people of a moved department gain no role beyond the mover's rights", () => {
  const grants: Grants = { "contact.view": "own" };
  const move = belowSales(grants);
  const [poor, rich] = [mover({}), mover({ "contact.view": "own" })];
  assert.equal(moveConcerns(poor, move).within, true);
  assert.throws(() => judge(poor, move, "moved"), refused);
  assert.equal(moveConcerns(rich, move).within, false);
});

test("where nothing new is above, and to who manages roles, a move is free", () => {
  const concerns = moveConcerns(mover({}), belowSales(manages, "sales"));
  assert.deepEqual(concerns, { within: false, above: new Set() });
  assert.deepEqual(moveConcerns(mover({ "role.manage": "any" }), belowSales(manages)), concerns);
});

test("where the scope department means that department alone, a move brings nobody below anybody", () => {
  const move = belowSales(manages, null, { departmentScope: "same" });
  assert.equal(moveConcerns(mover({}), move).above.size, 0);
  assert.equal(moveConcerns(mover({}), belowSales(manages)).above.size, 2);
});

test("a move gives the reach that the catalogue leaves of roles, and hands out what roles say", () => {
  const action = (key: string, scopes: readonly Scope[]): CatalogueAction => ({
    key,
    label: null,
    scopes,
    meaning: null,
    requires: [],
  });
  const actions = [action("user.manage", ["none", "own", "department"]), action("org.manage", ["none", "any"])];
  const catalogue: Catalogue = { sections: [{ id: "s", label: null, entities: [{ id: "e", label: null, actions }] }] };
  const wide = { "user.manage": "any" } as const;
  const move = belowSales(wide, null, { catalogue });
  assert.deepEqual(moveConcerns(mover({}), move).above, new Set(["sales", "top"]));
  assert.throws(() => judge(mover({}), move), refused, "what says any reaches as far as department does");
  assert.doesNotThrow(() => judge(mover({ "user.manage": "any" }), move));
  const narrow = { "call.view": "any" } as const;
  const concerns = moveConcerns(mover({}), belowSales(narrow, null, { catalogue }));
  assert.deepEqual(concerns, { within: true, above: new Set() }, "the catalogue may have it later on");
});
