import {
  type ActionKey,
  CrewError,
  departmentSubtree,
  mayHandOut,
  type Scope,
  type Subject,
  widest,
} from "@crewdock/contract";
import { standingGrantsOf } from "./rights.ts";
import type { Tables } from "./tables.ts";
import type { Call } from "./verb.ts";

type Grants = Readonly<Record<ActionKey, Scope>>;

/**
 * Stops a move of a department or group by which anybody comes to more than the actor may hand out: people by roles that
 * are given further up, and the actor by the scope `department` when people come below the own one.
 * @throws CrewError `forbidden`
 */
export function guardMove(moved: Subject, before: Tables, after: Tables, { store, actor }: Call): void {
  if (actor.grants["role.manage"] === "any" || parentOf(moved, before) === parentOf(moved, after)) return;
  if (moved.type === "department" && Object.values(actor.grants).includes("department")) {
    const reach = departmentSubtree([...after.departments.values()], actor.user.departmentId);
    for (const { departmentId } of after.users.values())
      if (reach.has(departmentId) && !actor.subtree.has(departmentId))
        throw new CrewError("forbidden", { detail: "reach beyond one's own" });
  }
  const at = store.now().toISOString();
  for (const user of after.users.values()) {
    const gained = widened(standingGrantsOf(before, user, at), standingGrantsOf(after, user, at));
    if (!mayHandOut(actor.grants, gained)) throw new CrewError("forbidden", { detail: "rights beyond one's own" });
  }
}

function parentOf({ type, id }: Subject, { departments, groups }: Tables): string | null {
  return (type === "department" ? departments.get(id) : type === "group" ? groups.get(id) : null)?.parentId ?? null;
}

/** The actions whose scope grew, as they are afterwards. */
function widened(before: Grants, after: Grants): Grants {
  return Object.fromEntries(
    Object.entries(after).filter(([action, scope]) => {
      const former = before[action] ?? "none";
      return widest(former, scope) !== former;
    }),
  );
}
