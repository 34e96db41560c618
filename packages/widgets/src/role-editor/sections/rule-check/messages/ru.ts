import type { Messages } from "../../../../kit/index.ts";
import type { RuleCheckSource } from "./index.ts";

/** Russian. */
export const ru: Messages<RuleCheckSource> = {
  breaksRule: "Нарушает правило: {sentence}",
  breaksRules: "Нарушает несколько правил, первое: {sentence}",
  wouldBreak: {
    one: "нарушит {count} человек",
    few: "нарушат {count} человека",
    many: "нарушат {count} человек",
    other: "нарушат {count} человека",
  },
};
