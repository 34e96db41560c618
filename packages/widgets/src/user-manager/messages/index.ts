import { type Catalogue, defineMessages } from "../../kit/index.ts";
import { en } from "./en.ts";
import type { sheetTexts } from "./sheet.en.ts";

/** Messages of the user manager; English defines the keys. */
export type UserMessages = typeof en & typeof sheetTexts;

/** In English the texts of the form are added when it is opened for the first time. */
export const catalogue: Catalogue<UserMessages> = /* @__PURE__ */ defineMessages({
  en: en as UserMessages,
  load: {
    ru: () => import("./ru.ts").then((module) => module.ru),
    pl: () => import("./pl.ts").then((module) => module.pl),
    "pt-BR": () => import("./pt-BR.ts").then((module) => module.ptBR),
  },
});
