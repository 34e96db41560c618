// What the matrix can be read without, in one chunk: it is fetched behind the first paint, and is a sixth smaller than as
// the five that its parts would make.
export {
  createAffectedPeople,
  createConflict,
  createRoleForm,
  createWizard,
  roleFormErrors,
} from "../model/dialogs.ts";
export { AffectedPeople } from "./affected-people.tsx";
export { GivenView } from "./given.tsx";
export { RoleDialogs } from "./role-dialogs.tsx";
export { roleErrorText, SaveBar } from "./save-bar.tsx";
export { BrokenRules } from "./rule-check.tsx";
export { ScopePicker } from "./scope-picker.tsx";
export { loadExchange, loadSections } from "./load-sections.ts";
