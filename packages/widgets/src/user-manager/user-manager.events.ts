import type { User } from "@crewdock/contract";
import { CrewEvent } from "../kit/index.ts";

/** A user is about to be opened. Preventing it keeps the sheet shut, so that the host can show a page of its own. */
export class CrewUserOpenEvent extends CrewEvent {
  readonly userId: string;

  constructor(userId: string) {
    super("crew-user-open", { cancelable: true });
    this.userId = userId;
  }
}

/** A user was made. */
export class CrewUserCreatedEvent extends CrewEvent {
  readonly user: User;

  constructor(user: User) {
    super("crew-user-created");
    this.user = user;
  }
}

/** A user was changed, or moved to another state. */
export class CrewUserChangedEvent extends CrewEvent {
  readonly user: User;

  constructor(user: User) {
    super("crew-user-changed");
    this.user = user;
  }
}

declare global {
  interface HTMLElementEventMap {
    "crew-user-open": CrewUserOpenEvent;
    "crew-user-created": CrewUserCreatedEvent;
    "crew-user-changed": CrewUserChangedEvent;
  }
}
