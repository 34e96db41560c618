import assert from "node:assert/strict";
import { test } from "node:test";
import type { Assignment } from "../assignments/assignment.ts";
import { isCrewError } from "../errors/crew-error.ts";
import {
  type Administration,
  administrationOf,
  guardAdministrators,
  isAdministrator,
  longestTenure,
  type PossibleAdministrator,
  type Tenure,
  tenureOf,
} from "./administrators.ts";
import { compileCompany, roleUserCounts } from "./company-rights.ts";
import { compileRights } from "./compiled-rights.ts";
import type { RightsFacts, RightsUser } from "./facts.ts";
import { rightsOf } from "./user-rights.ts";

const at = new Date("2026-03-01T12:00:00.000Z");
const user = (id: string, state: RightsUser["state"] = "active"): PossibleAdministrator => ({
  id,
  state,
  departmentId: "d",
  positionId: null,
  groupIds: [],
  joined: true,
});
const admin = { id: "admin", name: "A", grants: { "role.manage": "any", "user.manage": "any" } } as const;
const facts = (...userIds: string[]): RightsFacts => ({
  departments: [],
  groups: [],
  roles: [admin],
  assignments: userIds.map((id): Assignment => ({ roleId: "admin", subject: { type: "user", id }, until: null })),
});
const rights = (...userIds: string[]) => compileRights(facts(...userIds), at);
const code = (expected: string) => (error: unknown) => isCrewError(error) && error.code === expected;

test("only who manages all users and all roles is an administrator, and only while active", () => {
  assert.ok(isAdministrator(rightsOf(rights("u1"), user("u1"))));
  assert.ok(!isAdministrator(rightsOf(rights("u1"), user("u1", "blocked"))));
  assert.ok(!isAdministrator(rightsOf(rights("u1"), user("u2"))));
  const half = { ...admin, grants: { "role.manage": "any", "user.manage": "department" } } as const;
  assert.ok(!isAdministrator(rightsOf(compileRights({ ...facts("u1"), roles: [half] }, at), user("u1"))));
});

test("an administrator whose rights end by a date, in whole or in part, is not one for good", () => {
  const lasting = facts("u1").assignments;
  const until = "2026-03-01T12:00:02.000Z";
  const ends = lasting.map((assignment) => ({ ...assignment, until }));
  const of = (assignments: RightsFacts["assignments"], when = at) =>
    tenureOf(user("u1"), compileRights({ ...facts(), assignments }, when));
  assert.equal(of(lasting), "lasting");
  assert.equal(of(ends), "ending");
  assert.equal(of([...ends, ...lasting]), "lasting");
  assert.equal(of(ends, new Date(until)), "none");
  const roles = [
    { id: "admin", name: "A", grants: { "role.manage": "any" } },
    { id: "b", name: "B", grants: { "user.manage": "any" } },
  ] as const;
  const assignments = [...lasting, ...ends.map((assignment) => ({ ...assignment, roleId: "b" }))];
  assert.equal(tenureOf(user("u1"), compileRights({ ...facts(), roles, assignments }, at)), "ending");
});

test("a company is administered as long as its longest administrator", () => {
  assert.equal(longestTenure([user("u2"), user("u1")], rights("u1")), "lasting");
  assert.equal(longestTenure([user("u2"), user("u1", "suspended")], rights("u1")), "none");
  assert.equal(longestTenure([], rights("u1")), "none");
});

test("a company does not count on administrators who were invited and never came", () => {
  const invited = { ...user("u1"), joined: false };
  assert.equal(longestTenure([invited], rights("u1")), "none");
  assert.equal(longestTenure([invited, user("u2")], rights("u1", "u2")), "lasting");
});

const stands = (company: Tenure, actor: Tenure, actorActive = true): Administration => ({
  company,
  actor,
  actorActive,
});

test("no change may shorten the company's or the actor's administration", () => {
  const lasting = stands("lasting", "lasting");
  assert.throws(() => guardAdministrators(lasting, stands("none", "none", false)), code("last_admin"));
  assert.throws(() => guardAdministrators(lasting, stands("ending", "ending")), code("last_admin"));
  for (const actor of ["none", "ending"] as const)
    assert.throws(() => guardAdministrators(lasting, stands("lasting", actor)), code("lockout_prevented"));
  assert.doesNotThrow(() => guardAdministrators(lasting, lasting));
});

test("nobody blocks themselves, administrator or not", () => {
  const [before, after] = [user("u2"), user("u2", "blocked")].map((actor) =>
    administrationOf("lasting", actor, rights("u1")),
  );
  assert.throws(() => before && after && guardAdministrators(before, after), code("lockout_prevented"));
  const nobody = administrationOf("lasting", null, rights("u1"));
  assert.doesNotThrow(() => guardAdministrators(nobody, nobody));
});

test("who administers until a date goes on with it, and may make it last", () => {
  const ending = stands("ending", "ending");
  assert.doesNotThrow(() => guardAdministrators(ending, ending));
  assert.doesNotThrow(() => guardAdministrators(ending, stands("lasting", "lasting")));
  assert.throws(() => guardAdministrators(ending, stands("none", "none")), code("last_admin"));
});

test("a company that never had an administrator is not stopped from anything", () => {
  assert.doesNotThrow(() => guardAdministrators(stands("none", "none"), stands("none", "none")));
});

test("a role counts each active user once, however many ways it comes", () => {
  const many: RightsFacts = {
    ...facts("u1", "u2", "u3"),
    assignments: [
      ...facts("u1", "u2", "u3").assignments,
      { roleId: "admin", subject: { type: "department", id: "d" }, until: null },
    ],
  };
  const company = compileCompany(compileRights(many, at), [user("u1"), user("u2"), user("u3", "blocked")]);
  assert.deepEqual([...roleUserCounts(company)], [["admin", 2]]);
});
