import { Resolver } from "node:dns/promises";
import { domainToASCII } from "node:url";
import { isEmail, type MailDiscovery, type MailProvider, type ProviderServer } from "@crewdock/contract";
import { mailProviders, type MxSuffix, mxSuffixes, providerForDomain } from "@crewdock/contract/mail-providers";

export interface MailExchanger {
  readonly exchange: string;
  /** Lower is preferred (RFC 5321, section 5.1). */
  readonly priority: number;
}

export interface MailDiscoveryOptions {
  /** @default the providers of the contract; the development mailbox adds its own in front */
  readonly providers?: readonly MailProvider[];
  /** The MX records of a domain in ASCII; throws where there are none. @default the system's name servers, 3 s */
  readonly resolveMx?: (domain: string, signal: AbortSignal) => Promise<readonly MailExchanger[]>;
}

export interface MailDiscoverer {
  /** All presets, the featured first. */
  readonly providers: readonly MailProvider[];
  /**
   * Recognises the provider of an address: by its domain without any network, otherwise by the domain's MX records.
   * A domain without records or a name server that stays silent is `none`, not an error: the form starts from guesses.
   * @throws the signal's reason when it is aborted.
   */
  discover(email: string, signal: AbortSignal): Promise<MailDiscovery>;
}

const LOOKUP_MS = 3000;
const NOTHING: MailDiscovery = { provider: null, source: "none" };

export function createMailDiscovery(options: MailDiscoveryOptions = {}): MailDiscoverer {
  const given = options.providers ?? mailProviders;
  const providers = given.toSorted((a, b) => Number(b.featured) - Number(a.featured));
  const resolveMx = options.resolveMx ?? systemResolveMx;

  return {
    providers,
    async discover(email, signal) {
      signal.throwIfAborted();
      if (!isEmail(email)) return NOTHING;
      const domain = domainToASCII(email.slice(email.lastIndexOf("@") + 1)).toLowerCase();
      const known = providerForDomain(domain, providers);
      if (known) return { provider: known, source: "domain" };
      if (domain === "") return NOTHING;
      let records: readonly MailExchanger[];
      try {
        records = await resolveMx(domain, signal);
      } catch {
        signal.throwIfAborted();
        return NOTHING; // no record, no such domain and no answer all mean the same here: nothing is known
      }
      for (const { exchange } of records.toSorted((a, b) => a.priority - b.priority)) {
        const trace = traceOf(exchange);
        const provider = trace && providers.find((each) => each.id === trace.providerId);
        if (provider) return { provider: forOwnDomain(provider, trace), source: "mx" };
      }
      return NOTHING;
    },
  };
}

function traceOf(exchange: string): MxSuffix | undefined {
  const host = exchange.toLowerCase().replace(/\.$/, "");
  return mxSuffixes.find(({ suffix }) => host === suffix || host.endsWith(`.${suffix}`));
}

/** Puts the servers for customers' own domains first. */
function forOwnDomain(provider: MailProvider, { hosts }: MxSuffix): MailProvider {
  if (!hosts) return provider;
  const first = (servers: readonly ProviderServer[], host: string): readonly ProviderServer[] =>
    servers.toSorted((a, b) => Number(b.host === host) - Number(a.host === host));
  return { ...provider, imap: first(provider.imap, hosts.imap), smtp: first(provider.smtp, hosts.smtp) };
}

async function systemResolveMx(domain: string, signal: AbortSignal): Promise<readonly MailExchanger[]> {
  const resolver = new Resolver({ timeout: LOOKUP_MS, tries: 1 });
  // The resolver's own limit counts per name server; this one is for all of them together.
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LOOKUP_MS)]);
  const cancel = (): void => resolver.cancel();
  limit.addEventListener("abort", cancel, { once: true });
  try {
    return await resolver.resolveMx(domain);
  } finally {
    limit.removeEventListener("abort", cancel);
  }
}
