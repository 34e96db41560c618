import {
  type ActionKey,
  CrewError,
  departmentSubtree,
  mayHandOut,
  type RightsFacts,
  type Scope,
  standingGrants,
  type Subject,
  widest,
} from "@crewdock/contract";
import type { Actor } from "../rights/actor.ts";
import { usersReachedBy } from "../rights/reach.ts";
import type { Unit } from "../store/unit.ts";

type Grants = Readonly<Record<ActionKey, Scope>>;

const BATCH = 200;

/**
 * Stops a move by which anybody comes to more than the actor may hand out: people of the moved part by roles that are
 * given further up, and the actor by a subtree that grows. `moved` is what was moved, `before` and `after` the rights
 * on both sides.
 * @throws CrewError `forbidden`
 */
export async function guardMove(
  unit: Unit,
  actor: Actor,
  moved: Subject,
  before: RightsFacts,
  after: RightsFacts,
): Promise<void> {
  if (actor.grants["role.manage"] === "any") return;
  if (moved.type === "department") await guardReach(unit, actor, after);
  if (newRolesAbove(moved, before, after).every(({ grants }) => mayHandOut(actor.grants, grants))) return;
  const at = unit.now.toISOString();
  for (let last = ""; ;) {
    const people = await usersReachedBy(unit, unit.tenant, [moved], after, {
      limit: BATCH,
      after: last,
      anyState: true,
    });
    for (const person of people) {
      const gained = widened(standingGrants(person, before, at), standingGrants(person, after, at));
      if (!mayHandOut(actor.grants, gained)) throw new CrewError("forbidden", { detail: "rights beyond one's own" });
    }
    const next = people.at(-1);
    if (!next || people.length < BATCH) return;
    last = next.id;
  }
}

/** The scope `department` reaches further when a department with people in it is moved below one's own. */
async function guardReach(unit: Unit, actor: Actor, after: RightsFacts): Promise<void> {
  if (!Object.values(actor.grants).includes("department")) return;
  const added = [...departmentSubtree(after.departments, actor.user.departmentId)].filter(
    (id) => !actor.subtree.has(id),
  );
  const people = await unit.query(
    "select 1 from users where tenant_id = $1 and department_id = any($2::text[]) limit 1",
    [unit.tenant, added],
  );
  if (people.length > 0) throw new CrewError("forbidden", { detail: "reach beyond one's own" });
}

/** The roles that are given to nodes which stand above the moved one now and did not before. */
function newRolesAbove(moved: Subject, before: RightsFacts, after: RightsFacts): RightsFacts["roles"] {
  const former = above(moved, before);
  const present = above(moved, after);
  const given = new Set(
    after.assignments
      .filter(({ subject }) => subject.type === moved.type && present.has(subject.id) && !former.has(subject.id))
      .map(({ roleId }) => roleId),
  );
  return after.roles.filter(({ id }) => given.has(id));
}

function above({ type, id }: Subject, facts: RightsFacts): ReadonlySet<string> {
  const nodes = type === "department" ? facts.departments : facts.groups;
  const parents = new Map(nodes.map((node) => [node.id, node.parentId]));
  const found = new Set<string>();
  for (let next = parents.get(id) ?? null; next !== null && !found.has(next); next = parents.get(next) ?? null)
    found.add(next);
  return found;
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
