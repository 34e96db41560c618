/**
 * How hard a password is to guess, 0 to 4, by the size of what an attacker has to try: distinct characters and kinds
 * count, length most of all. A hint for people, not a rule; the policy is the rule.
 */
export function passwordStrength(password: string): number {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((kind) => kind.test(password)).length;
  const distinct = new Set(password).size;
  const bits = distinct * Math.log2(10 + kinds * 14);
  return [28, 44, 60, 76].filter((least) => bits >= least).length;
}
