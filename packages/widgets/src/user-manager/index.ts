export { CrewUserManager } from "./user-manager.element.ts";
export { CrewUserChangedEvent, CrewUserCreatedEvent, CrewUserOpenEvent } from "./user-manager.events.ts";
export {
  createUserManager,
  type SheetState,
  type UserManagerEnv,
  type UserManagerModel,
} from "./user-manager.model.ts";
export type { UserSheetModel } from "./form/user-sheet.model.ts";
export type { UserListModel } from "./list/user-list.model.ts";
