import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../rights/default-catalogue.ts";
import { compileRights } from "../rights/compiled-rights.ts";
import type { RightsFacts } from "../rights/facts.ts";
import { unusedRights } from "../rights/unused-rights.ts";
import { type CountedUses, observedActions, rightUses } from "./right-uses.ts";
import { sampleCompany } from "../sample/index.ts";
import { standingRightsOf } from "../rights/user-rights.ts";

const now = new Date("2026-06-30T12:00:00.000Z");
const recorded = "2026-01-01T00:00:00.000Z";
const granted = "2026-05-01T00:00:00.000Z";

const roles = [
  { id: "a", name: "A", grants: { "deal.view": "own", "deal.edit": "own" } },
  { id: "b", name: "B", grants: { "deal.view": "any", "deal.edit": "none", "deal.fly": "any" } },
] as const;
const facts: RightsFacts = { departments: [], groups: [], assignments: [], roles, catalogue: defaultCatalogue };
const observed = new Map(["deal.view", "deal.edit", "deal.fly"].map((action) => [action, recorded]));

test("each observed action that a role grants has an item, with all who have the role and used it", () => {
  const counted: readonly CountedUses[] = [
    { roleIds: ["a"], action: "deal.view", users: 2, lastUsedAt: "2026-06-02T00:00:00.000Z" },
    { roleIds: ["a", "b", "gone"], action: "deal.view", users: 1, lastUsedAt: "2026-06-01T00:00:00.000Z" },
    { roleIds: ["b"], action: "deal.edit", users: 5, lastUsedAt: "2026-06-03T00:00:00.000Z" },
  ];
  const times = {
    observed,
    grantedSince: (_role: string, action: string) => (action === "deal.edit" ? granted : undefined),
  };
  assert.deepEqual(rightUses(compileRights(facts, now), times, counted), [
    { roleId: "a", action: "deal.view", since: recorded, users: 3, lastUsedAt: "2026-06-02T00:00:00.000Z" },
    { roleId: "a", action: "deal.edit", since: granted, users: 0, lastUsedAt: null },
    { roleId: "b", action: "deal.view", since: recorded, users: 1, lastUsedAt: "2026-06-01T00:00:00.000Z" },
  ]);
});

test("an action that was recorded later than it was granted is known from then on", () => {
  const times = { observed: new Map([["deal.view", granted]]), grantedSince: () => recorded };
  assert.deepEqual(
    rightUses(compileRights(facts, now), times, []).map(({ since }) => since),
    [granted, granted],
  );
});

test("the contract sees every use of what it carries out itself, and of nothing that hosts do as well", () => {
  const actions = observedActions(defaultCatalogue);
  assert.deepEqual(actions, [
    "call.view",
    "call.recording.listen",
    "call.recording.delete",
    "number.manage",
    "user.view",
    "user.manage",
    "org.manage",
    "role.view",
    "role.manage",
    "security.view",
    "security.manage",
    "audit.view",
  ]);
});

test("the sample company has rights that lie idle in each role but that of administrators", () => {
  const { users, roles: own, catalogue, organisation, assignments, uses } = sampleCompany({ now });
  const { departments, groups } = organisation;
  const rights = compileRights({ departments, groups, roles: own, assignments, catalogue }, now);
  const counted = uses.uses.map(({ userId, action, at }): CountedUses => {
    const user = users.find(({ id }) => id === userId)!;
    return { roleIds: standingRightsOf(rights, user).row.roleIds, action, users: 1, lastUsedAt: at };
  });
  const actions = [...uses.observes, ...observedActions(catalogue)];
  const times = { observed: new Map(actions.map((action) => [action, uses.since])), grantedSince: () => undefined };
  assert.deepEqual(unusedRights(rightUses(rights, times, counted), own, catalogue, now).idle, [
    {
      roleId: "r-executive",
      actions: ["contact.delete", "company.delete", "task.delete", "task.export", "audit.view"],
    },
    { roleId: "r-head", actions: ["company.delete", "company.export", "task.export"] },
    { roleId: "r-manager", actions: ["company.create"] },
  ]);
});
