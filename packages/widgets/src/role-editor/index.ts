export { CrewRoleEditor } from "./role-editor.element.ts";
export { CrewRoleCreatedEvent, CrewRoleRemovedEvent, CrewRoleSavedEvent } from "./role-editor.events.ts";
export { type RoleEditor, RoleEditorModel, type RoleEditorOptions } from "./role-editor.model.ts";
