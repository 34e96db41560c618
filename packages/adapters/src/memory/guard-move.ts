import { departmentSubtree, guardMoved, moveConcerns, standingRightsOf, type Subject } from "@crewdock/contract";
import { rightsIn } from "./rights.ts";
import type { Tables } from "./tables.ts";
import type { Call } from "./verb.ts";

/** Shows everybody whom a move concerns to `guardMoved`. @throws CrewError `forbidden` */
export function guardMove(node: Subject, before: Tables, after: Tables, { store, actor }: Call): void {
  const move = { node, before: rightsIn(store, before), after: rightsIn(store, after) };
  const concerns = moveConcerns(actor.own, move);
  const { within, above } = concerns;
  if (!within && above.size === 0) return;
  const inside = departmentSubtree(move.after.facts.departments, node.id);
  const users = [...after.users.values()];
  const reached = users.some(({ departmentId }) => inside.has(departmentId));
  for (const user of users) {
    if (!within && !(reached && above.has(user.departmentId))) continue;
    const person = { before: standingRightsOf(move.before, user), after: standingRightsOf(move.after, user) };
    guardMoved(actor.own, move, reached ? concerns : { within, above: new Set() }, person);
  }
}
