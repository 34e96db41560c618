/** What makes two e-mail addresses, logins or names the same: NFKC (Unicode Standard Annex 15), lower case, no space around. */
export function uniqueKey(text: string): string {
  return text.trim().normalize("NFKC").toLowerCase();
}
