import {
  guardMoved,
  type MoveConcerns,
  moveConcerns,
  type NodeMove,
  type RightsUser,
  standingRightsOf,
} from "@crewdock/contract";
import type { Actor } from "../rights/actor.ts";
import { RIGHTS_USER_COLUMNS, type RightsUserRow, toRightsUser } from "../rights/facts.ts";
import { usersReachedBy } from "../rights/reach.ts";
import type { Unit } from "../store/unit.ts";

const BATCH = 200;

/** Shows everybody whom a move concerns to `guardMoved`. @throws CrewError `forbidden` */
export async function guardMove(unit: Unit, actor: Actor, move: NodeMove): Promise<void> {
  const concerns = moveConcerns(actor.own, move);
  for await (const people of concerned(unit, move, concerns))
    for (const person of people)
      guardMoved(actor.own, move, concerns, {
        before: standingRightsOf(move.before, person),
        after: standingRightsOf(move.after, person),
      });
}

/** Some at a time: a department may have everybody below it. */
async function* concerned(
  unit: Unit,
  { node, after }: NodeMove,
  { within, above }: MoveConcerns,
): AsyncGenerator<readonly RightsUser[]> {
  const inside = (from: string, limit = BATCH): Promise<readonly RightsUser[]> =>
    usersReachedBy(unit, unit.tenant, [node], after.facts, { limit, after: from, anyState: true });
  if (within) yield* batches(inside);
  if (above.size > 0 && (await inside("", 1)).length > 0) yield* batches((from) => usersIn(unit, [...above], from));
}

async function* batches(
  read: (after: string) => Promise<readonly RightsUser[]>,
): AsyncGenerator<readonly RightsUser[]> {
  for (let after: string | undefined = ""; after !== undefined;) {
    const people: readonly RightsUser[] = await read(after);
    yield people;
    after = people.length < BATCH ? undefined : people.at(-1)?.id;
  }
}

/** Those who are in the departments themselves, in any state. */
async function usersIn(unit: Unit, departmentIds: readonly string[], after: string): Promise<readonly RightsUser[]> {
  const rows = await unit.query<RightsUserRow>(
    `select ${RIGHTS_USER_COLUMNS} from users u
     where u.tenant_id = $1 and u.department_id = any($2::text[]) and u.id > $3 order by u.id limit ${BATCH}`,
    [unit.tenant, departmentIds, after],
  );
  return rows.map(toRightsUser);
}
