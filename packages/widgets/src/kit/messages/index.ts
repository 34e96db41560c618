import { type Catalogue, defineMessages } from "../i18n/catalogue.ts";
import { en } from "./en.ts";

/** The kit's messages; English defines the keys. */
export type KitSource = typeof en;

/** Texts that every widget needs. */
export const kitCatalogue: Catalogue<KitSource> = /* @__PURE__ */ defineMessages({
  en,
  load: {
    ru: () => import("./ru.ts").then((module) => module.ru),
  },
});
