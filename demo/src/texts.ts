import { en, type Texts } from "./texts/en.ts";
import { pl } from "./texts/pl.ts";
import { ptBR } from "./texts/pt-BR.ts";
import { ru } from "./texts/ru.ts";

export type { Texts } from "./texts/en.ts";

export type Language = "en" | "pl" | "pt-BR" | "ru";

/** What the host page itself says. The widgets bring their own texts. */
export const languages: Readonly<Record<Language, Texts>> = { en, pl, "pt-BR": ptBR, ru };

/** What each language calls itself, in the order of the choice. */
export const languageNames: readonly (readonly [Language, string])[] = [
  ["en", "English"],
  ["pl", "Polski"],
  ["pt-BR", "Português (Brasil)"],
  ["ru", "Русский"],
];

/** The language of the page for a tag of the browser: regions do not matter, and English stands in for the others. */
export function languageFor(tag: string): Language {
  const base = (language: string): string => language.split("-", 1)[0]?.toLowerCase() ?? "";
  return languageNames.find(([language]) => base(language) === base(tag))?.[0] ?? "en";
}
