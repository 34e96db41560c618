import type { createAffectedPeople } from "./affected-people.ts";
import type { createConflict } from "./conflict.ts";
import type { createRoleForm, roleFormErrors } from "./role-form.ts";
import type { createWizard } from "./wizard.ts";

// The models of what stands above the editor, and who is affected by a draft: in the widget they come with its views,
// without a page alone.
export { createAffectedPeople } from "./affected-people.ts";
export { createConflict } from "./conflict.ts";
export { createRoleForm, roleFormErrors } from "./role-form.ts";
export { createWizard } from "./wizard.ts";

/** Fetches the models of the dialogs and of the people whom a draft hits. */
export type LoadDialogs = () => Promise<{
  readonly createAffectedPeople: typeof createAffectedPeople;
  readonly createConflict: typeof createConflict;
  readonly createRoleForm: typeof createRoleForm;
  readonly roleFormErrors: typeof roleFormErrors;
  readonly createWizard: typeof createWizard;
}>;
