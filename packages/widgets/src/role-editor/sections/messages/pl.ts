import type { Messages } from "../../../kit/index.ts";
import type { SectionsSource } from "./index.ts";

/** Polish. */
export const pl: Messages<SectionsSource> = {
  sections: "Sekcje edytora ról",
  roles: "Role",
  rolesUnsaved: "Role (niezapisane)",
  people: "Osoby",
  compare: "Porównanie",
  checkUp: "Przegląd",
  rules: "Reguły",
};
