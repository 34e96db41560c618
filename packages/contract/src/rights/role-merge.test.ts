import assert from "node:assert/strict";
import { test } from "node:test";
import type { Role } from "../roles/role.ts";
import { pick, seededRandom } from "../sample/random.ts";
import type { Catalogue } from "./catalogue.ts";
import { defaultCatalogue } from "./default-catalogue.ts";
import type { Grants } from "./facts.ts";
import { type RoleFile, roleFileOf } from "./role-file.ts";
import { mergedRole, mergeRoleFile, type MergedRole, type RoleDifference, sideOf } from "./role-merge.ts";
import { scopes } from "./scope.ts";

const at = new Date("2026-03-01T12:00:00.000Z");
const role = (id: string, grants: Grants, more: Partial<Role> = {}): Role => ({
  id,
  version: "1",
  name: `Role ${id}`,
  description: null,
  grants,
  userCount: 3,
  updatedAt: at.toISOString(),
  ...more,
});
const exported = roleFileOf([role("a", { "deal.view": "own", "deal.edit": "own" })], at);

/** The file with other grants, or another name, in its only role. */
const edited = (more: Partial<RoleFile["roles"][number]>, file: RoleFile = exported): RoleFile => ({
  ...file,
  roles: file.roles.map((entry) => ({ ...entry, ...more })),
});
function merge(file: RoleFile, now: readonly Role[], catalogue: Catalogue = defaultCatalogue): MergedRole {
  const [first] = mergeRoleFile(file, now, catalogue);
  assert.ok(first);
  return first;
}
const ours = (difference: RoleDifference) => sideOf(difference) ?? "ours";
const theirs = (difference: RoleDifference) => sideOf(difference) ?? "theirs";
const brief = ({ differences }: MergedRole) =>
  differences.map((each) => [each.kind === "grant" ? each.action : each.kind, each.by, each.ours, each.theirs]);

test("a file that nobody touched changes nothing, whatever has changed here since", () => {
  const now = role("a", { "deal.view": "any" }, { version: "2", name: "Renamed" });
  const merged = merge(exported, [now]);
  assert.deepEqual([merged.state, merged.edited], ["same", false]);
  assert.deepEqual(mergedRole(merged, ours), { name: "Renamed", description: null, grants: { "deal.view": "any" } });
});

test("what the file changed is taken over, what changed here stays", () => {
  const merged = merge(edited({ grants: { "deal.view": "own", "deal.edit": "department" } }), [
    role("a", { "deal.view": "any", "deal.edit": "own", "task.view": "own" }),
  ]);
  assert.equal(merged.state, "changed");
  assert.deepEqual(brief(merged), [
    ["deal.view", "theirs", "own", "any"],
    ["deal.edit", "ours", "department", "own"],
    ["task.view", "theirs", "none", "own"],
  ]);
  assert.deepEqual(mergedRole(merged, ours).grants, {
    "deal.view": "any",
    "deal.edit": "department",
    "task.view": "own",
  });
});

test("what both changed differently waits for a decision, what both changed alike does not", () => {
  const merged = merge(edited({ name: "File", grants: { "deal.view": "department" } }), [
    role("a", { "deal.view": "any" }, { name: "Here" }),
  ]);
  assert.deepEqual(brief(merged), [
    ["name", "both", "File", "Here"],
    ["deal.view", "both", "department", "any"],
  ]);
  assert.deepEqual(mergedRole(merged, ours), {
    name: "File",
    description: null,
    grants: { "deal.view": "department" },
  });
  assert.deepEqual(mergedRole(merged, theirs), { name: "Here", description: null, grants: { "deal.view": "any" } });
});

test("an action or scope that this CRM does not know is told and left out, and one that both have is left alone", () => {
  const grants = { "deal.view": "own", "deal.create": "own", "ship.sail": "any", "old.one": "any" } as const;
  const merged = merge(edited({ grants }), [role("a", { "deal.view": "own", "deal.edit": "own", "old.one": "any" })]);
  assert.deepEqual(merged.unknown, [
    { action: "deal.create", scope: "own", lacks: "scope" },
    { action: "ship.sail", scope: "any", lacks: "action" },
  ]);
  assert.deepEqual(mergedRole(merged, ours).grants, { "deal.view": "own", "old.one": "any" });
  const fresh = merge(edited({ id: null, base: null, grants }), []);
  assert.deepEqual(mergedRole(fresh, ours).grants, { "deal.view": "own" });
});

test("a role that is gone stays so unless the file changed it: then somebody decides", () => {
  assert.deepEqual(
    [exported, edited({ grants: {} })].map((file) => {
      const { state, edited: touched } = merge(file, []);
      return [state, touched];
    }),
    [
      ["gone", false],
      ["gone", true],
    ],
  );
});

test("a role that was never here is new, unless one has its name: then every difference is to be decided", () => {
  const byHand = edited({ id: null, base: null });
  assert.equal(merge(byHand, []).state, "new");
  const merged = merge(byHand, [role("b", { "deal.view": "any" }, { name: " role A " })]);
  assert.deepEqual([merged.matched, merged.state, merged.theirs?.id], ["name", "changed", "b"]);
  assert.ok(merged.differences.length > 0 && merged.differences.every(({ by }) => by === "both"));
});

test("what another CRM exported is no base for a role of the same name here", () => {
  const merged = merge(exported, [role("other", { "deal.view": "any", "deal.edit": "own" }, { name: "Role a" })]);
  assert.deepEqual(brief(merged), [["deal.view", "both", "own", "any"]]);
});

test("a name that another role has by now is told", () => {
  const both = [role("a", { "deal.view": "own", "deal.edit": "own" }), role("b", {}, { name: "Taken" })];
  assert.equal(merge(edited({ name: "taken" }), both).nameTakenBy, "b");
  assert.equal(merge(exported, both).nameTakenBy, null);
  const file = roleFileOf(both, at);
  const [a, b] = mergeRoleFile(file, [role("b", {}, { name: "Role a" })], defaultCatalogue);
  assert.deepEqual([a?.state, a?.nameTakenBy, b?.matched], ["gone", "b", "id"], "b is spoken for by its id");
});

test("a description that is empty and none are the same", () => {
  assert.deepEqual(merge(edited({ description: "" }), [role("a", exported.roles[0]!.grants)]).differences, []);
});

test("over random versions every action comes out as the three of it say", () => {
  const random = seededRandom(11);
  const actions = ["contact.view", "deal.view", "deal.edit", "task.view", "toString"];
  const grants = (): Grants => Object.fromEntries(actions.map((action) => [action, pick(random, scopes)]));
  for (let round = 0; round < 5000; round++) {
    const [was, file, here] = [grants(), grants(), grants()];
    const merged = merge(edited({ grants: file }, roleFileOf([role("a", was)], at)), [role("a", here)]);
    const result = mergedRole(merged, ours).grants;
    const kept = mergedRole(merged, theirs).grants;
    for (const action of actions) {
      const [o, f, h] = [was, file, here].map((each) => each[action] ?? "none");
      const known = action !== "toString" || f === "none"; // to take away what the catalogue lacks is no trouble
      const merge3 = (clash: string | undefined) => (f === h || f === o || !known ? h : h === o ? f : clash);
      const scope = (of: Grants) => (Object.hasOwn(of, action) ? of[action] : "none");
      assert.equal(scope(result), merge3(f), `${action}: ${o} ${f} ${h}`);
      assert.equal(scope(kept), merge3(h));
    }
    const open = merged.differences.some((each) => sideOf(each) !== "theirs");
    assert.equal(merged.state, open ? "changed" : "same");
    assert.equal(
      mergeRoleFile(roleFileOf([role("a", result)], at), [role("a", result)], defaultCatalogue)[0]?.state,
      "same",
    );
  }
});
