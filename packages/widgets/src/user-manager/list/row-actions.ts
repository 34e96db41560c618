import type { Session, UnsupportedReason, User, UserState } from "@crewdock/contract";

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

function capability(session: Session, method: string): UnsupportedReason | undefined {
  const offered = session.capabilities.methods[method];
  if (offered?.supported === true) return undefined;
  return offered?.why ?? "not_in_backend";
}

/**
 * Why the actor may not change a user, as far as it can be told beforehand; the backend judges again.
 * @param reach departments that the actor's scope covers; undefined while they are not known
 */
export function refusalToEdit(
  session: Session,
  user: User,
  reach: ReadonlySet<string> | undefined,
): Refusal | undefined {
  const scope = session.grants["user.manage"] ?? "none";
  if (scope === "none") return "noRight";
  if (scope === "department" && reach !== undefined && !reach.has(user.departmentId)) return "outsideDepartment";
  if (scope === "own" && user.id !== session.user.id) return "noRight";
  return capability(session, "users.update");
}

/** Why the actor may not make users, undefined when nothing stands in the way. */
export function refusalToCreate(session: Session): Refusal | undefined {
  const scope = session.grants["user.manage"] ?? "none";
  if (scope === "none" || scope === "own") return "noRight";
  return capability(session, "users.create");
}

/** The menu of a row: what the state of the user allows, each with the reason why it cannot be done now. */
export function rowActions(session: Session, user: User, reach: ReadonlySet<string> | undefined): readonly RowAction[] {
  const edit = refusalToEdit(session, user, reach);
  const barrier = edit ?? (user.id === session.user.id ? "self" : capability(session, "users.setState"));
  const change = (id: RowActionId): RowAction => ({ id, refusal: barrier });
  const states: Readonly<Record<UserState, readonly RowActionId[]>> = {
    active: ["block", "deactivate"],
    blocked: ["unblock", "deactivate"],
    deactivated: ["activate"],
    suspended: ["activate", "block", "deactivate"],
  };
  return [{ id: edit === undefined ? "edit" : "view", refusal: undefined }, ...states[user.state].map(change)];
}
