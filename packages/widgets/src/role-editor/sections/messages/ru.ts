import type { Messages } from "../../../kit/index.ts";
import type { SectionsSource } from "./index.ts";

/** Russian. */
export const ru: Messages<SectionsSource> = {
  sections: "Разделы редактора ролей",
  roles: "Роли",
  rolesUnsaved: "Роли (не сохранено)",
  people: "Люди",
  compare: "Сравнение",
  checkUp: "Проверка",
  rules: "Правила",
};
