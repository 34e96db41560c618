import type { LoadDialogs } from "./model/dialogs.ts";

export { CrewRoleEditor } from "./role-editor.element.ts";
export { CrewRoleCreatedEvent, CrewRoleRemovedEvent, CrewRoleSavedEvent } from "./role-editor.events.ts";
export { CrewRoleOpenUserEvent } from "./sections/open-user.event.ts";
export { type RoleEditor, RoleEditorModel, type RoleEditorOptions } from "./role-editor.model.ts";

/** The models of the dialogs without their views, for a `RoleEditorModel` of one's own. */
export const loadDialogs: LoadDialogs = () => import("./model/dialogs.ts");
