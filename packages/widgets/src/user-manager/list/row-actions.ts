import { type Session, unsupportedReason, type UnsupportedReason, type User, type UserState } from "@crewdock/contract";

/** What can be done to a user from the list. */
export type RowActionId = "edit" | "view" | "block" | "unblock" | "deactivate" | "activate";

/** Those that move the user to another state. */
export type StateActionId = Exclude<RowActionId, "edit" | "view">;

/** Why something cannot be done; a key of the messages. */
export type Refusal = "noRight" | "outsideDepartment" | "self" | UnsupportedReason;

export interface RowAction {
  readonly id: RowActionId;
  readonly refusal: Refusal | undefined;
}

/** The state that an action leads to. */
export const targetState: Readonly<Record<StateActionId, "active" | "blocked" | "deactivated">> = {
  block: "blocked",
  unblock: "active",
  deactivate: "deactivated",
  activate: "active",
};

/** The action that leads back. */
export function undoOf(state: UserState): "active" | "blocked" | "deactivated" {
  return state === "suspended" ? "active" : state;
}

/** Departments that the actor's scope covers; undefined while they are not known. */
type Reach = ReadonlySet<string> | undefined;

/** Why the actor has no right over a user, as far as it can be told beforehand; the backend judges again. */
function lackOfRight(session: Session, user: User, reach: Reach): Refusal | undefined {
  const scope = session.grants["user.manage"] ?? "none";
  if (scope === "none") return "noRight";
  if (scope === "department" && reach !== undefined && !reach.has(user.departmentId)) return "outsideDepartment";
  return scope === "own" && user.id !== session.user.id ? "noRight" : undefined;
}

/** Why the actor may not change a user, or cannot here. */
export function refusalToEdit(session: Session, user: User, reach: Reach): Refusal | undefined {
  return lackOfRight(session, user, reach) ?? unsupportedReason(session.capabilities, "users.update");
}

/** Why the actor may not make users, undefined when nothing stands in the way. */
export function refusalToCreate(session: Session): Refusal | undefined {
  const scope = session.grants["user.manage"] ?? "none";
  if (scope === "none" || scope === "own") return "noRight";
  const { capabilities } = session;
  // Everybody is in a department, so none can be made where departments cannot be read.
  return unsupportedReason(capabilities, "users.create") ?? unsupportedReason(capabilities, "org.read");
}

/**
 * The menu of a row: what the state of the user allows, each with the reason why it cannot be done now. What this CRM
 * does not have at all is left out.
 */
export function rowActions(session: Session, user: User, reach: Reach): readonly RowAction[] {
  const open: RowAction = {
    id: refusalToEdit(session, user, reach) === undefined ? "edit" : "view",
    refusal: undefined,
  };
  const missing = unsupportedReason(session.capabilities, "users.setState");
  if (missing === "not_in_backend") return [open];
  const barrier = lackOfRight(session, user, reach) ?? (user.id === session.user.id ? "self" : missing);
  const change = (id: RowActionId): RowAction => ({ id, refusal: barrier });
  const states: Readonly<Record<UserState, readonly RowActionId[]>> = {
    active: ["block", "deactivate"],
    blocked: ["unblock", "deactivate"],
    deactivated: ["activate"],
    suspended: ["activate", "block", "deactivate"],
  };
  return [open, ...states[user.state].map(change)];
}
