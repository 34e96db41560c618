/** What looks wrong with a password before the network is asked: each wrong try can slow the mail server down. */
export type PasswordHint = "cyrillic" | "spaces";

/** The most telling oddity of a typed password; all of them can be meant, so they only warn. */
export function passwordHint(password: string): PasswordHint | undefined {
  if (password !== password.trim()) return "spaces";
  if (/\p{Script=Cyrillic}/u.test(password)) return "cyrillic";
  return undefined;
}

/** Google shows app passwords in four groups of four letters; the blanks between them are not part of it. */
export function withoutGroups(password: string): string {
  return /^\s*(?:[a-z]{4}\s){3}[a-z]{4}\s*$/.test(password) ? password.replaceAll(/\s/g, "") : password;
}
