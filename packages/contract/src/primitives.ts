import * as z from "zod/mini";

/** An opaque identifier given by the backend; at most 64 characters, never shown to people. */
export type Id = string;

/** An instant as ISO 8601 in UTC, such as `2026-03-01T09:30:00.000Z`. */
export type IsoTime = string;

/** Opaque version of a record (an ETag without quotes). Sent back as `version` when the record is changed. */
export type Version = string;

/** Runs of text that PostgreSQL or JSON cannot carry: NUL and lone surrogates. Everything else is stored as it was typed. */
const UNSTORABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

export const idSchema: z.ZodMiniType<Id> = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\w.:-]+$/));
export const isoTimeSchema: z.ZodMiniType<IsoTime> = z.iso.datetime();
export const versionSchema: z.ZodMiniType<Version> = z.string().check(z.minLength(1), z.maxLength(64));

/** One line of text, trimmed by the form that sends it: `min` to `max` UTF-16 code units, no line breaks, no NUL. */
export function lineSchema(min: number, max: number): z.ZodMiniType<string> {
  return z.string().check(
    z.refine((value) => min === 0 || value.trim().length >= min, { params: { field: "required" } }),
    z.maxLength(max),
    z.refine((value) => !UNSTORABLE.test(value) && !/[\r\n\u2028\u2029]/.test(value), {
      params: { field: "invalid_text" },
    }),
  );
}

/** A secret that travels in one direction only: in. At most 256 code units. */
export const secretSchema: z.ZodMiniType<string> = z.string().check(
  z.minLength(1),
  z.maxLength(256),
  z.refine((value) => !UNSTORABLE.test(value), { params: { field: "invalid_text" } }),
);

/** An e-mail address as far as RFC 5321 limits its length; the local part may be in any script (RFC 6531). */
export const emailSchema: z.ZodMiniType<string> = z
  .string()
  .check(z.maxLength(254), z.refine(isEmail, { params: { field: "invalid_email" } }));

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
