import assert from "node:assert/strict";
import { test } from "node:test";
import { allGrants } from "./all-grants.ts";
import { catalogueActions } from "./catalogue.ts";
import { defaultCatalogue } from "./default-catalogue.ts";
import { grantErrors } from "./check-grants.ts";

test("all grants name every action, each at a scope that the catalogue has, and may be stored as a role", () => {
  const grants = allGrants(defaultCatalogue);
  assert.equal(Object.keys(grants).length, catalogueActions(defaultCatalogue).length);
  assert.deepEqual(grantErrors(grants, defaultCatalogue), []);
  assert.equal(grants["role.manage"], "any");
});

test("an action without the scope any is given at the widest that it has", () => {
  const action = {
    key: "note.view",
    label: null,
    scopes: ["none", "own", "department"],
    requires: [],
    meaning: null,
  } as const;
  const entities = [{ id: "note", label: null, actions: [action] }];
  assert.deepEqual(allGrants({ sections: [{ id: "notes", label: null, entities }] }), { "note.view": "department" });
});
