import { type Catalogue, defineMessages } from "../i18n/catalogue.ts";
import type { connectionTexts } from "./connection.en.ts";
import { en } from "./en.ts";
import type { errors } from "./errors.en.ts";
import type { passwordTexts } from "./password.en.ts";
import type { stageTexts } from "./stages.en.ts";

/** The kit's messages; English defines the keys. */
export type KitSource = typeof en & typeof connectionTexts & typeof errors & typeof passwordTexts & typeof stageTexts;

/**
 * The kit's texts. In English they come in parts: `en` with every widget, those of a component when its module is
 * loaded, those of the rarer errors behind the first paint (until then they read as `internal`).
 */
export const kitCatalogue: Catalogue<KitSource> = /* @__PURE__ */ defineMessages({
  en: en as KitSource,
  load: {
    ru: () => import("./ru.ts").then((module) => module.ru),
    pl: () => import("./pl.ts").then((module) => module.pl),
    "pt-BR": () => import("./pt-BR.ts").then((module) => module.ptBR),
  },
});
