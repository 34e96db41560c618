import * as z from "zod/mini";
import { isEmail, isSingleLine, isStorable, keepsDirection } from "./text-checks.ts";

/** An opaque identifier given by the backend; at most 64 characters, never shown to people. */
export type Id = string;

/** An instant as ISO 8601 in UTC, such as `2026-03-01T09:30:00.000Z`. */
export type IsoTime = string;

/** Opaque version of a record (an ETag without quotes). Sent back as `version` when the record is changed. */
export type Version = string;

export const idSchema: z.ZodMiniType<Id> = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\w.:-]+$/));
/** In the years 1900 to 9999: others are slips of the keyboard, and a year 0 is none that databases know. */
export const isoTimeSchema: z.ZodMiniType<IsoTime> = z.iso
  .datetime()
  .check(z.refine((value) => /^(?:19|[2-9]\d)/.test(value), { params: { field: "invalid_format" } }));
export const versionSchema: z.ZodMiniType<Version> = z.string().check(z.minLength(1), z.maxLength(64));

/**
 * One line of text, trimmed by the form that sends it: `min` to `max` UTF-16 code units, no line breaks, no NUL, nothing
 * that turns the text beside it round (`keepsDirection`).
 */
export function lineSchema(min: number, max: number): z.ZodMiniType<string> {
  return z.string().check(
    z.refine((value) => min === 0 || value.trim().length >= min, { params: { field: "required" } }),
    z.maxLength(max),
    z.refine((value) => isStorable(value) && isSingleLine(value) && keepsDirection(value), {
      params: { field: "invalid_text" },
    }),
  );
}

/** Text of any form, line breaks included, that every store can keep: `min` to `max` UTF-16 code units. */
export function textSchema(min: number, max: number): z.ZodMiniType<string> {
  const bounds = min > 0 ? [z.minLength(min), z.maxLength(max)] : [z.maxLength(max)];
  return z.string().check(...bounds, z.refine(isStorable, { params: { field: "invalid_text" } }));
}

/** Text that other people read, line breaks included: as `textSchema`, without what turns text round (`keepsDirection`). */
export function proseSchema(min: number, max: number): z.ZodMiniType<string> {
  return textSchema(min, max).check(z.refine(keepsDirection, { params: { field: "invalid_text" } }));
}

/** A secret that travels in one direction only: in. At most 256 code units. */
export const secretSchema: z.ZodMiniType<string> = textSchema(1, 256);

/** An e-mail address as far as RFC 5321 limits its length; the local part may be in any script (RFC 6531). */
export const emailSchema: z.ZodMiniType<string> = z
  .string()
  .check(z.maxLength(254), z.refine(isEmail, { params: { field: "invalid_email" } }));
