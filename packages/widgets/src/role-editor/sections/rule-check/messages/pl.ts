import type { Messages } from "../../../../kit/index.ts";
import type { RuleCheckSource } from "./index.ts";

/** Polish. */
export const pl: Messages<RuleCheckSource> = {
  breaksRule: {
    one: "Łamie regułę: {sentence}",
    few: "Łamie {count} reguły, pierwsza: {sentence}",
    many: "Łamie {count} reguł, pierwsza: {sentence}",
    other: "Łamie {count} reguły, pierwsza: {sentence}",
  },
  wouldBreak: {
    one: "złamałaby ją {count} osoba",
    few: "złamałyby ją {count} osoby",
    many: "złamałoby ją {count} osób",
    other: "złamałoby ją {count} osoby",
  },
};
