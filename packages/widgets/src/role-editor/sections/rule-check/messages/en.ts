/** English. Whether a change keeps to the rules, which are worded in the section of rules. */
export const en = {
  breaksRule: "Breaks a rule: {sentence}",
  breaksRules: "Breaks several rules, the first: {sentence}",
  wouldBreak: { one: "{count} person would break it", other: "{count} people would break it" },
} as const;
