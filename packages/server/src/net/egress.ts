import { lookup as dnsLookup } from "node:dns/promises";
import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { type AllowRule, matchesRule, parseAllowRule } from "./allow-rule.ts";
import { isPublicAddress } from "./public-address.ts";

/** The one address that a connection may be made to; `host` is the name that its certificate has to show. */
export interface PinnedAddress {
  /** In ASCII (Punycode) and lower case; an address stands as it was written, without brackets. */
  readonly host: string;
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
  /** Whether a rule of the operator's allow list names this port with this host: only there may secrets go unencrypted. */
  readonly allowed: boolean;
}

/** Decides where the server may connect to on behalf of a user. */
export interface Egress {
  /**
   * Resolves `host` once and judges what came out of it. Connect to exactly the `address` given back: a second
   * look-up could answer differently (DNS rebinding).
   * @throws EgressError
   */
  resolve(host: string, port: number, signal: AbortSignal): Promise<PinnedAddress>;
}

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface EgressOptions {
  /**
   * What the operator permits beyond the public internet: a host name, an address or a CIDR block, each optionally
   * with a port (`mail.lan`, `10.1.0.0/16`, `[fd00::5]:993`, `127.0.0.1:3143`). A rule with a port opens that port too,
   * and is what lets a password go there without encryption.
   */
  readonly allow?: readonly string[];
  /** Ports that may be asked for, such as {@link mailPorts}. */
  readonly ports: readonly number[];
  /** All addresses of a name. @default getaddrinfo of the system */
  readonly lookup?: (host: string) => Promise<readonly ResolvedAddress[]>;
}

export type EgressErrorCode = "dns_not_found" | "dns_temporary" | "address_refused" | "port_refused" | "cancelled";

/** Why a host may not or cannot be connected to. The message holds the code alone: which address it was is nobody's business. */
export class EgressError extends Error {
  override readonly name = "EgressError";
  readonly code: EgressErrorCode;

  constructor(code: EgressErrorCode, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Ports of IMAP and message submission (RFC 8314). */
export const mailPorts: readonly number[] = [993, 143, 465, 587];

/**
 * Guards requests that a user steers: only public unicast addresses, unless the operator's allow list says otherwise.
 * A name is refused when any of its addresses is. The text of a host is never judged, only what it resolves to, so
 * odd spellings (`0x7f.1`, `2130706433`, `[::ffff:7f00:1]`) gain nothing.
 * @throws RangeError when a rule of the allow list cannot be read.
 */
export function createEgress(options: EgressOptions): Egress {
  const rules: readonly AllowRule[] = (options.allow ?? []).map(parseAllowRule);
  const ports = new Set(options.ports);
  const lookup = options.lookup ?? systemLookup;

  return {
    async resolve(host, port, signal) {
      if (signal.aborted) throw new EgressError("cancelled", signal.reason);
      if (!ports.has(port) && !rules.some((rule) => rule.port === port)) throw new EgressError("port_refused");
      const name = canonicalHost(host);
      if (name === "") throw new EgressError("dns_not_found");
      const addresses = isIP(name)
        ? [{ address: name, family: isIP(name) }]
        : await resolveAll(name, lookup, signal).then((found) => found.filter((each) => isIP(each.address) !== 0));
      if (addresses.length === 0) throw new EgressError("dns_not_found");
      for (const { address } of addresses) {
        const allowed = rules.some((rule) => matchesRule(rule, name, address, port));
        if (allowed) continue;
        if (!isPublicAddress(address)) throw new EgressError("address_refused");
        if (!ports.has(port)) throw new EgressError("port_refused");
      }
      // IPv4 first: on a machine without an IPv6 route the other order would look like a server that is down.
      const chosen = addresses.find((each) => isIP(each.address) === 4) ?? addresses[0];
      if (chosen === undefined) throw new EgressError("dns_not_found");
      const { address } = chosen;
      const allowed = rules.some((rule) => rule.port !== null && matchesRule(rule, name, address, port));
      return { host: name, address, family: isIP(address) === 4 ? 4 : 6, port, allowed };
    },
  };
}

/** A host as it is compared: an address without brackets, a name in Punycode and lower case without its last dot. */
export function canonicalHost(host: string): string {
  const bare = host.trim().replace(/^\[(.*)\]$/, "$1");
  if (isIP(bare)) return bare;
  return domainToASCII(bare).toLowerCase().replace(/\.$/, "");
}

async function systemLookup(host: string): Promise<readonly ResolvedAddress[]> {
  return dnsLookup(host, { all: true, order: "verbatim" });
}

/** getaddrinfo cannot be stopped, so the wait for it is: the answer that comes too late is dropped. */
async function resolveAll(
  host: string,
  lookup: (host: string) => Promise<readonly ResolvedAddress[]>,
  signal: AbortSignal,
): Promise<readonly ResolvedAddress[]> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(new EgressError("cancelled", signal.reason));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([lookup(host), aborted.promise]);
  } catch (error) {
    if (error instanceof EgressError) throw error;
    throw new EgressError(isNotFound(error) ? "dns_not_found" : "dns_temporary", error);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOTFOUND" || code === "ENODATA" || code === "EAI_NONAME" || code === "EAI_NODATA";
}
