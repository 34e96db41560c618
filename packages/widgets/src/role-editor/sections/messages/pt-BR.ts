import type { Messages } from "../../../kit/index.ts";
import type { SectionsSource } from "./index.ts";

/** Brazilian Portuguese. */
export const ptBR: Messages<SectionsSource> = {
  sections: "Seções do editor de funções",
  roles: "Funções",
  rolesUnsaved: "Funções (não salvas)",
  people: "Pessoas",
  compare: "Comparação",
  checkUp: "Revisão",
  rules: "Regras",
};
