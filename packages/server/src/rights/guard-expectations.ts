import {
  type CompiledRights,
  ExpectationGuard,
  grantsOfRole,
  type RightsExpectation,
  type RightsUser,
} from "@crewdock/contract";
import { SqlParameters } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import { type Actor, mayDo } from "./actor.ts";
import { breachCondition } from "./breach-condition.ts";
import { findExpectations } from "./expectation-rows.ts";
import { RIGHTS_USER_COLUMNS, type RightsUserRow, toRightsUser } from "./facts.ts";
import { usersReachedBy } from "./reach.ts";
import type { RightsTouched } from "./rights-change.ts";

/** So many people are read at once. */
const BATCH = 1000;

/**
 * Shows everybody whom a change touches to the guard of the sentences. Nobody else is looked at: what they may do stays, and
 * so does what they are expected to. Of a change that touches many only those are read who break something after it.
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
  const { subjects, edited } = touched;
  const expectations = (await findExpectations(unit, unit.tenant)).filter(
    ({ action }) =>
      edited === undefined || grantsOfRole(before, edited.id)[action] !== grantsOfRole(after, edited.id)[action],
  );
  if (expectations.length === 0) return;
  const isSeen = ({ id, departmentId }: RightsUser): boolean =>
    mayDo(actor, "user.view", { ownerId: id, departmentId });
  const guard = new ExpectationGuard(expectations, before, after, isSeen);
  const looked = new Set<string>();
  const look = (now: RightsUser, former: RightsUser | null = now): void => {
    if (!looked.has(now.id)) guard.look(former, now);
    looked.add(now.id);
  };
  if (touched.user && user) look(user, touched.user.before);
  const few = await usersReachedBy(unit, unit.tenant, subjects, after.facts, { limit: BATCH, anyState: true });
  for (const person of few) look(person);
  if (few.length === BATCH)
    for (const expectation of expectations)
      for await (const people of breakers(unit, after, expectation)) for (const person of people) look(person);
  guard.refuse();
}

/** Those who break a sentence, some at a time. */
async function* breakers(
  unit: Unit,
  rights: CompiledRights,
  expectation: RightsExpectation,
): AsyncGenerator<readonly RightsUser[]> {
  for (let from: string | undefined = ""; from !== undefined;) {
    const parameters = new SqlParameters();
    parameters.add(unit.tenant);
    const condition = breachCondition(rights, expectation, parameters);
    const rows: readonly RightsUserRow[] = await unit.query<RightsUserRow>(
      `select ${RIGHTS_USER_COLUMNS} from users u
       where ${condition} and u.id > ${parameters.add(from)} order by u.id limit ${BATCH}`,
      parameters.values,
    );
    yield rows.map(toRightsUser);
    from = rows.length < BATCH ? undefined : rows.at(-1)?.id;
  }
}
