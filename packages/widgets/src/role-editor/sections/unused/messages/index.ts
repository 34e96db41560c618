import { type Catalogue, defineMessages } from "../../../../kit/index.ts";
import { en } from "./en.ts";

/** The messages of the group of unused rights; English defines the keys. */
export type UnusedSource = typeof en;

export const catalogue: Catalogue<UnusedSource> = /* @__PURE__ */ defineMessages({
  en,
  load: {
    ru: () => import("./ru.ts").then((module) => module.ru),
    pl: () => import("./pl.ts").then((module) => module.pl),
    "pt-BR": () => import("./pt-BR.ts").then((module) => module.ptBR),
  },
});
