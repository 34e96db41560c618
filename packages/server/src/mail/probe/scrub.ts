const MAX_SHOWN = 300;

export interface ScrubSecrets {
  readonly password: string;
  readonly usernames: readonly string[];
}

/**
 * Makes a server's words fit to be shown and sent to somebody's support: without e-mail and IP addresses, user names,
 * session ids, tokens and query strings, on one line and at most 300 characters. The password is taken out in each
 * form in which a server could echo it. Null when nothing is left to say.
 */
export function scrubServerText(text: string, { password, usernames }: ScrubSecrets): string | null {
  let shown = text;
  for (const secret of secretForms(password, usernames)) shown = shown.replaceAll(secret, "•••");
  shown = oneLine(shown);
  for (const username of usernames) {
    for (const name of [username, username.split("@")[0] ?? ""]) {
      if (name.length >= 3)
        shown = shown.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escapeForPattern(name)}(?![\\p{L}\\p{N}])`, "giu"), "…");
    }
  }
  shown = shown
    .replace(/(https?:\/\/[^\s?#<>"]+)[?#][^\s<>"]*/gi, "$1")
    .replace(/[^\s<>"'():;,[\]]+@[^\s<>"'():;,[\]]+/g, "…")
    .replace(/\bsc=[^\s)\]]+/gi, "sc=…")
    .replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g, "…")
    .replace(/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi, "…")
    .replace(/(?<![\w/-])(?=[\w+=-]*\d)[\w+=-]{16,}/g, "…")
    .trim();
  if (!/[\p{L}\p{N}]/u.test(shown)) return null;
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : shown;
}

function oneLine(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** As it is, as a form or a URL carries it, and as SASL PLAIN and LOGIN send it. The longest first. */
function secretForms(password: string, usernames: readonly string[]): readonly string[] {
  if (password === "") return [];
  const base64 = (value: string): string => Buffer.from(value).toString("base64").replace(/=+$/, "");
  const forms = new Set([
    password,
    oneLine(password),
    percentEncoded(password),
    base64(password),
    ...usernames.flatMap((name) => [base64(`\0${name}\0${password}`), base64(`${name}\0${name}\0${password}`)]),
  ]);
  forms.delete("");
  return [...forms].sort((a, b) => b.length - a.length);
}

function percentEncoded(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
