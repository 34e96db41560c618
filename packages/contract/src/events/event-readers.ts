import type { ActionKey } from "../rights/catalogue.ts";
import type { UserRights } from "../rights/user-rights.ts";
import type { LiveEvent, LiveEventType } from "./live-event.ts";

/** What of an event decides who is told of it. */
export interface EventFacts extends Pick<LiveEvent, "type" | "id"> {
  /** Whose record it is; null for nobody's. */
  readonly ownerId: string | null;
  /** Where the record is, and where it was before; empty for what is in no department. */
  readonly departmentIds: readonly string[];
}

/** The right by which others than the owner learn of an event; null for everybody, undefined for the owner alone. */
const seenBy: Readonly<Record<LiveEventType, ActionKey | null | undefined>> = {
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
  "number.changed": null,
};

/** Whether somebody is told of an event: even that something happened is told only to those who may see the record. */
export function isToldOf({ type, id, ownerId, departmentIds }: EventFacts, reader: UserRights): boolean {
  if (ownerId === reader.user.id) return true;
  const action = seenBy[type];
  if (action === null) return true;
  if (action === undefined) return id === null;
  if (ownerId === null && departmentIds.length === 0) return reader.can(action);
  return (departmentIds.length > 0 ? departmentIds : [null]).some((departmentId) =>
    reader.can(action, { ownerId, departmentId }),
  );
}
