import type { Messages } from "../../../../kit/index.ts";
import type { RuleCheckSource } from "./index.ts";

/** Polish. */
export const pl: Messages<RuleCheckSource> = {
  breaksRule: "Łamie regułę: {sentence}",
  breaksRules: "Łamie kilka reguł, pierwsza: {sentence}",
  wouldBreak: {
    one: "złamałaby ją {count} osoba",
    few: "złamałyby ją {count} osoby",
    many: "złamałoby ją {count} osób",
    other: "złamałoby ją {count} osoby",
  },
};
