import { randomUUID } from "node:crypto";
import { type DevMailbox, devMailDomain } from "@crewdock/server/dev";

/** A letter as Crewdock hands it over. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const SENDER = { name: "Lantern", address: `no-reply@${devMailDomain}` } as const;

/**
 * The demo's way to send letters: into the development mailbox where the address has one there, and to whoever started
 * the demo in any case. Nothing leaves the machine.
 */
export function demoMailer(
  mailbox: DevMailbox | undefined,
  onLetter: ((letter: Letter) => void) | undefined,
): { send(letter: Letter): Promise<void> } {
  return {
    async send(letter) {
      await mailbox?.deliver(letter.to, encodeLetter(letter, new Date()));
      onLetter?.(letter);
    },
  };
}

/**
 * A letter of plain text as RFC 5322 and MIME want it: lines end with CRLF, headers are ASCII (RFC 2047), the text is
 * UTF-8 in base64.
 * @throws RangeError for an address with a line break, which would be read as further headers
 */
export function encodeLetter({ to, subject, text }: Letter, date: Date): string {
  if (/[\r\n]/.test(to)) throw new RangeError("an address has no line breaks");
  const body = Buffer.from(text.replace(/\r?\n/g, "\r\n"), "utf8").toString("base64");
  const lines = [
    `From: ${SENDER.name} <${SENDER.address}>`,
    `To: <${to}>`,
    `Subject: ${encodeWords(subject)}`,
    `Date: ${date.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${randomUUID()}@${devMailDomain}>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "Auto-Submitted: auto-generated", // RFC 3834: no out-of-office answers to this
    "",
    ...(body.match(/.{1,76}/g) ?? []),
  ];
  return `${lines.join("\r\n")}\r\n`;
}

/** Bytes of UTF-8 in an encoded word so that no line is longer than 76 characters; the first shares its line with `Subject: `. */
const WORD_BYTES = { first: 39, next: 45 } as const;

/** A header's text as encoded words, none of which cuts a character in two; plain ASCII stays as it is. */
function encodeWords(text: string): string {
  if (/^[\x20-\x7e]{0,60}$/.test(text) && !text.includes("=?")) return text;
  const words: string[] = [""];
  for (const character of text) {
    const grown = `${words.at(-1) ?? ""}${character}`;
    if (Buffer.byteLength(grown) <= (words.length === 1 ? WORD_BYTES.first : WORD_BYTES.next))
      words[words.length - 1] = grown;
    else words.push(character);
  }
  return words.map((word) => `=?utf-8?B?${Buffer.from(word, "utf8").toString("base64")}?=`).join("\r\n ");
}
