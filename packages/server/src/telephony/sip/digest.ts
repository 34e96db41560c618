import { createHash } from "node:crypto";

/** Digest algorithms that are understood, strongest first (RFC 8760 2.2). */
export const DIGEST_ALGORITHMS = ["SHA-512-256", "SHA-256", "MD5"] as const;

export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

/** What a digest response is computed from (RFC 7616 3.4). */
export interface DigestParts {
  readonly algorithm: DigestAlgorithm;
  /** H(username:realm:password) */
  readonly ha1: string;
  readonly nonce: string;
  readonly method: string;
  readonly uri: string;
  /** absent for a server of RFC 2069 that offers no qop */
  readonly protection?: { readonly nonceCount: string; readonly clientNonce: string };
}

/** A challenge or credentials: scheme in lower case, parameter names in lower case, values unquoted. */
export interface AuthValue {
  readonly scheme: string;
  readonly params: ReadonlyMap<string, string>;
}

const HASHES = { "SHA-512-256": "sha512-256", "SHA-256": "sha256", MD5: "md5" } as const;

function hash(algorithm: DigestAlgorithm, text: string): string {
  return createHash(HASHES[algorithm]).update(text).digest("hex");
}

/** HA1 of RFC 7616 3.4.2: as good as the password within its realm, so as secret. */
export function digestHa1(algorithm: DigestAlgorithm, username: string, realm: string, password: string): string {
  return hash(algorithm, `${username}:${realm}:${password}`);
}

/** The `response` value of RFC 7616 3.4.1, with qop=auth or, without protection, as in RFC 2069. */
export function digestResponse(parts: DigestParts): string {
  const { algorithm, ha1, nonce, method, uri, protection } = parts;
  const ha2 = hash(algorithm, `${method}:${uri}`);
  const middle = protection === undefined ? "" : `:${protection.nonceCount}:${protection.clientNonce}:auth`;
  return hash(algorithm, `${ha1}:${nonce}${middle}:${ha2}`);
}

/** The named algorithm, MD5 when none is named (RFC 7616 3.3), undefined when it is not understood. */
export function digestAlgorithm(name: string | undefined): DigestAlgorithm | undefined {
  if (name === undefined) return "MD5";
  return DIGEST_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
}

/** Reads one WWW-Authenticate, Proxy-Authenticate, Authorization or Proxy-Authorization value. */
export function parseAuth(value: string): AuthValue {
  const space = value.search(/\s/);
  const scheme = (space < 0 ? value : value.slice(0, space)).toLowerCase();
  const params = new Map<string, string>();
  const rest = space < 0 ? "" : value.slice(space);
  for (const match of rest.matchAll(/([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/g)) {
    const name = match[1]?.toLowerCase();
    if (name !== undefined && !params.has(name)) params.set(name, match[2]?.replace(/\\(.)/g, "$1") ?? match[3] ?? "");
  }
  return { scheme, params };
}

/** Writes a quoted-string (RFC 3261 25.1). */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
