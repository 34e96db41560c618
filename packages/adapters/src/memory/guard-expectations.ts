import { ExpectationGuard, type Id } from "@crewdock/contract";
import type { RightsState } from "./rights.ts";

/** Shows everybody whom a change concerns to the guard. @throws CrewError `expectation_broken` */
export function guardExpectations(before: RightsState, after: RightsState, concerned: Iterable<Id>): void {
  const { items } = after.tables.expectations;
  if (items.length === 0) return;
  const guard = new ExpectationGuard(items, before.rights, after.rights);
  for (const id of concerned) {
    const user = after.tables.users.get(id);
    if (user) guard.look(before.tables.users.get(id) ?? null, user);
  }
  guard.refuse();
}
