import type { ErrorCode, Scope } from "@crewdock/contract";

/** Where somebody is, as seen by the one who asks. */
export type Place =
  /** The one who asks. */
  | "self"
  /** In the same department, with no more rights than a manager. */
  | "colleague"
  /** In the same department, with the rights of an administrator. */
  | "superior"
  /** In a department below. */
  | "below"
  /** In another department with the same one above. */
  | "beside"
  /** In the department above. */
  | "above"
  /** Nobody: what concerns the company as a whole. */
  | "company";

/** What asking comes to; `nothing` is a good answer in which the target is not found. */
export type Outcome = "done" | "nothing" | ErrorCode;

const REACHED: Readonly<Record<Scope, readonly Place[]>> = {
  none: [],
  own: ["self"],
  department: ["self", "colleague", "below"],
  any: ["self", "colleague", "superior", "below", "beside", "above", "company"],
};

/**
 * Whether a role does something to somebody by the scope it has. Who has more rights than the one who asks is out of
 * reach even in the department: they could be acted for.
 */
export function reaches(scope: Scope, place: Place): boolean {
  return REACHED[scope].includes(place);
}

/** Whether a role sees somebody by the scope it has; more rights hide nobody. */
export function sees(scope: Scope, place: Place): boolean {
  return reaches(scope, place === "superior" ? "colleague" : place);
}
