import type { I18n } from "../i18n/translate.ts";
import type { KitSource } from "./index.ts";

type Keys = keyof KitSource;
/** A code of the contract's error table that the kit has words for. */
export type KnownErrorCode = Keys extends infer Key ? (Key extends `error_${infer Code}_advice` ? Code : never) : never;

/** The code an error carries, or `internal` for anything that carries none the kit knows. */
export function errorCodeOf(error: unknown, kit: I18n<KitSource>): KnownErrorCode {
  if (typeof error === "object" && error !== null) {
    if ("code" in error && typeof error.code === "string" && kit.t(`error_${error.code as KnownErrorCode}`) !== "") {
      return error.code as KnownErrorCode;
    }
    if ("name" in error && error.name === "AbortError") return "cancelled";
  }
  return "internal";
}

/** What to tell a person about an error: what happened and what to do. Never the error's own text. */
export function errorText(error: unknown, kit: I18n<KitSource>): { readonly title: string; readonly advice: string } {
  const code = errorCodeOf(error, kit);
  return { title: kit.t(`error_${code}`), advice: kit.t(`error_${code}_advice`) };
}
