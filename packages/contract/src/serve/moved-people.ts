import type { Assignment } from "../assignments/assignment.ts";
import type { Id } from "../primitives.ts";
import type { Policy } from "../session/session.ts";

type Given = Pick<Assignment, "subject" | "until">;

/**
 * The people to whom one role is given directly, or from whom it is taken, or for longer or shorter than before: their
 * record shows their roles, so it is another version.
 */
export function changedPeople(former: readonly Given[], present: readonly Given[]): ReadonlySet<Id> {
  const direct = (list: readonly Given[]): Map<Id, number | null> =>
    new Map(
      list.flatMap(({ subject, until }) =>
        subject.type === "user" ? [[subject.id, until === null ? null : Date.parse(until)] as const] : [],
      ),
    );
  const [had, have] = [direct(former), direct(present)];
  return new Set([...had.keys(), ...have.keys()].filter((id) => had.get(id) !== have.get(id)));
}

/**
 * The people who come to have a role directly with new assignments of it, where the policy is one role a user: they lose
 * each other role that they have directly. Nobody where the policy allows many.
 * @param at an assignment that has ended by then gives nothing, before or after
 */
export function movedPeople(
  policy: Pick<Policy, "rolesPerUser">,
  former: readonly Given[],
  present: readonly Given[],
  at: Date,
): ReadonlySet<Id> {
  if (policy.rolesPerUser === "many") return new Set();
  const holders = (list: readonly Given[]): readonly Id[] =>
    list
      .filter(({ subject, until }) => subject.type === "user" && (until === null || new Date(until) > at))
      .map(({ subject }) => subject.id);
  const had = new Set(holders(former));
  return new Set(holders(present).filter((id) => !had.has(id)));
}
