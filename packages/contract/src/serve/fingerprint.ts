import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * Recognises JSON values again without keeping them: a digest (HMAC with SHA-256, RFC 2104) under a key that is drawn with
 * each call of this function and kept in memory only, so that a digest which gets out cannot be tried against guesses of
 * the password in it. Synchronous, and at hand where `crypto.subtle` is not, as on pages over plain HTTP.
 */
export function fingerprinter(): (value: unknown) => string {
  const key = randomBytes(32);
  return (value) => bytesToHex(hmac(sha256, key, utf8ToBytes(JSON.stringify(value) ?? "")));
}
