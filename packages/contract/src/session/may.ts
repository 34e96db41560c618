import type { Capabilities, MethodName } from "../capabilities.ts";
import type { ActionKey } from "../rights/catalogue.ts";
import type { Session } from "./session.ts";

/** Whether a backend offers a method, such as `users.create`. */
export function supports(capabilities: Capabilities, method: MethodName): boolean {
  return capabilities.methods[method]?.supported === true;
}

/** Whether the session's actor has an action at all, in any scope. */
export function may(session: Session, action: ActionKey): boolean {
  return (session.grants[action] ?? "none") !== "none";
}
