import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRights, type RightsFacts, type RightsUser } from "@crewdock/contract";
import { personRights, reasonsOf } from "./person-rights.ts";

const now = new Date("2026-11-22T12:00:00Z");
const soon = "2026-12-01T00:00:00Z";
const late = "2027-06-01T00:00:00Z";
const user: RightsUser = { id: "u", state: "active", departmentId: "east", positionId: "p", groupIds: [] };
const facts: RightsFacts = {
  departments: [
    { id: "sales", parentId: null },
    { id: "east", parentId: "sales" },
  ],
  groups: [],
  roles: [
    { id: "wide", name: "Wide", grants: { "deal.view": "any", "deal.edit": "department" } },
    { id: "narrow", name: "Narrow", grants: { "deal.view": "own" } },
    { id: "other", name: "Other", grants: { "task.view": "any" } },
  ],
  assignments: [
    { roleId: "narrow", subject: { type: "position", id: "p" }, until: null },
    { roleId: "wide", subject: { type: "department", id: "sales" }, until: soon },
    { roleId: "other", subject: { type: "user", id: "u" }, until: late },
  ],
};
const rights = compileRights(facts, now);

test("the path that decides comes first, roles that say nothing apart, and what is left after the end", () => {
  const { scope, paths, silent, afterwards } = reasonsOf(rights, user, "deal.view", now);
  assert.equal(scope, "any");
  assert.deepEqual(
    paths.map(({ roleName, through }) => [roleName, through]),
    [
      ["Wide", "east"],
      ["Narrow", "p"],
    ],
  );
  assert.deepEqual(
    silent.map(({ roleName }) => roleName),
    ["Other"],
  );
  assert.deepEqual(afterwards, { at: soon, scope: "own" });
});

test("on a later day what has ended is gone and counted as different from today", () => {
  const { grants, today, differs, roles } = personRights(rights, user, new Date(soon), now);
  assert.deepEqual([grants["deal.view"], today["deal.view"]], ["own", "any"]);
  assert.equal(differs, 2);
  assert.deepEqual(
    roles.map(({ roleName }) => roleName),
    ["Narrow", "Other"],
  );
});

test("only ends within a month are told, with how many rights get smaller", () => {
  const { ending } = personRights(rights, user, now, now);
  assert.deepEqual(ending, [{ roleName: "Wide", until: soon, narrowed: 2 }]);
});

test("an end that takes nothing says so", () => {
  const more = { roleId: "wide", subject: { type: "user", id: "u" }, until: null } as const;
  const { ending } = personRights(
    compileRights({ ...facts, assignments: [...facts.assignments, more] }, now),
    user,
    now,
    now,
  );
  assert.deepEqual(ending, [{ roleName: "Wide", until: soon, narrowed: 0 }]);
});

test("somebody blocked is told what they could do once active", () => {
  const blocked = { ...user, state: "blocked" } as const;
  assert.equal(personRights(rights, blocked, now, now).grants["deal.view"], "any");
  assert.equal(reasonsOf(rights, blocked, "deal.edit", now).scope, "department");
});
