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
