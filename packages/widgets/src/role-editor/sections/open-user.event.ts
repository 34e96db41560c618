import type { Id } from "@crewdock/contract";
import { CrewEvent } from "../../kit/index.ts";

/** A person in one of the sections was chosen: the host shows them, in a user manager or on a page of its own. */
export class CrewRoleOpenUserEvent extends CrewEvent {
  readonly userId: Id;

  constructor(userId: Id) {
    super("crew-role-open-user");
    this.userId = userId;
  }
}

declare global {
  interface HTMLElementEventMap {
    "crew-role-open-user": CrewRoleOpenUserEvent;
  }
}
