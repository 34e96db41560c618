export type NumberProblem = "empty" | "letters" | "too_long" | "misplaced_plus";

export type NormalizedNumber =
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly problem: NumberProblem };

/** Longer than any number of E.164 with an international prefix, a pause code and an extension. */
const LONGEST = 32;

/**
 * What people type, paste or click, as it is dialled: `tel:` and `sip:` links, spaces, dashes, dots, brackets and digits
 * of any script are understood; `00` before an international number becomes `+`; letters are refused, since a name that
 * slipped into the field must not become a call. Extensions such as 1042 and service codes with * and # stay as they are.
 */
export function normalizeNumber(text: string): NormalizedNumber {
  const plain = fromLink(text.normalize("NFKC").trim());
  const digits = plain.replace(/\p{Nd}/gu, asAsciiDigit).replace(/[\s\p{Cf}\p{Pd}()./]/gu, "");
  if (digits === "") return { ok: false, problem: plain === "" ? "empty" : "letters" };
  if (/[^\d+*#]/u.test(digits)) return { ok: false, problem: "letters" };
  if (digits.lastIndexOf("+") > 0 || digits === "+") return { ok: false, problem: "misplaced_plus" };
  const number = /^00[1-9]\d{7,}$/.test(digits) ? `+${digits.slice(2)}` : digits;
  return number.length > LONGEST ? { ok: false, problem: "too_long" } : { ok: true, number };
}

/** Keeps what may stand in the number field while somebody types: everything but control characters, cut to length. */
export function editableNumber(text: string): string {
  return text.replace(/\p{Cc}/gu, "").slice(0, 64);
}

/** Country codes of one and two digits; the others have three (ITU-T E.164, list of assigned codes). */
const COUNTRY = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d{5,12})$/;

/** How the digits after a country code are written where a number is complete. */
const WRITTEN: readonly (readonly [code: string, digits: RegExp, as: string])[] = [
  ["7", /^(\d{3})(\d{3})(\d\d)(\d\d)$/, "$1 $2-$3-$4"],
  ["33", /^(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1 $2 $3 $4 $5"],
  ["44", /^(20)(\d{4})(\d{4})$/, "$1 $2 $3"],
  ["44", /^(\d{4})(\d{6})$/, "$1 $2"],
  ["48", /^(\d\d)(\d{3})(\d\d)(\d\d)$/, "$1 $2 $3 $4"],
  ["55", /^(\d\d)(\d{4,5})(\d{4})$/, "$1 $2-$3"],
];

/**
 * A number as people read it: `+74950000100` becomes `+7 495 000-01-00`. Where a country's own way is not known its
 * digits stand in threes. Extensions, service codes and numbers without a country code stay as they are. For the eye
 * only: what is dialled, stored and linked to is the plain number (RFC 3966).
 */
export function readableNumber(number: string): string {
  const [, code, digits] = COUNTRY.exec(number) ?? [];
  if (code === undefined || digits === undefined) return number;
  const own = WRITTEN.find(([of, pattern]) => of === code && pattern.test(digits));
  const grouped = own === undefined ? digits.replace(/\d{3}(?=\d\d)/g, "$& ") : digits.replace(own[1], own[2]);
  return `+${code} ${grouped}`;
}

function fromLink(text: string): string {
  const link = /^(tel|sips?|callto):(?:\/\/)?([^;?@]*)/i.exec(text);
  if (link === null) return text;
  const [, , user = ""] = link;
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

/** Digits of every script stand in runs of ten that begin at a multiple of ten from the script's zero. */
function asAsciiDigit(digit: string): string {
  if (digit >= "0" && digit <= "9") return digit;
  let zero = digit.codePointAt(0) ?? 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && (digit.codePointAt(0) ?? 0) - zero < 9) zero--;
  return String((digit.codePointAt(0) ?? 0) - zero);
}
