import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** One entry of the operator's allow list: a host name or a block of addresses; `port` null means each listed port. */
export interface AllowRule {
  readonly host: string | null;
  readonly block: readonly [Address, number] | null;
  readonly port: number | null;
}

/**
 * Reads `host`, `address` or `CIDR`, each optionally followed by `:port` (IPv6 with a port in brackets).
 * @throws RangeError for anything else: a rule that silently means nothing would be found out in production.
 */
export function parseAllowRule(text: string): AllowRule {
  const rule = text.trim();
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(rule);
  const withPort = bracketed ?? (ipaddr.IPv6.isValid(rule.split("/")[0] ?? "") ? null : /^([^:]+):(\d+)$/.exec(rule));
  const target = withPort?.[1] ?? rule;
  const port = withPort?.[2] === undefined ? null : Number(withPort[2]);
  if (port !== null && (port < 1 || port > 65535)) throw new RangeError(`Allow list: no such port in "${text}"`);
  if (ipaddr.isValidCIDR(target)) return { host: null, block: ipaddr.parseCIDR(target), port };
  if (ipaddr.IPv6.isValid(target) || ipaddr.IPv4.isValidFourPartDecimal(target)) {
    const address = ipaddr.process(target);
    return { host: null, block: [address, address.kind() === "ipv4" ? 32 : 128], port };
  }
  const host = domainToASCII(target).toLowerCase().replace(/\.$/, "");
  if (!/^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?$/.test(host) || ipaddr.isValid(host)) {
    throw new RangeError(`Allow list: "${text}" is neither a host name, an address nor a CIDR block`);
  }
  return { host, block: null, port };
}

/** Whether a rule permits this address, reached under this canonical host name, at this port. */
export function matchesRule(rule: AllowRule, host: string, address: string, port: number): boolean {
  if (rule.port !== null && rule.port !== port) return false;
  if (rule.block === null) return rule.host === host;
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const [network, bits] = rule.block;
  return parsed.kind() === network.kind() && parsed.match(network, bits);
}
