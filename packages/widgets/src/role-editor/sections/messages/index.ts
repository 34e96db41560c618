import { type Catalogue, defineMessages } from "../../../kit/index.ts";
import { en } from "./en.ts";

/** Texts of the switch of sections; English defines the keys. */
export type SectionsSource = typeof en;

/** A section by its name. */
export type SectionName = Exclude<keyof SectionsSource, "sections" | "roles" | "rolesUnsaved">;

export const catalogue: Catalogue<SectionsSource> = /* @__PURE__ */ defineMessages({
  en,
  load: {
    ru: () => import("./ru.ts").then((module) => module.ru),
    pl: () => import("./pl.ts").then((module) => module.pl),
    "pt-BR": () => import("./pt-BR.ts").then((module) => module.ptBR),
  },
});
