import type { createConflict } from "./conflict.ts";
import type { createRoleForm, roleFormErrors } from "./role-form.ts";
import type { createWizard } from "./wizard.ts";

// The models of what stands above the editor: in the widget they come with its views, without a page alone.
export { createConflict } from "./conflict.ts";
export { createRoleForm, roleFormErrors } from "./role-form.ts";
export { createWizard } from "./wizard.ts";

/** Fetches the models of the dialogs. */
export type LoadDialogs = () => Promise<{
  readonly createConflict: typeof createConflict;
  readonly createRoleForm: typeof createRoleForm;
  readonly roleFormErrors: typeof roleFormErrors;
  readonly createWizard: typeof createWizard;
}>;
