// The models of what stands above the editor, in one chunk without views, so that the editor works headless.
export { createConflict } from "./conflict.ts";
export { createRoleForm, roleFormErrors } from "./role-form.ts";
export { createWizard } from "./wizard.ts";
