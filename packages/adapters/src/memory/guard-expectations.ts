import { ExpectationGuard, type Id, rightsOf } from "@crewdock/contract";
import { factsOfUser } from "./actor.ts";
import type { RightsState } from "./rights.ts";

/**
 * Shows everybody whom a change concerns to the guard.
 * @param actorId who makes it; null for the backend itself, which sees everybody
 * @throws CrewError `expectation_broken`
 */
export function guardExpectations(
  before: RightsState,
  after: RightsState,
  concerned: Iterable<Id>,
  actorId: Id | null,
): void {
  const { items } = after.tables.expectations;
  if (items.length === 0) return;
  const actor = actorId === null ? undefined : before.tables.users.get(actorId);
  const own = actor && rightsOf(before.rights, actor);
  const guard = new ExpectationGuard(items, before.rights, after.rights, (user) =>
    own ? own.can("user.view", factsOfUser(user)) : actorId === null,
  );
  for (const id of concerned) {
    const user = after.tables.users.get(id);
    if (user) guard.look(before.tables.users.get(id) ?? null, user);
  }
  guard.refuse();
}
