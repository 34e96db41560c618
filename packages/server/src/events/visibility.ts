import type { ActionKey, LiveEventType } from "@crewdock/contract";
import { type Actor, mayDo, scopeOf } from "../rights/actor.ts";
import type { StoredEvent } from "./feed.ts";

/** The right by which others than the owner learn of an event; null for everybody, undefined for the owner alone. */
const SEEN_BY: Readonly<Record<LiveEventType, ActionKey | null | undefined>> = {
  "user.created": "user.view",
  "user.changed": "user.view",
  "user.removed": "user.view",
  "org.changed": null,
  "role.changed": "role.view",
  "assignment.changed": "role.view",
  "rights.changed": undefined,
  "call.changed": "call.view",
  "mail.changed": "user.manage",
  "security.changed": "security.view",
};

/** Whether an actor is told of an event: even that something happened is told only to those who may see the record. */
export function isVisible(event: StoredEvent, actor: Actor): boolean {
  if (event.ownerId === actor.user.id) return true;
  const action = SEEN_BY[event.type];
  if (action === null) return true;
  if (action === undefined) return event.id === null;
  if (event.ownerId === null && event.departmentIds.length === 0) return scopeOf(actor, action) !== "none";
  return (event.departmentIds.length > 0 ? event.departmentIds : [null]).some((departmentId) =>
    mayDo(actor, action, { ownerId: event.ownerId, departmentId }),
  );
}
