import { type Catalogue, defineMessages } from "../../kit/index.ts";
import { en } from "./en.ts";

/** Messages of the user manager; English defines the keys. */
export type UserMessages = typeof en;

export const catalogue: Catalogue<UserMessages> = /* @__PURE__ */ defineMessages({
  en,
  load: { ru: () => import("./ru.ts").then((module) => module.ru) },
});
