/*
 * Checks of single values without schemas, so that a form in the browser can use them and leave zod behind.
 * The schemas are made of the same functions.
 */

/** Runs of text that PostgreSQL or JSON cannot carry: NUL and lone surrogates. Everything else is stored as it was typed. */
const UNSTORABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Whether every store and JSON can carry `value`: no NUL, no lone surrogates. */
export function isStorable(value: string): boolean {
  return !UNSTORABLE.test(value);
}

/** Whether `value` has no line break. */
export function isSingleLine(value: string): boolean {
  return !/[\r\n\u2028\u2029]/.test(value);
}

/**
 * Embeddings, overrides and isolates of UAX #9, which reach over the end of what holds them. Marks (U+200E, U+200F) and
 * joiners (U+200C, U+200D) do not, and scripts need them.
 */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Whether `value` leaves the text beside it in its direction, so that no name can make another one read backwards. */
export function keepsDirection(value: string): boolean {
  return value.search(TURNING) < 0;
}

/** `value` without what `keepsDirection` refuses, for text that strangers send. */
export function withoutTurning(value: string): string {
  return value.replace(TURNING, "");
}

/** Whether `value` looks like one e-mail address: one `@`, a local part of at most 64, a host name with a dot. */
export function isEmail(value: string): boolean {
  const at = value.lastIndexOf("@");
  if (at < 1 || at > 64) return false;
  const local = value.slice(0, at);
  const domain = value.slice(at + 1);
  return (
    !/[\s<>()[\]\\,;:"@\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u.test(local) &&
    isHostName(domain) &&
    domain.includes(".")
  );
}

/** Whether `value` is a host name of RFC 1123 (in any script, to be turned into Punycode by the sender). */
export function isHostName(value: string): boolean {
  return (
    value.length <= 253 &&
    value
      .split(".")
      .every(
        (label) =>
          label.length > 0 &&
          label.length <= 63 &&
          /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label),
      )
  );
}

/** Whether `value` names a time zone of the IANA database that this runtime knows. */
export function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false; // a RangeError is how Intl says 'unknown zone'
  }
}
