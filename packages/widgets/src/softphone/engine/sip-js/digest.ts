import type { PhoneCredentials } from "@crewdock/contract";
import type { DigestAuthentication } from "sip.js/lib/core/messages/digest-authentication.js";
import type { OutgoingRequestMessage } from "sip.js/lib/core/messages/outgoing-request-message.js";
import { md5Hex, sha256Hex } from "./hashes.ts";

const HASHES: Readonly<Record<string, (text: string) => string>> = {
  MD5: md5Hex,
  "SHA-256": sha256Hex,
};

/** The fields of a challenge as the grammar hands them over. */
interface Challenge {
  readonly algorithm?: string;
  readonly realm?: string;
  readonly nonce?: string;
  readonly opaque?: string;
  readonly qop?: readonly string[];
}

export interface DigestSource {
  credentialsFor(request: OutgoingRequestMessage): PhoneCredentials | undefined;
  onUnsupported(): void;
}

/**
 * Digest access authentication for SIP (RFC 3261 section 22, RFC 8760 for SHA-256). The stack knows MD5 only and one
 * fixed password; this takes the credentials that are current when the challenge arrives.
 */
export class RotatingDigest implements Pick<DigestAuthentication, "authenticate" | "toString"> {
  readonly #source: DigestSource;
  #header = "";

  constructor(source: DigestSource) {
    this.#source = source;
  }

  authenticate(request: OutgoingRequestMessage, challenge: Challenge, body?: string): boolean {
    const credentials = this.#source.credentialsFor(request);
    const algorithm = challenge.algorithm ?? "MD5";
    const hash = HASHES[algorithm.toUpperCase()];
    const { realm, nonce } = challenge;
    if (hash === undefined) this.#source.onUnsupported();
    if (hash === undefined || credentials === undefined || realm === undefined || nonce === undefined) return false;
    const qop = ["auth", "auth-int"].find((each) => challenge.qop?.includes(each));
    const uri = request.ruri.toString();
    const cnonce = crypto.randomUUID().replaceAll("-", "");
    const ha1 = hash(`${credentials.username}:${realm}:${credentials.password}`);
    const ha2 = hash(`${request.method}:${uri}${qop === "auth-int" ? `:${hash(body ?? "")}` : ""}`);
    const response = hash(
      qop === undefined ? `${ha1}:${nonce}:${ha2}` : `${ha1}:${nonce}:00000001:${cnonce}:${qop}:${ha2}`,
    );
    this.#header = [
      `Digest algorithm=${algorithm}`,
      `username="${credentials.username}"`,
      `realm="${realm}"`,
      `nonce="${nonce}"`,
      `uri="${uri}"`,
      `response="${response}"`,
      ...(challenge.opaque === undefined ? [] : [`opaque="${challenge.opaque}"`]),
      ...(qop === undefined ? [] : [`qop=${qop}`, `cnonce="${cnonce}"`, "nc=00000001"]),
    ].join(", ");
    return true;
  }

  toString(): string {
    return this.#header;
  }
}

const CHALLENGE = /^(?:www|proxy)-authenticate\s*:/i;

/**
 * A server may offer several algorithms, the preferred one first (RFC 8760 section 2.3); the stack looks at the last one
 * only. Leaves the first that is known here and takes out the others.
 */
export function keepFirstKnownChallenge(message: string): string {
  if (!/^SIP\/2\.0 40[17] /.test(message)) return message;
  const lines = message.split("\r\n");
  const challenges = lines.filter((line) => CHALLENGE.test(line));
  if (challenges.length < 2) return message;
  const known = challenges.find((line) => {
    const algorithm = /\balgorithm\s*=\s*"?([\w-]+)/i.exec(line)?.[1] ?? "MD5";
    return HASHES[algorithm.toUpperCase()] !== undefined;
  });
  return lines.filter((line) => !CHALLENGE.test(line) || line === (known ?? challenges[0])).join("\r\n");
}
