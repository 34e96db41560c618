import type { Messages } from "../../../../kit/index.ts";
import type { RuleCheckSource } from "./index.ts";

/** Russian. */
export const ru: Messages<RuleCheckSource> = {
  breaksRule: {
    one: "Нарушает {count} правило: {sentence}",
    few: "Нарушает {count} правила, первое: {sentence}",
    many: "Нарушает {count} правил, первое: {sentence}",
    other: "Нарушает {count} правила, первое: {sentence}",
  },
  wouldBreak: {
    one: "нарушит {count} человек",
    few: "нарушат {count} человека",
    many: "нарушат {count} человек",
    other: "нарушат {count} человека",
  },
};
