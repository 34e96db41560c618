import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";
import {
  bitString,
  boolean,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  time,
  utf8String,
} from "./der.ts";

/** A certificate with its private key, both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly commonName: string;
}

export interface CertificateOptions {
  readonly commonName: string;
  /** Host names and IPv4 addresses that it is good for; none makes an authority. */
  readonly names?: readonly string[];
  /** Who signs; without one it signs itself. */
  readonly issuer?: Certificate;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const ECDSA_WITH_SHA256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
const DAY = 86_400_000;

/**
 * Makes an X.509 v3 certificate (RFC 5280) with a fresh P-256 key, for the development mailbox and for tests: node:crypto
 * reads certificates but writes none, and a visitor's machine need not have openssl. Not for production.
 */
export function makeCertificate(options: CertificateOptions): Certificate {
  const { commonName, names = [], issuer } = options;
  const notBefore = options.notBefore ?? new Date(Date.now() - DAY);
  const notAfter = options.notAfter ?? new Date(Date.now() + 30 * DAY);
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signer: KeyObject = issuer ? createPrivateKey(issuer.key) : privateKey;

  const toBeSigned = sequence(
    tagged(0xa0, integer(Uint8Array.of(2))),
    integer(Uint8Array.from([1, ...randomBytes(15)])),
    ECDSA_WITH_SHA256,
    distinguishedName(issuer?.commonName ?? commonName),
    sequence(time(notBefore), time(notAfter)),
    distinguishedName(commonName),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...(names.length > 0 ? serverExtensions(names) : authorityExtensions()))),
  );
  const signature = bitString(sign("sha256", toBeSigned, signer));
  return {
    cert: pem(sequence(toBeSigned, ECDSA_WITH_SHA256, signature)),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    commonName,
  };
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(objectIdentifier("2.5.4.3"), utf8String(commonName))));
}

function serverExtensions(names: readonly string[]): readonly Buffer[] {
  const general = names.map((name) =>
    isIPv4(name) ? tagged(0x87, Uint8Array.from(name.split("."), Number)) : tagged(0x82, Buffer.from(name, "ascii")),
  );
  return [
    extension("2.5.29.17", false, sequence(...general)), // subjectAltName
    extension("2.5.29.37", false, sequence(objectIdentifier("1.3.6.1.5.5.7.3.1"))), // extKeyUsage: serverAuth
  ];
}

function authorityExtensions(): readonly Buffer[] {
  return [
    extension("2.5.29.19", true, sequence(boolean(true))), // basicConstraints: cA
    extension("2.5.29.15", true, bitString(Uint8Array.of(0x06), 1)), // keyUsage: keyCertSign, cRLSign
  ];
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
