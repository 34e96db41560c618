import { CrewProvider, define } from "./kit/index.ts";
import { CrewMailWizard } from "./mail-wizard/index.ts";
import { CrewRoleEditor } from "./role-editor/index.ts";
import { CrewSoftphone } from "./softphone/index.ts";
import { CrewUserManager } from "./user-manager/index.ts";

/** Importing this module registers every element of the SDK; in Node it does nothing. */
define("crew-provider", CrewProvider);
define("crew-mail-wizard", CrewMailWizard);
define("crew-role-editor", CrewRoleEditor);
define("crew-softphone", CrewSoftphone);
define("crew-user-manager", CrewUserManager);

declare global {
  interface HTMLElementTagNameMap {
    "crew-provider": CrewProvider;
    "crew-mail-wizard": CrewMailWizard;
    "crew-role-editor": CrewRoleEditor;
    "crew-softphone": CrewSoftphone;
    "crew-user-manager": CrewUserManager;
  }
}
