import type { Messages } from "../../../../kit/index.ts";
import type { RuleCheckSource } from "./index.ts";

/** Brazilian Portuguese. */
export const ptBR: Messages<RuleCheckSource> = {
  breaksRule: {
    one: "Quebra uma regra: {sentence}",
    many: "Quebra {count} de regras; a primeira: {sentence}",
    other: "Quebra {count} regras; a primeira: {sentence}",
  },
  wouldBreak: {
    one: "{count} pessoa quebraria a regra",
    many: "{count} de pessoas quebrariam a regra",
    other: "{count} pessoas quebrariam a regra",
  },
};
