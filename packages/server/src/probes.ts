import type { MailProvider } from "@crewdock/contract";
import { mailProviders } from "@crewdock/contract/mail-providers";
import { createMailDiscovery } from "./mail/discovery/mail-discovery.ts";
import { createMailProbe } from "./mail/probe/mail-probe.ts";
import { createEgress, mailPorts, type ResolvedAddress } from "./net/egress.ts";
import type { CrewServerOptions, SipCheckTarget } from "./options.ts";
import { checkSipAccount } from "./telephony/sip-check/index.ts";

/** Ports on which SIP servers usually listen, and those of secure WebSockets. */
export const sipPorts: readonly number[] = [443, 5060, 5061, 5080, 5090, 7443, 8089, 8443];

export interface ProbeOptions {
  /**
   * Hosts that may be tried although they are not on the public internet, each optionally with a port: a host name, an
   * address or a CIDR block. @default []
   */
  readonly allow?: readonly string[];
  /** Certificates of authorities, in PEM, that mail servers may be signed by beside the system's. */
  readonly mailCertificateAuthorities?: readonly string[];
  /** Mail services beside the known ones, in front of them. */
  readonly extraMailProviders?: readonly MailProvider[];
  /** All addresses of a name. @default the system's resolver */
  readonly lookup?: (host: string) => Promise<readonly ResolvedAddress[]>;
  /** @default {@link sipPorts} */
  readonly sipPorts?: readonly number[];
  /** The company's own SIP server, for accounts that name no WebSocket URL. */
  readonly sip?: {
    readonly domain: string;
    readonly webSocketUrl: () => string | null;
    /** Origin that its WebSocket handshake expects. */
    readonly origin: () => string;
  };
}

/** The parts of the server that connect to other servers for people, all behind the guard against internal addresses. */
export function createProbes(options: ProbeOptions): Required<Pick<CrewServerOptions, "mail" | "checkSipAccount">> {
  const shared = { allow: options.allow ?? [], ...(options.lookup ? { lookup: options.lookup } : {}) };
  const mailEgress = createEgress({ ...shared, ports: mailPorts });
  const providers = [...(options.extraMailProviders ?? []), ...mailProviders];
  const probe = createMailProbe({
    egress: mailEgress,
    providers,
    ...(options.mailCertificateAuthorities ? { ca: options.mailCertificateAuthorities } : {}),
  });
  return {
    mail: {
      discovery: createMailDiscovery({ providers }),
      probe,
    },
    checkSipAccount: (target, { signal }) => {
      const own = options.sip?.webSocketUrl() ?? null;
      const egress = createEgress({
        ...shared,
        allow: [...shared.allow, ...allowRule(own)],
        ports: options.sipPorts ?? sipPorts,
      });
      return checkSipAccount(withOwnServer(target, options.sip), {
        signal,
        resolve: (host, port, abort) => egress.resolve(host, port, abort),
        ...(options.sip ? { origin: options.sip.origin() } : {}),
      });
    },
  };
}

/** The company's own SIP server may be reached wherever it stands: the operator named it. */
function allowRule(webSocketUrl: string | null): readonly string[] {
  if (webSocketUrl === null) return [];
  const { hostname, port, protocol } = new URL(webSocketUrl);
  return [`${hostname}:${port === "" ? (protocol === "wss:" ? 443 : 80) : port}`];
}

function withOwnServer(target: SipCheckTarget, own: ProbeOptions["sip"]): SipCheckTarget {
  const browser = target.transport === "ws" || target.transport === "wss";
  if (!browser || target.webSocketUrl !== null || own?.domain !== target.domain) return target;
  return { ...target, webSocketUrl: own.webSocketUrl() };
}
