/** Letters that Unicode does not take apart into a base and a mark. */
const STROKED: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

/**
 * Text as it is compared when people search: lower case, without accents, so that `леша` finds `Лёша` and `lukasz`
 * finds `Łukasz`. The Cyrillic й stays a letter of its own. A backend that searches in SQL keeps text folded beside the
 * text itself: what a database does with case and accents depends on how it was set up. Rows that are stored stay folded
 * as they were: whoever changes what this makes of a text needs a migration that folds them anew, and what an earlier
 * migration folds by this changes as well.
 */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(/(?<!и)\u0306|(?!\u0306)\p{M}/gu, "")
    .replace(/[łøđßæœı]/gu, (letter) => STROKED[letter] ?? letter)
    .normalize("NFC");
}
