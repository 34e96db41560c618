import type { AddressVerdict, IpRule } from "./ip-rules.ts";

/** An address, or all that share the first bits with it. */
interface Network {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly prefix: number;
}

const widths = { 4: 32, 6: 128 } as const;
/** `::ffff:0:0/96`: IPv4 addresses as a socket of both families shows them (RFC 4291, section 2.5.5.2). */
const mapped = 0xffff_0000_0000n;

/**
 * An address in the form in which it is stored and compared: IPv6 at its shortest (RFC 5952), an IPv4 address that is
 * mapped into IPv6 as IPv4. Null for everything else: no octal or hexadecimal IPv4, no zone, no port.
 */
export function canonicalAddress(text: string): string | null {
  const read = readAddress(text);
  if (read === null) return null;
  return read.family === 4 ? dotted(read.bits) : shortest(text);
}

/** Whether `text` is an address, or one with a prefix length. Bits behind the prefix do not count. */
export function isNetwork(text: string): boolean {
  return readNetwork(text) !== null;
}

/** Whether an address lies in a network; false when one of them is none. */
export function isInNetwork(address: string, network: string): boolean {
  return holds(network, readAddress(address));
}

function holds(network: string, one: Network | null): boolean {
  const all = knownNetwork(network);
  if (one === null || all === null || one.family !== all.family) return false;
  const rest = BigInt(widths[all.family] - all.prefix);
  return one.bits >> rest === all.bits >> rest;
}

/** What the rules say of an address: both lists must allow it, and an empty one allows all. An unknown address is in no network. */
export function judgeAddress(
  address: string | null,
  company: readonly IpRule[],
  own: readonly IpRule[],
): AddressVerdict {
  if (company.length === 0 && own.length === 0) return { allowed: true, refusedBy: null };
  const one = address === null ? null : readAddress(address);
  const allows = (rules: readonly IpRule[]): boolean =>
    rules.length === 0 || rules.some(({ network }) => holds(network, one));
  if (!allows(company)) return { allowed: false, refusedBy: "company" };
  return allows(own) ? { allowed: true, refusedBy: null } : { allowed: false, refusedBy: "user" };
}

/** The same rules are asked with each request: so many networks are read once. */
const MOST_KNOWN = 2000;
const known = new Map<string, Network | null>();

function knownNetwork(text: string): Network | null {
  const found = known.get(text);
  if (found !== undefined) return found;
  const read = readNetwork(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, read);
  return read;
}

function readNetwork(text: string): Network | null {
  const [address = "", length, ...more] = text.split("/");
  const read = readAddress(address);
  if (read === null || more.length > 0) return null;
  if (length === undefined) return read;
  // the prefix counts in the address as it was written: 96 bits more for one that is mapped
  const written = Number(length) - (read.family === 4 && address.includes(":") ? 96 : 0);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length) || written < 0 || written > widths[read.family]) return null;
  return { ...read, prefix: written };
}

function readAddress(text: string): Network | null {
  const read = text.includes(":") ? readSix(text) : readFour(text);
  if (read === null) return null;
  if (text.includes(":") && read >> 32n === mapped >> 32n) return { family: 4, bits: read & 0xffff_ffffn, prefix: 32 };
  return text.includes(":") ? { family: 6, bits: read, prefix: 128 } : { family: 4, bits: read, prefix: 32 };
}

function readFour(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return null;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function readSix(text: string): bigint | null {
  const short = shortest(text);
  if (short === null) return null;
  const [head = "", tail] = short.split("::");
  const groups = (part: string | undefined): readonly string[] => (part ? part.split(":") : []);
  const [left, right] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** The URL standard's host parser knows all ways to write an IPv6 address and gives the shortest. */
function shortest(text: string): string | null {
  if (!/^[\da-f:.]{2,45}$/i.test(text)) return null;
  const url = `http://[${text}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : null;
}

function dotted(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join(".");
}
