import ipaddr from "ipaddr.js";

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Tells where a request came from. */
export type ClientAddress = (headers: Headers, peer: string | undefined) => string | undefined;

/**
 * Reads addresses of clients. The header `X-Forwarded-For` counts only as far as proxies of one's own wrote it: it is
 * read from its end, and the first address that is none of theirs is the client's. Whatever a client wrote itself stands
 * before that one.
 *
 * @param proxies addresses and CIDR blocks of the proxies in front of this server
 * @returns a function that gives the address in its normal form (IPv6 in eight groups without `::`), undefined when it is not known
 * @throws RangeError for a proxy that is neither an address nor a CIDR block
 */
export function clientAddressBehind(proxies: readonly string[]): ClientAddress {
  const networks = proxies.map(parseNetwork);
  const isProxy = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
    networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
  return (headers, peer) => {
    const forwarded = headers.get("x-forwarded-for")?.split(",").reverse() ?? [];
    let client = parse(peer);
    for (const hop of forwarded) {
      const next = parse(hop.trim());
      if (!client || !next || !isProxy(client)) break;
      client = next;
    }
    return client?.toNormalizedString();
  };
}

function parse(text: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return text !== undefined && ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}

function parseNetwork(text: string): Network {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = parse(text);
  if (!address) throw new RangeError(`"${text}" is neither an address nor a CIDR block`);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}
