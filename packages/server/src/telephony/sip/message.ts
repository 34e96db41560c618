/** One header line, its name spelled out (never the compact form). */
export interface SipHeader {
  readonly name: string;
  readonly value: string;
}

/** A SIP request (RFC 3261 7.1). */
export interface SipRequest {
  readonly kind: "request";
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly SipHeader[];
  readonly body: string;
}

/** A SIP response (RFC 3261 7.2). */
export interface SipResponse {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly SipHeader[];
  readonly body: string;
}

export type SipMessage = SipRequest | SipResponse;

/** Raised for text that is not a SIP message. The message carries none of the text. */
export class SipSyntaxError extends Error {
  readonly code = "sip_malformed" as const;
  override readonly name = "SipSyntaxError";
}

/** RFC 3261 7.3.3 and the registry of compact header names. */
const COMPACT: Readonly<Record<string, string>> = {
  b: "Referred-By",
  c: "Content-Type",
  e: "Content-Encoding",
  f: "From",
  i: "Call-ID",
  k: "Supported",
  l: "Content-Length",
  m: "Contact",
  o: "Event",
  r: "Refer-To",
  s: "Subject",
  t: "To",
  u: "Allow-Events",
  v: "Via",
  x: "Session-Expires",
};

const MAX_HEADERS = 200;
const REQUEST_LINE = /^([A-Za-z][A-Za-z0-9.!%*_+`'~-]{0,31}) (\S{1,2048}) SIP\/2\.0$/;
const STATUS_LINE = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/;
const HEADER_NAME = /^[A-Za-z0-9.!%*_+`'~-]{1,64}$/;
/** Content-Length is left to {@link formatMessage}, which counts the bytes of what is really sent. */
const CONTENT_LENGTH = "content-length";

/**
 * Reads one whole message (a datagram, a WebSocket message, or a stream cut by its Content-Length).
 * Folded lines are joined; a body longer than Content-Length is cut to it, a shorter one is an error (RFC 3261 18.3).
 *
 * @throws SipSyntaxError
 */
export function parseMessage(text: string): SipMessage {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) throw new SipSyntaxError("no end of headers");
  const [start = "", ...lines] = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  if (lines.length > MAX_HEADERS) throw new SipSyntaxError("too many headers");
  const headers: SipHeader[] = [];
  let length: number | undefined;
  for (const line of lines) {
    const header = parseHeader(line);
    if (header.name.toLowerCase() !== CONTENT_LENGTH) headers.push(header);
    else if (/^\d{1,9}$/.test(header.value)) length = Number(header.value);
    else throw new SipSyntaxError("bad Content-Length");
  }
  const body = cutBody(text.slice(end + 4), length);
  const request = REQUEST_LINE.exec(start);
  if (request?.[1] !== undefined && request[2] !== undefined) {
    return { kind: "request", method: request[1], uri: request[2], headers, body };
  }
  const response = STATUS_LINE.exec(start);
  if (response === null) throw new SipSyntaxError("bad start line");
  return { kind: "response", status: Number(response[1]), reason: response[2] ?? "", headers, body };
}

function parseHeader(line: string): SipHeader {
  const colon = line.indexOf(":");
  const raw = line.slice(0, Math.max(colon, 0)).trim();
  const value = line.slice(colon + 1).trim();
  if (!HEADER_NAME.test(raw) || /[\r\n\0]/.test(value)) throw new SipSyntaxError("bad header");
  return { name: COMPACT[raw.toLowerCase()] ?? raw, value };
}

function cutBody(body: string, length: number | undefined): string {
  if (length === undefined) return body;
  const bytes = Buffer.byteLength(body);
  if (bytes < length) throw new SipSyntaxError("body shorter than Content-Length");
  return bytes === length ? body : Buffer.from(body).subarray(0, length).toString();
}

/** Writes a message with a Content-Length that fits its body. */
export function formatMessage(message: SipMessage): string {
  const start =
    message.kind === "request"
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers.map(({ name, value }) => `${name}: ${value}`);
  return [start, ...lines, `Content-Length: ${Buffer.byteLength(message.body)}`, "", message.body].join("\r\n");
}

/** The first value of a header, its name in any case. */
export function headerOf(message: SipMessage, name: string): string | undefined {
  const key = name.toLowerCase();
  return message.headers.find((header) => header.name.toLowerCase() === key)?.value;
}

/** Every value of a header; a line that lists several values counts as several (RFC 3261 7.3.1). */
export function headerValues(message: SipMessage, name: string): readonly string[] {
  const key = name.toLowerCase();
  return message.headers.filter((header) => header.name.toLowerCase() === key).flatMap(({ value }) => splitList(value));
}

/** Every line of a header, not split at commas: for challenges and credentials. */
export function headerLines(message: SipMessage, name: string): readonly string[] {
  const key = name.toLowerCase();
  return message.headers.filter((header) => header.name.toLowerCase() === key).map(({ value }) => value);
}

/** Splits a header's list at commas that stand outside of quotes and angle brackets. */
export function splitList(value: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let angle = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at];
    if (quoted && char === "\\") at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === "<") angle = true;
    else if (char === ">") angle = false;
    else if (char === "," && !angle) {
      parts.push(value.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(value.slice(start).trim());
  return parts.filter((part) => part !== "");
}
