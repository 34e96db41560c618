/** English of the password field, paid for only where there is one. */
export const passwordTexts = {
  passwordShow: "Show password",
  passwordHide: "Hide password",
  passwordGenerate: "Generate",
  passwordGenerated: "Password generated. It is shown so that you can copy it.",
  passwordStrength: "Strength: {level}",
  passwordVeryWeak: "very weak",
  passwordWeak: "weak",
  passwordFair: "fair",
  passwordGood: "good",
  passwordStrong: "strong",
  passwordRules: "Password rules",
  ruleMet: "met",
  ruleOpen: "not met yet",
} as const;
