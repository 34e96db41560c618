import type {
  MailFailureCode,
  MailFix,
  MailProtocol,
  MailProvider,
  MailSettings,
  ProviderServer,
} from "@crewdock/contract";
import { isIP } from "node:net";
import type { ProbeFailure } from "./probe-failure.ts";
import { intendedProvider, parentDomain, providerOfServer } from "./provider-lookup.ts";

const MAX_CANDIDATES = 5;
const conventional: Readonly<Record<MailProtocol, readonly Omit<ProviderServer, "host">[]>> = {
  imap: [
    { port: 993, security: "ssl" },
    { port: 143, security: "starttls" },
  ],
  smtp: [
    { port: 465, security: "ssl" },
    { port: 587, security: "starttls" },
  ],
};

/** Failures that another host, port or security can mend. */
const reachable: ReadonlySet<MailFailureCode> = new Set<MailFailureCode>([
  "dns_not_found",
  "address_refused",
  "port_refused",
  "refused",
  "connection_reset",
  "connect_timeout",
  "greeting_timeout",
  "tls_on_plain_port",
  "plain_on_tls_port",
  "tls_wrong_host",
  "tls_failed",
  "starttls_missing",
  "plaintext_refused",
  "wrong_protocol",
  "not_a_mail_server",
  "auth_not_offered",
]);

/** Whether a password could be sent to this server: it was reached, it is what it should be, and it takes passwords. */
export type ProveServer = (server: ProviderServer) => Promise<boolean>;

/**
 * A change of the form that mends the failure. A server is offered only after it has been reached with just these
 * settings, so the button keeps its word; a user name only where the provider's own rule says it.
 */
export async function findFix(
  protocol: MailProtocol,
  settings: MailSettings,
  failure: ProbeFailure,
  providers: readonly MailProvider[],
  prove: ProveServer,
): Promise<MailFix | null> {
  if (failure.code === "bad_login") return userNameFix(protocol, settings, providers);
  if (!reachable.has(failure.code)) return null;
  const server = settings[protocol];
  const candidates = serverCandidates(protocol, settings, failure, providers)
    .filter((each) => each.security !== "none" && !isSame(each, server))
    .filter((each, index, all) => all.findIndex((other) => isSame(other, each)) === index)
    .slice(0, MAX_CANDIDATES);
  const proven = await Promise.all(candidates.map(prove));
  const found = candidates.find((_candidate, index) => proven[index]);
  if (!found) return null;
  return {
    protocol,
    ...(found.host === server.host ? {} : { host: found.host }),
    ...(found.port === server.port ? {} : { port: found.port }),
    ...(found.security === server.security ? {} : { security: found.security }),
  };
}

function serverCandidates(
  protocol: MailProtocol,
  settings: MailSettings,
  { code, certificateNames }: ProbeFailure,
  providers: readonly MailProvider[],
): readonly ProviderServer[] {
  const { host, port } = settings[protocol];
  const here = conventional[protocol].map((each) => ({ host, ...each }));
  const provider = providerOfServer(host, protocol, providers) ?? intendedProvider(settings, providers);
  const known = provider?.[protocol] ?? [];
  switch (code) {
    case "tls_on_plain_port":
    case "plaintext_refused":
      return [{ host, port, security: "starttls" }, ...known, ...here];
    case "plain_on_tls_port":
      return [{ host, port, security: "ssl" }, ...known, ...here];
    case "tls_wrong_host":
      return [...known, ...relatedNames(host, certificateNames).map((name) => ({ ...settings[protocol], host: name }))];
    case "dns_not_found":
      return [...known, ...nearestServers(host, protocol, providers)];
    case "wrong_protocol":
      return [
        ...known,
        ...here,
        ...conventional[protocol].map((each) => ({ host: swapped(protocol, settings), ...each })),
      ];
    default:
      return [...known, ...here];
  }
}

/**
 * Only names under the same domain as the one that was typed: a certificate is shown by whoever answers, and must not be
 * able to send the password to a host of its own choice.
 */
function relatedNames(host: string, names: readonly string[]): readonly string[] {
  const domain = parentDomain(host.toLowerCase());
  if (isIP(host) || !domain.includes(".")) return [];
  return names.filter((name) => !name.includes("*") && (name === domain || name.endsWith(`.${domain}`)));
}

function swapped(protocol: MailProtocol, settings: MailSettings): string {
  return settings[protocol === "imap" ? "smtp" : "imap"].host;
}

function userNameFix(
  protocol: MailProtocol,
  settings: MailSettings,
  providers: readonly MailProvider[],
): MailFix | null {
  const { host, username } = settings[protocol];
  const rule = providerOfServer(host, protocol, providers)?.username[protocol];
  const right = rule === "localpart" ? settings.email.slice(0, settings.email.lastIndexOf("@")) : settings.email;
  return rule === undefined || right === username ? null : { protocol, username: right };
}

/** Servers of the providers whose host differs from what was typed by a slip or two. */
function nearestServers(
  host: string,
  protocol: MailProtocol,
  providers: readonly MailProvider[],
): readonly ProviderServer[] {
  const typed = host.toLowerCase();
  return providers
    .flatMap((each) => each[protocol])
    .map((server) => ({ server, distance: editDistance(typed, server.host) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance)
    .map(({ server }) => server);
}

/** Slips between two names: a letter more, less, wrong, or two swapped (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

function isSame(a: ProviderServer, b: ProviderServer): boolean {
  return a.host === b.host && a.port === b.port && a.security === b.security;
}
