/** English. Whether a change keeps to the rules, which are worded in the section of rules. */
export const en = {
  breaksRule: { one: "Breaks a rule: {sentence}", other: "Breaks {count} rules, the first: {sentence}" },
  wouldBreak: { one: "{count} person would break it", other: "{count} people would break it" },
} as const;
