import type { Subject } from "../assignments/assignment.ts";
import { CrewError } from "../errors/crew-error.ts";
import type { Id } from "../primitives.ts";
import type { ActionKey } from "./catalogue.ts";
import { mayHandOut } from "./handing-out.ts";
import { covers, type RightsFacts } from "./rights.ts";
import { type Scope, widest } from "./scope.ts";

type Grants = Readonly<Record<ActionKey, Scope>>;

/** A department or user group that came below another one. */
export interface NodeMove {
  readonly node: Subject;
  readonly before: RightsFacts;
  readonly after: RightsFacts;
}

/** Who moves a node. */
export interface Mover {
  readonly user: { readonly id: Id };
  readonly grants: Grants;
  /** The mover's department and all below it, as they were before the move. */
  readonly subtree: ReadonlySet<Id>;
}

/** Who may come to more by a move: each of them is to be shown to {@link guardMoved}. */
export interface MoveConcerns {
  /** Whether people of the node and of those below it come to roles that the mover may not hand out. */
  readonly within: boolean;
  /** Departments whose people may come to reach those of the node; of no account when nobody is in it or below it. */
  readonly above: ReadonlySet<Id>;
}

/** A person before and after a move. */
export interface MovedPerson {
  readonly departmentId: Id;
  /** `standingGrants`: what they may do, or may do again once active. */
  readonly before: Grants;
  readonly after: Grants;
}

/** Who has to be looked at; nobody where the mover may hand out all, or the move adds nothing above the node. */
export function moveConcerns(mover: Mover, move: NodeMove): MoveConcerns {
  if (mover.grants["role.manage"] === "any") return { within: false, above: new Set() };
  const { node, after } = move;
  const above = newlyAbove(move);
  const given = new Set(
    after.assignments
      .filter(({ subject }) => subject.type === node.type && above.has(subject.id))
      .map(({ roleId }) => roleId),
  );
  const roles = after.roles.filter(({ id }) => given.has(id));
  return {
    within: !roles.every(({ grants }) => mayHandOut(mover.grants, grants)),
    above:
      node.type === "department" && after.roles.some(({ grants }) => widens(mover, node, grants)) ? above : new Set(),
  };
}

/**
 * Stops a move by which somebody, the mover among them, comes to more than the mover may hand out: by roles that are given
 * further up, or because the scope `department` reaches the people of the moved department from now on. The latter is
 * handed out by those only who reach that department with the same action themselves.
 * @throws CrewError `forbidden`
 */
export function guardMoved(
  mover: Mover,
  { node }: NodeMove,
  { above }: MoveConcerns,
  { departmentId, before, after }: MovedPerson,
): void {
  if (!mayHandOut(mover.grants, widened(before, after)))
    throw new CrewError("forbidden", { detail: "rights beyond one's own" });
  if (above.has(departmentId) && widens(mover, node, after))
    throw new CrewError("forbidden", { detail: "reach beyond one's own" });
}

/** Whether the scope `department` would carry an action to a department where the mover may not do it. */
function widens(mover: Mover, { id }: Subject, grants: Grants): boolean {
  const record = { ownerId: null, departmentId: id };
  return Object.entries(grants).some(
    ([action, scope]) =>
      scope === "department" && !covers(mover.grants[action] ?? "none", mover.user, mover.subtree, record),
  );
}

function newlyAbove({ node, before, after }: NodeMove): ReadonlySet<Id> {
  const former = above(node, before);
  return new Set([...above(node, after)].filter((id) => !former.has(id)));
}

function above({ type, id }: Subject, facts: RightsFacts): ReadonlySet<Id> {
  const nodes = type === "department" ? facts.departments : facts.groups;
  const parents = new Map(nodes.map((node) => [node.id, node.parentId]));
  const found = new Set<Id>();
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
