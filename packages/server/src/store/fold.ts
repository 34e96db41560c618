/** Letters that Unicode does not take apart into a base and a mark. */
const STROKED: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

/**
 * Text as it is compared when people search and sort: lower case, without accents, so that `Лешa` finds `Лёша` and
 * `lukasz` finds `Łukasz`. The Cyrillic й stays a letter of its own.
 */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(/(?<!и)\u0306|(?!\u0306)\p{M}/gu, "")
    .replace(/[łøđßæœı]/gu, (letter) => STROKED[letter] ?? letter)
    .normalize("NFC");
}

/** The pattern of LIKE that finds `text` anywhere in a folded column. */
export function containsPattern(text: string): string {
  return `%${fold(text.trim()).replace(/[\\%_]/g, "\\$&")}%`;
}
