/** Rules for passwords; the same object drives the tick list in the form and the check on the server. */
export interface PasswordPolicy {
  readonly minLength: number;
  readonly maxLength: number;
  readonly upper: boolean;
  readonly lower: boolean;
  readonly digit: boolean;
  /** Characters of which one is demanded; null for none. */
  readonly special: string | null;
  /** Refuses the login, the names, the e-mail's local part and widely used passwords. */
  readonly notGuessable: boolean;
}

export type PasswordRule = "length" | "upper" | "lower" | "digit" | "special" | "notGuessable";

/** At least 12 characters and not guessable, without rules of composition (NIST SP 800-63B-4, section 3.1.1.2). */
export const defaultPasswordPolicy: PasswordPolicy = {
  minLength: 12,
  maxLength: 128,
  upper: false,
  lower: false,
  digit: false,
  special: null,
  notGuessable: true,
};

/** Stems on which most leaked passwords are built, in Latin and Cyrillic. */
const COMMON_STEMS = [
  "password",
  "qwerty",
  "letmein",
  "welcome",
  "iloveyou",
  "dragon",
  "monkey",
  "football",
  "baseball",
  "admin",
  "abc123",
  "123123",
  "111111",
  "000000",
  "654321",
  "1q2w3e",
  "zaq12wsx",
  "qazwsx",
  "asdfgh",
  "zxcvbn",
  "пароль",
  "йцукен",
  "привет",
  "senha",
  "haslo",
  "parol",
];

/** The rules of `policy` that apply, each with whether `password` keeps it. `personal` are strings it must not be built on. */
export function passwordRules(
  policy: PasswordPolicy,
  password: string,
  personal: readonly string[],
): readonly { readonly rule: PasswordRule; readonly ok: boolean }[] {
  const length = [...password].length;
  const rules: { rule: PasswordRule; ok: boolean }[] = [
    { rule: "length", ok: length >= policy.minLength && length <= policy.maxLength },
  ];
  if (policy.upper) rules.push({ rule: "upper", ok: /\p{Lu}/u.test(password) });
  if (policy.lower) rules.push({ rule: "lower", ok: /\p{Ll}/u.test(password) });
  if (policy.digit) rules.push({ rule: "digit", ok: /\p{Nd}/u.test(password) });
  const special = policy.special;
  if (special !== null)
    rules.push({ rule: "special", ok: [...password].some((character) => special.includes(character)) });
  if (policy.notGuessable) rules.push({ rule: "notGuessable", ok: length > 0 && !isGuessable(password, personal) });
  return rules;
}

/** Whether `password` keeps every rule of `policy`. */
export function isPasswordAllowed(policy: PasswordPolicy, password: string, personal: readonly string[]): boolean {
  return passwordRules(policy, password, personal).every(({ ok }) => ok);
}

/** Beside a stem, this much more has to be one's own: a year, a birthday and exclamation marks are what people add. */
const FRESH = { alone: 6, besideStem: 9 } as const;

/** Built on a common stem, on one's own data, on a run of keys or on few characters. */
function isGuessable(password: string, personal: readonly string[]): boolean {
  const plain = password.toLowerCase();
  if (new Set(plain).size < 5) return true;
  const stems = [...COMMON_STEMS, ...personal.map((word) => word.toLowerCase()).filter((word) => word.length >= 4)];
  const rest = withoutStems(plain, stems);
  return freshLength(rest) < (rest === plain ? FRESH.alone : FRESH.besideStem);
}

/** What is left without the stems, also where letters are written as the digits and signs that look like them. */
function withoutStems(text: string, stems: readonly string[]): string {
  const spelled = text.replace(/[013457@$!]/g, (sign) => LOOK_ALIKE[sign] ?? sign);
  const covered = new Set<number>();
  for (const stem of stems) {
    for (const version of [text, spelled]) {
      for (let at = version.indexOf(stem); at >= 0; at = version.indexOf(stem, at + 1)) {
        for (let i = at; i < at + stem.length; i++) covered.add(i);
      }
    }
  }
  return text
    .split("")
    .filter((_, index) => !covered.has(index))
    .join("");
}

const LOOK_ALIKE: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** Length of the text once years and runs such as 1234, abcd or !!! count as little. */
function freshLength(text: string): number {
  const codes = [...text.replace(/(?:19|20)\d\d/g, "0")].map((character) => character.codePointAt(0) ?? 0);
  let length = Math.min(codes.length, 1);
  for (let i = 1; i < codes.length; i++) {
    const step = (codes[i] ?? 0) - (codes[i - 1] ?? 0);
    const before = i > 1 ? (codes[i - 1] ?? 0) - (codes[i - 2] ?? 0) : Number.NaN;
    if (!(Math.abs(step) <= 1 && step === before)) length++;
  }
  return length;
}

const GENERATED = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/**
 * Makes a password that keeps `policy`, without characters that look alike.
 * @param random fills an array with random numbers, as `crypto.getRandomValues` does.
 */
export function generatePassword(policy: PasswordPolicy, random: (array: Uint32Array<ArrayBuffer>) => unknown): string {
  const alphabet = GENERATED + (policy.special ?? "");
  for (;;) {
    const numbers = new Uint32Array(Math.min(policy.maxLength, Math.max(policy.minLength, 16)));
    random(numbers);
    const password = Array.from(numbers, (number) => alphabet[number % alphabet.length]).join("");
    if (isPasswordAllowed({ ...policy, upper: true, lower: true, digit: true }, password, [])) return password;
  }
}
