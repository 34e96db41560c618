import type { ImapAttribute, ImapAttributeNode } from "imapflow";
import { encodeMailboxName } from "../../mail/probe/modified-utf7.ts";

/** Text of an argument; an empty string for a list or NIL. */
export function textOf(argument: ImapAttribute | undefined): string {
  if (!argument || Array.isArray(argument)) return "";
  const { value } = argument;
  return Buffer.isBuffer(value) ? value.toString("utf8") : String(value ?? "");
}

export function bytesOf(argument: ImapAttribute | undefined): Buffer | null {
  if (!argument || Array.isArray(argument)) return null;
  const { value } = argument;
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value ?? ""), "utf8");
}

/** The members of a parenthesised list, or the argument alone. */
export function listOf(argument: ImapAttribute | undefined): readonly ImapAttribute[] {
  if (argument === undefined) return [];
  return Array.isArray(argument) ? argument : [argument];
}

export function isNode(argument: ImapAttribute | undefined): argument is ImapAttributeNode {
  return argument !== undefined && argument !== null && !Array.isArray(argument);
}

export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** A string that may be anything: quoted where RFC 3501 lets it be, a literal otherwise, NIL for null. */
export function nstring(text: string | Buffer | null): string | Buffer {
  if (text === null) return "NIL";
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text, "utf8");
  const isPlain = bytes.length < 1000 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  if (isPlain) return quoted(bytes.toString("latin1"));
  return Buffer.concat([Buffer.from(`{${bytes.length}}\r\n`), bytes]);
}

export function mailboxName(path: string): string {
  return quoted(encodeMailboxName(path));
}

/** Whether a number is in a set such as `1:4,7,9:*`; `last` is what the asterisk stands for. */
export function inSequenceSet(set: string, last: number): ((value: number) => boolean) | null {
  if (!/^(?:\d+|\*)(?::(?:\d+|\*))?(?:,(?:\d+|\*)(?::(?:\d+|\*))?)*$/.test(set)) return null;
  const ranges = set.split(",").map((range): readonly [number, number] => {
    const [from = 0, to = from] = range.split(":").map((end) => (end === "*" ? last : Number(end)));
    return [Math.min(from, to), Math.max(from, to)];
  });
  return (value) => ranges.some(([from, to]) => value >= from && value <= to);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `01-Mar-2026 09:30:00 +0000` */
export function internalDate(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, " ");
  return `"${day}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} +0000"`;
}

/** Reads `1-Mar-2026` or a date with time and zone; null when it is none. */
export function readDate(text: string): Date | null {
  const match = /^ ?(\d{1,2})-([A-Za-z]{3})-(\d{4})(?: (\d\d:\d\d:\d\d) ([+-]\d{4}))?$/.exec(text);
  const month = MONTHS.findIndex((name) => name.toLowerCase() === match?.[2]?.toLowerCase());
  if (!match || month < 0) return null;
  const [, day = "", , year, time = "00:00:00", zone = "+0000"] = match;
  const iso = `${year}-${String(month + 1).padStart(2, "0")}-${day.padStart(2, "0")}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`;
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
}
