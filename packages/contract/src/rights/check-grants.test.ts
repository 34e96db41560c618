import assert from "node:assert/strict";
import { test } from "node:test";
import { startingRoles } from "../sample/roles.data.ts";
import { defaultCatalogue } from "./default-catalogue.ts";
import { grantErrors, isWithin } from "./check-grants.ts";

test("the starting roles keep the catalogue's rules", () => {
  for (const { name, grants } of startingRoles) assert.deepEqual(grantErrors(grants, defaultCatalogue), [], name);
});

test("an unknown action and a scope that the action lacks are no options", () => {
  assert.deepEqual(grantErrors({ "a/b~c": "any", "org.manage": "own" }, defaultCatalogue), [
    { pointer: "/grants/a~1b~0c", code: "invalid_option" },
    { pointer: "/grants/org.manage", code: "invalid_option" },
  ]);
});

test("editing farther than one sees is not allowed, creating needs seeing in any scope", () => {
  assert.deepEqual(grantErrors({ "deal.view": "own", "deal.edit": "department" }, defaultCatalogue), [
    { pointer: "/grants/deal.edit", code: "not_allowed", params: { requires: "deal.view" } },
  ]);
  assert.deepEqual(grantErrors({ "deal.view": "own", "deal.create": "any" }, defaultCatalogue), []);
  assert.equal(grantErrors({ "deal.create": "any" }, defaultCatalogue).length, 1);
  assert.deepEqual(grantErrors({ "deal.edit": "none" }, defaultCatalogue), []);
});

test("what a role has had stays, whatever the catalogue has become, until it is changed", () => {
  const former = { "deal.fly": "own", "org.manage": "own", "deal.view": "own", "deal.edit": "any" } as const;
  assert.deepEqual(grantErrors({ ...former, "contact.view": "own" }, defaultCatalogue, former), []);
  assert.deepEqual(grantErrors({ ...former, "deal.fly": "any" }, defaultCatalogue, former), [
    { pointer: "/grants/deal.fly", code: "invalid_option" },
  ]);
  for (const changed of [{ "deal.edit": "department" }, { "deal.view": "none" }] as const)
    assert.deepEqual(grantErrors({ ...former, ...changed }, defaultCatalogue, former), [
      { pointer: "/grants/deal.edit", code: "not_allowed", params: { requires: "deal.view" } },
    ]);
});

test("grants are within others when none reaches farther", () => {
  assert.ok(isWithin({ "call.view": "own" }, { "call.view": "department" }));
  assert.ok(isWithin({ "deal.view": "none" }, {}));
  assert.ok(!isWithin({ "call.view": "any" }, { "call.view": "department" }));
  assert.ok(!isWithin({ "deal.view": "own" }, {}));
});
