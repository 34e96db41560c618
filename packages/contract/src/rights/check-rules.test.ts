import assert from "node:assert/strict";
import { test } from "node:test";
import { type Catalogue, catalogueActions } from "./catalogue.ts";
import { defaultCatalogue } from "./default-catalogue.ts";
import { checkRules } from "./check-rules.ts";
import type { DepartmentScope } from "../session/session.ts";
import type { Scope } from "./scope.ts";

/** The catalogue of the contract with other scopes of one action, or without it. */
function withScopes(key: string, scopes: readonly Scope[] | null): Catalogue {
  const actions = catalogueActions(defaultCatalogue).flatMap((action) => {
    if (action.key !== key) return [action];
    return scopes === null ? [] : [{ ...action, scopes }];
  });
  return { sections: [{ id: "s", label: null, entities: [{ id: "e", label: null, actions }] }] };
}

test("a catalogue in which nobody could administer is refused, with the action that it lacks", () => {
  assert.doesNotThrow(() => checkRules({}));
  assert.doesNotThrow(() => checkRules({ catalogue: defaultCatalogue }));
  for (const key of ["role.manage", "user.manage"]) {
    const named = new RegExp(`^RangeError: .*${key}`);
    assert.throws(() => checkRules({ catalogue: withScopes(key, null) }), named);
    assert.throws(() => checkRules({ catalogue: withScopes(key, ["none", "own", "department"]) }), named);
    assert.doesNotThrow(() => checkRules({ catalogue: withScopes(key, ["none", "any"]) }));
  }
});

test("what the scope department covers is one of those that there are, and not the wider one by mistake", () => {
  for (const departmentScope of ["below", "same"] as const) assert.doesNotThrow(() => checkRules({ departmentScope }));
  for (const departmentScope of ["Same", "own", ""])
    assert.throws(() => checkRules({ departmentScope: departmentScope as DepartmentScope }), RangeError);
});
