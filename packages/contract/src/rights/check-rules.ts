import { administering } from "./administrators.ts";
import { catalogueActions } from "./catalogue.ts";
import type { RightsRules } from "./facts.ts";

/**
 * Checks what holds for all roles, for a backend to call as it starts.
 * @throws RangeError for a catalogue without an action that administrators need: what it lacks is granted to nobody, so
 * nobody could give rights to anybody again; and for a `departmentScope` that there is not
 */
export function checkRules({ catalogue, departmentScope }: RightsRules): void {
  if (departmentScope !== undefined && departmentScope !== "below" && departmentScope !== "same")
    throw new RangeError(`departmentScope ${String(departmentScope)} is neither below nor same`);
  if (!catalogue) return;
  const actions = catalogueActions(catalogue);
  for (const key of administering)
    if (!actions.some((action) => action.key === key && action.scopes.includes("any")))
      throw new RangeError(`catalogue has no action ${key} with the scope any, so that nobody could administer`);
}
