import { departmentSubtree, guardMoved, moveConcerns, type Subject } from "@crewdock/contract";
import { rightsFacts, standingGrantsOf } from "./rights.ts";
import type { Tables } from "./tables.ts";
import type { Call } from "./verb.ts";

/** Shows everybody whom a move concerns to `guardMoved`. @throws CrewError `forbidden` */
export function guardMove(node: Subject, before: Tables, after: Tables, { store, actor }: Call): void {
  const move = { node, before: rightsFacts(before), after: rightsFacts(after) };
  const concerns = moveConcerns(actor, move);
  const { within, above } = concerns;
  if (!within && above.size === 0) return;
  const inside = departmentSubtree(move.after.departments, node.id);
  const users = [...after.users.values()];
  const reached = users.some(({ departmentId }) => inside.has(departmentId));
  const at = store.now().toISOString();
  for (const user of users) {
    if (!within && !(reached && above.has(user.departmentId))) continue;
    const [former, present] = [standingGrantsOf(before, user, at), standingGrantsOf(after, user, at)];
    const person = { departmentId: user.departmentId, before: former, after: present };
    guardMoved(actor, move, reached ? concerns : { within, above: new Set() }, person);
  }
}
