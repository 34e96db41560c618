import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRights } from "../rights/compiled-rights.ts";
import type { Grants } from "../rights/facts.ts";
import { rightsOf, type UserRights } from "../rights/user-rights.ts";
import { type EventFacts, isToldOf } from "./event-readers.ts";

const reader = (grants: Grants): UserRights => {
  const facts = {
    departments: [
      { id: "d1", parentId: null },
      { id: "d2", parentId: "d1" },
    ],
    groups: [],
    roles: [{ id: "r", name: "R", grants }],
    assignments: [{ roleId: "r", subject: { type: "user", id: "me" } as const, until: null }],
  };
  const me = { id: "me", state: "active", departmentId: "d1", positionId: null, groupIds: [] } as const;
  return rightsOf(compileRights(facts, new Date(0)), me);
};
const event = (more: Partial<EventFacts>): EventFacts => ({
  type: "user.changed",
  id: "u",
  ownerId: "u",
  departmentIds: [],
  ...more,
});
const inDepartment = reader({ "user.view": "department" });

test("only those whose scope covers the record are told, and where it came from counts too", () => {
  assert.equal(isToldOf(event({ departmentIds: ["d2"] }), inDepartment), true);
  assert.equal(isToldOf(event({ departmentIds: ["d9"] }), inDepartment), false);
  assert.equal(isToldOf(event({ departmentIds: ["d9", "d1"] }), inDepartment), true);
  assert.equal(isToldOf(event({ departmentIds: ["d9"] }), reader({ "user.view": "any" })), true);
  assert.equal(isToldOf(event({ departmentIds: ["d1"] }), reader({})), false);
  assert.equal(isToldOf(event({}), inDepartment), false, "in no department");
});

test("the owner is told whatever they may see", () => {
  assert.equal(isToldOf(event({ ownerId: "me", departmentIds: ["d9"] }), reader({})), true);
});

test("what is nobody's is told to who has the right in any scope, the organisation to everybody", () => {
  const nobodys = event({ type: "role.changed", ownerId: null });
  assert.equal(isToldOf(nobodys, reader({ "role.view": "any" })), true);
  assert.equal(isToldOf(nobodys, reader({ "user.view": "any" })), false);
  assert.equal(isToldOf(event({ type: "org.changed", ownerId: null }), reader({})), true);
});

test("changed rights are told to the one who has them, or to everybody when it is about many", () => {
  const rights = event({ type: "rights.changed", departmentIds: ["d1"] });
  assert.equal(isToldOf(rights, reader({ "role.manage": "any", "user.view": "any" })), false);
  assert.equal(isToldOf({ ...rights, id: null, ownerId: null }, reader({})), true);
});
