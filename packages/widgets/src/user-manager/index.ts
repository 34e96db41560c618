import type { LoadSheet } from "./form/user-sheet.model.ts";

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

/** The model of the sheet without its views, for `createUserManager`. */
export const loadSheet: LoadSheet = () => import("./form/user-sheet.model.ts");
