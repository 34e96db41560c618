import type { Log, LogEntry } from "../log.ts";

const LEVELS: readonly LogEntry["level"][] = ["debug", "info", "warn", "error"];
const HIDDEN = "[redacted]";

/** Members whose very name says that nobody should read them. */
const SECRET_NAME = /pass(?:word|phrase)?$|secret|token$|authorization|cookie|credential|(?:^|[a-z_])key$/i;

/** Secrets that give themselves away by their form: bearer tokens, JWTs, the password of an address, Argon2 hashes, sealed values. */
const SECRET_FORM =
  /\bBearer\s+[\w.~+/=-]+|\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=\/\/[^\s/:@]{0,200}:)[^\s/@]+(?=@)|\$argon2\w*\$\S+|\bv1\.[\w-]{1,32}\.[\w-]{38,}/g;

export interface JsonLogOptions {
  /** What is logged at least. */
  readonly level: LogEntry["level"];
  readonly write: (line: string) => void;
  /** The secrets of this server: wherever one turns up, it is cut out. */
  readonly secrets: readonly string[];
  readonly now?: () => Date;
}

/**
 * A log of one JSON object a line: `time`, `level`, `event` and what belongs to it. What the server logs holds no secret in
 * the first place; here is the second line of defence, for what an error or a library brought along.
 */
export function createJsonLog({ level, write, secrets, now = () => new Date() }: JsonLogOptions): Log {
  const least = LEVELS.indexOf(level);
  const known = secretParts(secrets);
  const clean = (text: string): string => {
    let cleaned = text;
    for (const part of known) cleaned = cleaned.replaceAll(part, HIDDEN);
    return cleaned.replaceAll(SECRET_FORM, HIDDEN);
  };
  return ({ level: entryLevel, event, ...details }) => {
    if (LEVELS.indexOf(entryLevel) < least) return;
    const line: Record<string, unknown> = { time: now().toISOString(), level: entryLevel, event: clean(event) };
    for (const [name, value] of Object.entries(details)) {
      if (value === undefined) continue;
      if (SECRET_NAME.test(name)) line[name] = HIDDEN;
      else line[name] = typeof value === "string" ? clean(value) : value;
    }
    write(`${JSON.stringify(line)}\n`);
  };
}

/** Whole secrets, and what is secret within rings of keys and addresses; the longest first, so that no rest of one stays. */
function secretParts(secrets: readonly string[]): readonly string[] {
  const parts = new Set<string>();
  for (const secret of secrets) {
    parts.add(secret);
    for (const entry of secret.split(",")) parts.add(entry.slice(entry.indexOf(":") + 1).trim());
    const password = URL.parse(secret)?.password;
    if (password) parts.add(password).add(tryDecode(password));
  }
  return [...parts].filter((part) => part.length >= 6).sort((a, b) => b.length - a.length);
}

function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded
  }
}
