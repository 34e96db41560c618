import type { Messages } from "../../../../kit/index.ts";
import type { RuleCheckSource } from "./index.ts";

/** Brazilian Portuguese. */
export const ptBR: Messages<RuleCheckSource> = {
  breaksRule: "Quebra uma regra: {sentence}",
  breaksRules: "Quebra várias regras; a primeira: {sentence}",
  wouldBreak: {
    one: "{count} pessoa quebraria a regra",
    many: "{count} de pessoas quebrariam a regra",
    other: "{count} pessoas quebrariam a regra",
  },
};
