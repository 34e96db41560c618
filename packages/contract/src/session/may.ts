import type { Capabilities, FieldCapability, FieldName, MethodName, UnsupportedReason } from "../capabilities.ts";
import type { ActionKey } from "../rights/catalogue.ts";
import type { Session } from "./session.ts";

/** Whether a backend offers a method, such as `users.create`. */
export function supports(capabilities: Capabilities, method: MethodName): boolean {
  return capabilities.methods[method]?.supported === true;
}

/** Why a backend does not offer a method; undefined when it does. One that is not named is not in the backend. */
export function unsupportedReason(capabilities: Capabilities, method: MethodName): UnsupportedReason | undefined {
  const offered = capabilities.methods[method];
  if (offered?.supported === true) return undefined;
  return offered?.why ?? "not_in_backend";
}

const asTheSchemaSays: FieldCapability = { write: true };

/** What can be done with a member of a user, such as `name.patronymic`: what is said of it, or of what it is part of. */
export function fieldCapability({ fields = {} }: Capabilities, name: FieldName): FieldCapability {
  for (let at = name; ; at = at.slice(0, at.lastIndexOf("."))) {
    const said = Object.hasOwn(fields, at) ? fields[at] : undefined;
    if (said !== undefined) return said;
    if (!at.includes(".")) return asTheSchemaSays;
  }
}

/** Whether the session's actor has an action at all, in any scope. */
export function may(session: Session, action: ActionKey): boolean {
  return (session.grants[action] ?? "none") !== "none";
}
