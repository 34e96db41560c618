import ipaddr from "ipaddr.js";

/** Global unicast as IANA hands it out (RFC 4291, section 2.4). */
const GLOBAL_IPV6: readonly [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/**
 * Whether an address belongs to the public internet. Everything else is refused: private, loopback, link-local with
 * the cloud metadata addresses, carrier-grade NAT, multicast, reserved, and the IPv6 forms that carry an IPv4 address
 * (mapped ones are judged by what they carry; NAT64, 6to4 and Teredo are refused as such). An allow list of ranges
 * rather than a list of bad ones, which would always forget some.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match([...GLOBAL_IPV6]);
}
