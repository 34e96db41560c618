import { nstring } from "./imap-syntax.ts";

/** A letter or one part of it, taken apart as far as FETCH asks (RFC 5322, RFC 2045). */
export interface MessagePart {
  readonly header: Buffer;
  readonly body: Buffer;
  /** Parts of a multipart; empty for any other. */
  readonly children: readonly MessagePart[];
}

const MAX_DEPTH = 8;

export function parsePart(raw: Buffer, depth = 0): MessagePart {
  const end = raw.indexOf("\r\n\r\n");
  const header = end < 0 ? raw : raw.subarray(0, end + 4);
  const body = end < 0 ? Buffer.alloc(0) : raw.subarray(end + 4);
  const { type, parameters } = contentType(header);
  const boundary = parameters.get("boundary");
  const children = type === "multipart" && boundary && depth < MAX_DEPTH ? split(body, boundary) : [];
  return { header, body, children: children.map((child) => parsePart(child, depth + 1)) };
}

/** The value of the first header field of this name, unfolded. */
export function field(header: Buffer, name: string): string | null {
  const unfolded = header.toString("utf8").replace(/\r\n[ \t]+/g, " ");
  const wanted = `${name.toLowerCase()}:`;
  const line = unfolded.split("\r\n").find((each) => each.toLowerCase().startsWith(wanted));
  return line === undefined ? null : line.slice(wanted.length).trim();
}

/** A header value for people: encoded words (RFC 2047) as the text they stand for. */
export function decodeWords(value: string): string {
  return value
    .replace(/(\?=)\s+(?==\?)/g, "$1")
    .replace(
      /=\?([\w-]+)(?:\*[\w-]+)?\?([bq])\?([^?]*)\?=/gi,
      (whole, charset: string, encoding: string, text: string) => {
        try {
          return new TextDecoder(charset).decode(
            encoding.toLowerCase() === "b" ? Buffer.from(text, "base64") : fromQ(text),
          );
        } catch {
          return whole; // a charset that this runtime does not know: the word stays as it came
        }
      },
    );
}

function fromQ(text: string): Buffer {
  const bytes = text
    .replaceAll("_", " ")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}

/** The header with only the named fields, or without them, ended by an empty line. */
export function pickFields(header: Buffer, names: readonly string[], without: boolean): Buffer {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const fields = header.toString("latin1").match(/[^\r\n:]+:.*\r\n(?:[ \t].*\r\n)*/g) ?? [];
  const kept = fields.filter((each) => wanted.has(each.slice(0, each.indexOf(":")).toLowerCase()) !== without);
  return Buffer.from(`${kept.join("")}\r\n`, "latin1");
}

/** ENVELOPE of RFC 3501, section 7.4.2. */
export function envelope({ header }: MessagePart): readonly (string | Buffer)[] {
  const get = (name: string): string | null => field(header, name);
  const from = addresses(get("From"));
  return join([
    nstring(get("Date")),
    nstring(get("Subject")),
    from,
    get("Sender") ? addresses(get("Sender")) : from,
    get("Reply-To") ? addresses(get("Reply-To")) : from,
    addresses(get("To")),
    addresses(get("Cc")),
    addresses(get("Bcc")),
    nstring(get("In-Reply-To")),
    nstring(get("Message-ID")),
  ]);
}

/** BODYSTRUCTURE of RFC 3501, section 7.4.2, without extension data. */
export function bodyStructure(part: MessagePart): readonly (string | Buffer)[] {
  const { type, subtype, parameters } = contentType(part.header);
  if (part.children.length > 0) return ["(", ...part.children.flatMap(bodyStructure), " ", nstring(subtype), ")"];
  const pairs = [...parameters].flatMap(([name, value]) => [nstring(name), nstring(value)]);
  const encoding = field(part.header, "Content-Transfer-Encoding") ?? "7BIT";
  const lines = part.body.toString("latin1").split("\n").length - 1;
  return join([
    nstring(type),
    nstring(subtype),
    pairs.length > 0 ? join(pairs) : "NIL",
    nstring(field(part.header, "Content-ID")),
    nstring(field(part.header, "Content-Description")),
    nstring(encoding),
    String(part.body.length),
    ...(type === "text" ? [String(lines)] : []),
  ]);
}

function contentType(header: Buffer): {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: ReadonlyMap<string, string>;
} {
  const value = field(header, "Content-Type") ?? "text/plain; charset=us-ascii";
  const [media = "text/plain", ...rest] = value.split(";");
  const [type = "text", subtype = "plain"] = media.trim().toLowerCase().split("/");
  const parameters = rest.flatMap((each): (readonly [string, string])[] => {
    const cut = each.indexOf("=");
    if (cut < 0) return [];
    return [
      [
        each.slice(0, cut).trim().toLowerCase(),
        each
          .slice(cut + 1)
          .trim()
          .replace(/^"(.*)"$/, "$1"),
      ],
    ];
  });
  return { type, subtype, parameters: new Map(parameters) };
}

function split(body: Buffer, boundary: string): readonly Buffer[] {
  const text = `\r\n${body.toString("latin1")}`;
  return text
    .split(`\r\n--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith("--"))
    .map((part) => Buffer.from(part.replace(/^[ \t]*\r\n/, ""), "latin1"));
}

type Piece = string | Buffer | readonly (string | Buffer)[];

function join(pieces: readonly Piece[]): readonly (string | Buffer)[] {
  return [
    "(",
    ...pieces.flatMap((piece, index) => [
      ...(index > 0 ? [" "] : []),
      ...(Array.isArray(piece) ? piece : [piece as string]),
    ]),
    ")",
  ];
}

function addresses(value: string | null): Piece {
  if (!value) return "NIL";
  const found = value.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((each) => {
    const match = /^(.*?)<([^>]*)>\s*$/.exec(each.trim());
    const name = match?.[1]?.trim().replace(/^"(.*)"$/, "$1") ?? "";
    const address = (match?.[2] ?? each).trim();
    const at = address.lastIndexOf("@");
    return join([
      name === "" ? "NIL" : nstring(name),
      "NIL",
      nstring(at < 0 ? address : address.slice(0, at)),
      nstring(at < 0 ? "" : address.slice(at + 1)),
    ]);
  });
  return ["(", ...found.flat(), ")"];
}
