import type { FieldError } from "../errors/crew-error.ts";
import { type Catalogue, catalogueActions } from "./catalogue.ts";
import type { Grants } from "./facts.ts";
import { compareScopes, type Scope } from "./scope.ts";

/**
 * What is wrong with the grants of a role, with pointers such as `/grants/deal.edit`: an action or scope that the
 * catalogue lacks is `invalid_option`; one that reaches farther than an action it requires is `not_allowed` with
 * `{ requires }`. A yes/no action needs those it requires in any scope.
 * @param former what the role has granted so far: what is left of that as it is may stay, though the catalogue have become
 *   another meanwhile
 */
export function grantErrors(grants: Grants, catalogue: Catalogue, former: Grants = {}): readonly FieldError[] {
  const actions = new Map(catalogueActions(catalogue).map((action) => [action.key, action]));
  return Object.entries(grants).flatMap(([key, scope]): FieldError[] => {
    const pointer = `/grants/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const action = actions.get(key);
    const stays = former[key] === scope;
    if (!action?.scopes.includes(scope)) return stays ? [] : [{ pointer, code: "invalid_option" }];
    if (scope === "none") return [];
    const needed: Scope = action.scopes.length === 2 ? "own" : scope;
    const missing = action.requires.find((required) => {
      const has = grants[required] ?? "none";
      return compareScopes(has, needed) < 0 && !(stays && has === (former[required] ?? "none"));
    });
    return missing === undefined ? [] : [{ pointer, code: "not_allowed", params: { requires: missing } }];
  });
}

/**
 * Whether no grant reaches farther than in `limit`. Who manages users without managing roles may give, and touch
 * the people who have, only what stays within the manager's own grants; or anybody could make themselves administrator.
 */
export function isWithin(grants: Grants, limit: Grants): boolean {
  return Object.entries(grants).every(([key, scope]) => compareScopes(scope, limit[key] ?? "none") <= 0);
}
