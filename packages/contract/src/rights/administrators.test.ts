import assert from "node:assert/strict";
import { test } from "node:test";
import type { Assignment } from "../assignments/assignment.ts";
import { isCrewError } from "../errors/crew-error.ts";
import { guardAdministrators, isAdministrator, roleUserCount } from "./administrators.ts";
import type { RightsFacts, RightsUser } from "./rights.ts";

const at = "2026-03-01T12:00:00.000Z";
const user = (id: string, state: RightsUser["state"] = "active"): RightsUser => ({
  id,
  state,
  departmentId: "d",
  positionId: null,
  groupIds: [],
});
const admin = { id: "admin", name: "A", grants: { "role.manage": "any", "user.manage": "any" } } as const;
const facts = (...userIds: string[]): RightsFacts => ({
  departments: [],
  groups: [],
  roles: [admin],
  assignments: userIds.map((id): Assignment => ({ roleId: "admin", subject: { type: "user", id }, until: null })),
});
const code = (expected: string) => (error: unknown) => isCrewError(error) && error.code === expected;
const users = [user("u1"), user("u2")];

test("only who manages all users and all roles is an administrator, and only while active", () => {
  assert.ok(isAdministrator(user("u1"), facts("u1"), at));
  assert.ok(!isAdministrator(user("u1", "blocked"), facts("u1"), at));
  assert.ok(!isAdministrator(user("u2"), facts("u1"), at));
  const half = { ...admin, grants: { "role.manage": "any", "user.manage": "department" } } as const;
  assert.ok(!isAdministrator(user("u1"), { ...facts("u1"), roles: [half] }, at));
});

test("taking the rights of the last administrator is stopped, of oneself too, of another is not", () => {
  const guard = (after: string[], actor: string): void =>
    guardAdministrators({ users, facts: facts("u1", "u2") }, { users, facts: facts(...after) }, actor, at);
  assert.throws(() => guard([], "u1"), code("last_admin"));
  assert.throws(() => guard(["u2"], "u1"), code("lockout_prevented"));
  assert.doesNotThrow(() => guard(["u1"], "u1"));
});

test("a company that never had an administrator is not stopped from anything", () => {
  assert.doesNotThrow(() => guardAdministrators({ users, facts: facts() }, { users, facts: facts() }, "u1", at));
});

test("a role counts each active user once, however many ways it comes", () => {
  const many: RightsFacts = {
    ...facts("u1", "u2", "u3"),
    assignments: [
      ...facts("u1", "u2", "u3").assignments,
      { roleId: "admin", subject: { type: "department", id: "d" }, until: null },
    ],
  };
  assert.equal(roleUserCount("admin", [user("u1"), user("u2"), user("u3", "blocked")], many, at), 2);
  assert.equal(roleUserCount("other", users, many, at), 0);
});
