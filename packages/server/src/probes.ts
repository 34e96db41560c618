import type { MailProvider } from "@crewdock/contract";
import { mailProviders } from "@crewdock/contract/mail-providers";
import { createMailDiscovery } from "./mail/discovery/mail-discovery.ts";
import type { MailOAuthOptions } from "./mail/oauth/oauth-client.ts";
import { createEgress, mailPorts, type ResolvedAddress } from "./net/egress.ts";
import type { MailProbeOptions } from "./mail/probe/mail-probe.ts";
import type { CrewServerOptions, MailProbe, SipCheckTarget } from "./options.ts";

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
  /** The operator's registrations with mail providers, so that people can sign in with them. */
  readonly mailOAuth?: MailOAuthOptions;
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

/**
 * The parts of the server that connect to other servers for people, all behind the guard against internal addresses. What
 * speaks their protocols is loaded with the first check.
 * @throws RangeError for a rule of the allow list that cannot be read
 */
export function createProbes(options: ProbeOptions): Required<Pick<CrewServerOptions, "mail" | "checkSipAccount">> {
  const shared = { allow: options.allow ?? [], ...(options.lookup ? { lookup: options.lookup } : {}) };
  const mailEgress = createEgress({ ...shared, ports: mailPorts });
  const providers = [...(options.extraMailProviders ?? []), ...mailProviders];
  const probe = lazyMailProbe({
    egress: mailEgress,
    providers,
    ...(options.mailCertificateAuthorities ? { ca: options.mailCertificateAuthorities } : {}),
  });
  return {
    mail: {
      discovery: createMailDiscovery({ providers }),
      probe,
      ...(options.mailOAuth ? { oauth: options.mailOAuth } : {}),
    },
    checkSipAccount: async (target, { signal }) => {
      const { checkSipAccount } = await import("./telephony/sip-check/index.ts");
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

function lazyMailProbe(options: MailProbeOptions): MailProbe {
  let loaded: Promise<MailProbe> | undefined;
  const load = (): Promise<MailProbe> =>
    (loaded ??= import("./mail/probe/mail-probe.ts").then(({ createMailProbe }) => createMailProbe(options)));
  return {
    async *check(settings, password, call) {
      yield* (await load()).check(settings, password, call);
    },
    folders: async (settings, password, call) => (await load()).folders(settings, password, call),
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
