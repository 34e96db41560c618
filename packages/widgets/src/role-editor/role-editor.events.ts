import { CrewEvent } from "../kit/index.ts";

/** A role was saved: its name, its grants or who has it. */
export class CrewRoleSavedEvent extends CrewEvent {
  readonly roleId: string;

  constructor(roleId: string) {
    super("crew-role-saved");
    this.roleId = roleId;
  }
}

/** A role was created. */
export class CrewRoleCreatedEvent extends CrewEvent {
  readonly roleId: string;

  constructor(roleId: string) {
    super("crew-role-created");
    this.roleId = roleId;
  }
}

/** A role was deleted. */
export class CrewRoleRemovedEvent extends CrewEvent {
  readonly roleId: string;

  constructor(roleId: string) {
    super("crew-role-removed");
    this.roleId = roleId;
  }
}

declare global {
  interface HTMLElementEventMap {
    "crew-role-saved": CrewRoleSavedEvent;
    "crew-role-created": CrewRoleCreatedEvent;
    "crew-role-removed": CrewRoleRemovedEvent;
  }
}
