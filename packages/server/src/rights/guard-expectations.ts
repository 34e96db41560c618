import { type CompiledRights, ExpectationGuard, type RightsUser } from "@crewdock/contract";
import type { Unit } from "../store/unit.ts";
import { type Actor, mayDo } from "./actor.ts";
import { findExpectations } from "./expectation-rows.ts";
import { usersReachedBy } from "./reach.ts";
import type { RightsTouched } from "./rights-change.ts";

/** So many people are read at once. */
const BATCH = 1000;

/**
 * Shows everybody whom a change touches to the guard of the sentences. Nobody else is looked at: what they may do stays, and
 * so does what they are expected to.
 * @param user the one who was changed, as they are now
 * @throws CrewError `expectation_broken`
 */
export async function guardExpectations(
  unit: Unit,
  actor: Actor,
  before: CompiledRights,
  after: CompiledRights,
  touched: RightsTouched,
  user: RightsUser | undefined,
): Promise<void> {
  const expectations = await findExpectations(unit, unit.tenant);
  if (expectations.length === 0) return;
  const isSeen = ({ id, departmentId }: RightsUser): boolean =>
    mayDo(actor, "user.view", { ownerId: id, departmentId });
  const guard = new ExpectationGuard(expectations, before, after, isSeen);
  if (touched.user && user) guard.look(touched.user.before, user);
  for (let from: string | undefined = ""; from !== undefined;) {
    const people: readonly RightsUser[] = await usersReachedBy(unit, unit.tenant, touched.subjects, after.facts, {
      limit: BATCH,
      after: from,
      anyState: true,
    });
    for (const person of people) if (person.id !== touched.user?.id) guard.look(person, person);
    from = people.length < BATCH ? undefined : people.at(-1)?.id;
  }
  guard.refuse();
}
