import { CrewError } from "@crewdock/contract";
import { orAborted } from "./abort.ts";

/** More than any answer of the contract holds, in bytes; whoever sends more is not one of ours. */
const longestBody = 16_777_216;

/** The media type of an answer in lower case without parameters; "" when none is told. */
export function mediaTypeOf(headers: Headers): string {
  return headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** @throws CrewError `invalid_answer` for an answer that says it is something else; one that says nothing may pass */
export function demandMediaType(response: Response, fits: RegExp): void {
  const type = mediaTypeOf(response.headers);
  if (type === "" || fits.test(type)) return;
  leave(response);
  throw new CrewError("invalid_answer", {
    detail: `answer of type ${type.slice(0, 60).replaceAll(/[^\w/+.-]/g, "?")}`,
  });
}

/** Lets go of a body that nobody reads, so that its connection is free again. */
export function leave({ body }: Response): void {
  body?.cancel().catch(() => {}); // the connection may be gone already
}

/**
 * Reads a body to its end.
 * @throws CrewError `invalid_answer` when it is too long, `cancelled`, `timeout`; TypeError when the connection breaks
 */
export async function readText(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let size = 0; ;) {
      const { done, value } = await orAborted(reader.read(), signal);
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > longestBody) throw new CrewError("invalid_answer", { detail: "endless body" });
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    reader.cancel().catch(() => {}); // the connection may be gone already
  }
}

/** More than an hour of uncompressed speech takes, in bytes. */
const longestBytes = 134_217_728;

/**
 * Reads bytes to their end. `heard` is told of each part, so that a long answer is not cut off while it comes.
 * @throws CrewError `invalid_answer` when there are too many, `cancelled`, `timeout`; TypeError when the connection breaks
 */
export async function readBytes(
  response: Response,
  signal: AbortSignal,
  heard: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await orAborted(reader.read(), signal);
      if (done) break;
      heard();
      parts.push(value);
      size += value.byteLength;
      if (size > longestBytes) throw new CrewError("invalid_answer", { detail: "endless body" });
    }
  } finally {
    reader.cancel().catch(() => {}); // the connection may be gone already
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

/** Reads JSON; nothing at all is undefined. @throws CrewError `invalid_answer` */
export function parseJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // the engine's error quotes the text, which may hold a credential
    throw new CrewError("invalid_answer", { detail: "not JSON" });
  }
}
