import type { Subject } from "../assignments/assignment.ts";
import { CrewError } from "../errors/crew-error.ts";
import type { Id } from "../primitives.ts";
import { type CompiledRights, grantsOfRole } from "./compiled-rights.ts";
import type { Grants } from "./facts.ts";
import { mayHandOut } from "./handing-out.ts";
import { widest } from "./scope.ts";
import { chainOf } from "./tree.ts";
import type { UserRights } from "./user-rights.ts";

/** A department or user group that came below another one. */
export interface NodeMove {
  readonly node: Subject;
  readonly before: CompiledRights;
  readonly after: CompiledRights;
}

/** Who may come to more by a move: each of them is to be shown to {@link guardMoved}. */
export interface MoveConcerns {
  /** Whether people of the node and of those below it come to roles that the mover may not hand out. */
  readonly within: boolean;
  /** Departments whose people may come to reach those of the node; of no account when nobody is in it or below it. */
  readonly above: ReadonlySet<Id>;
}

/** A person before and after a move, by standing rights: what they may do, or may do again once active. */
export interface MovedPerson {
  readonly before: UserRights;
  readonly after: UserRights;
}

/**
 * Who has to be looked at; nobody where the mover may hand out all, or the move adds nothing above the node.
 * @param mover with the rights from before the move
 */
export function moveConcerns(mover: UserRights, move: NodeMove): MoveConcerns {
  if (mover.grants["role.manage"] === "any") return { within: false, above: new Set() };
  const { node } = move;
  const after = move.after.facts;
  const above = newlyAbove(move);
  const given = new Set(
    after.assignments
      .filter(({ subject }) => subject.type === node.type && above.has(subject.id))
      .map(({ roleId }) => roleId),
  );
  const own = mover.held;
  return {
    within: !after.roles.every(({ id, grants }) => !given.has(id) || mayHandOut(own, grants)),
    above:
      node.type === "department" &&
      after.departmentScope !== "same" &&
      after.roles.some(({ id }) => widens(mover, node, grantsOfRole(move.after, id)))
        ? above
        : new Set(),
  };
}

/**
 * Stops a move by which somebody, the mover among them, comes to more than the mover may hand out: by roles that are given
 * further up, or because the scope `department` reaches the people of the moved department from now on. The latter is
 * handed out by those only who reach that department with the same action themselves.
 * @throws CrewError `forbidden`
 */
export function guardMoved(
  mover: UserRights,
  { node }: NodeMove,
  { above }: MoveConcerns,
  { before, after }: MovedPerson,
): void {
  if (!mayHandOut(mover.held, widened(before.held, after.held)))
    throw new CrewError("forbidden", { detail: "rights beyond one's own" });
  if (above.has(after.user.departmentId) && widens(mover, node, after.grants))
    throw new CrewError("forbidden", { detail: "reach beyond one's own" });
}

/** Whether the scope `department` would carry an action to a department where the mover may not do it. */
function widens(mover: UserRights, { id }: Subject, grants: Grants): boolean {
  const record = { ownerId: null, departmentId: id };
  return Object.entries(grants).some(([action, scope]) => scope === "department" && !mover.can(action, record));
}

function newlyAbove({ node, before, after }: NodeMove): ReadonlySet<Id> {
  const former = above(node, before);
  return new Set([...above(node, after)].filter((id) => !former.has(id)));
}

function above({ type, id }: Subject, { departments, groups }: CompiledRights): ReadonlySet<Id> {
  return new Set(chainOf(type === "department" ? departments : groups, id).slice(1));
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
