import type { ImapAttribute } from "imapflow";
import { internalDate, isNode, listOf, nstring, textOf } from "./imap-syntax.ts";
import type { StoredMessage } from "./mail-store.ts";
import { bodyStructure, envelope, type MessagePart, parsePart, pickFields } from "./message-parts.ts";

const macros: Readonly<Record<string, readonly string[]>> = {
  ALL: ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"],
  FAST: ["FLAGS", "INTERNALDATE", "RFC822.SIZE"],
  FULL: ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"],
};

/** What FETCH is asked for, macros spelt out. */
export function fetchItems(argument: ImapAttribute | undefined): readonly ImapAttribute[] {
  return listOf(argument).flatMap((item): readonly ImapAttribute[] => {
    const spelt = macros[textOf(item).toUpperCase()];
    return spelt ? spelt.map((value) => ({ type: "ATOM", value })) : [item];
  });
}

/** Whether fetching this marks the letter as read (RFC 3501, section 6.4.5). */
export function marksSeen(items: readonly ImapAttribute[]): boolean {
  return items.some((item) => {
    const name = textOf(item).toUpperCase();
    return (
      (name === "BODY" && isNode(item) && item.section !== undefined) || name === "RFC822" || name === "RFC822.TEXT"
    );
  });
}

/** The data items of one letter, as bytes between the parentheses; null for an item that is not known. */
export function fetchData(message: StoredMessage, items: readonly ImapAttribute[], withUid: boolean): Buffer | null {
  const part = parsePart(message.raw);
  const names = new Set(items.map((item) => textOf(item).toUpperCase()));
  const all = withUid && !names.has("UID") ? [{ type: "ATOM", value: "UID" }, ...items] : items;
  const pieces: (string | Buffer)[] = [];
  for (const item of all) {
    const data = itemData(message, part, item);
    if (!data) return null;
    if (pieces.length > 0) pieces.push(" ");
    pieces.push(...data);
  }
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}

function itemData(message: StoredMessage, part: MessagePart, item: ImapAttribute): readonly (string | Buffer)[] | null {
  const name = textOf(item).toUpperCase();
  switch (name) {
    case "UID":
      return [`UID ${message.uid}`];
    case "FLAGS":
      return [`FLAGS (${[...message.flags].join(" ")})`];
    case "INTERNALDATE":
      return [`INTERNALDATE ${internalDate(message.receivedAt)}`];
    case "RFC822.SIZE":
      return [`RFC822.SIZE ${message.raw.length}`];
    case "ENVELOPE":
      return ["ENVELOPE ", ...envelope(part)];
    case "BODYSTRUCTURE":
      return ["BODYSTRUCTURE ", ...bodyStructure(part)];
    case "RFC822":
      return ["RFC822 ", nstring(message.raw)];
    case "RFC822.HEADER":
      return ["RFC822.HEADER ", nstring(part.header)];
    case "RFC822.TEXT":
      return ["RFC822.TEXT ", nstring(part.body)];
    case "BODY":
    case "BODY.PEEK":
      return isNode(item) && item.section
        ? sectionData(part, message.raw, item.section, item.partial)
        : ["BODY ", ...bodyStructure(part)];
    default:
      return null;
  }
}

function sectionData(
  whole: MessagePart,
  raw: Buffer,
  section: readonly ImapAttribute[],
  partial: readonly number[] | undefined,
): readonly (string | Buffer)[] {
  const path = textOf(section[0]).toUpperCase();
  const fields = listOf(section[1]).map(textOf);
  const label = fields.length > 0 ? `${path} (${fields.join(" ")})` : path;
  const content = sectionContent(whole, raw, path, fields);
  const [from, count] = partial ?? [];
  if (from === undefined) return [`BODY[${label}] `, nstring(content)];
  const cut = content?.subarray(from, count === undefined ? undefined : from + count) ?? null;
  return [`BODY[${label}]<${from}> `, nstring(cut)];
}

/** `1.2.MIME`, `HEADER.FIELDS`, `TEXT`, a part's number, or nothing for the whole letter. */
function sectionContent(whole: MessagePart, raw: Buffer, path: string, fields: readonly string[]): Buffer | null {
  const numbers = /^(?:\d+(?:\.(?=\d))?)*/.exec(path)?.[0] ?? "";
  const rest = path.slice(numbers.length).replace(/^\./, "");
  let part: MessagePart | undefined = whole;
  for (const number of numbers.split(".").filter(Boolean)) {
    const children: readonly MessagePart[] = part?.children ?? [];
    // The first part of a letter that has no parts is its body (RFC 3501, section 6.4.5).
    part = children.length === 0 && number === "1" ? part : children[Number(number) - 1];
  }
  if (!part) return null;
  if (rest === "HEADER" || rest === "MIME") return part.header;
  if (rest === "HEADER.FIELDS" || rest === "HEADER.FIELDS.NOT") {
    return pickFields(part.header, fields, rest === "HEADER.FIELDS.NOT");
  }
  return rest === "" && numbers === "" ? raw : part.body;
}
