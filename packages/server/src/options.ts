import type {
  Catalogue,
  IceServer,
  MailCheckEvent,
  MailDiscovery,
  MailFolders,
  MailProvider,
  MailSettings,
  OwnedRecords,
  Policy,
  SipCheckReport,
  SipDefaults,
  SipTransport,
  TransferProgress,
} from "@crewdock/contract";
import type { TokenKeys } from "./auth/tokens.ts";
import type { RequestLimits } from "./limits/request-limiter.ts";
import type { EventBus } from "./events/bus/event-bus.ts";
import type { Log } from "./log.ts";
import type { MailOAuthOptions } from "./mail/oauth/oauth-client.ts";
import type { SealKeys } from "./secrets/seal.ts";
import type { Db } from "./store/db.ts";

/** What a mail server is told: a password, or an access token by XOAUTH2. */
export type MailSecret = string | { readonly accessToken: string };

/** Tries mail accounts for real. */
export interface MailProbe {
  /** Yields each stage as it goes; the last event is the report. A failed check is a report, not an error. */
  check(
    settings: MailSettings,
    secret: MailSecret,
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<MailCheckEvent>;
  /** @throws an error named `MailProbeError` with a `failure` when the server cannot be asked or refuses the login */
  folders(settings: MailSettings, secret: MailSecret, options: { readonly signal: AbortSignal }): Promise<MailFolders>;
}

/** Recognises mail services. */
export interface MailDiscoverer {
  /** All presets, the featured first. */
  readonly providers: readonly MailProvider[];
  discover(email: string, signal: AbortSignal): Promise<MailDiscovery>;
}

/** What is needed to register a SIP account. */
export interface SipCheckTarget {
  readonly login: string;
  readonly password: string;
  readonly domain: string;
  readonly port: number;
  readonly transport: SipTransport;
  readonly webSocketUrl: string | null;
}

/** Registers a SIP account for real and takes that registration back. A failure is a report, not an error. */
export type SipCheck = (target: SipCheckTarget, options: { readonly signal: AbortSignal }) => Promise<SipCheckReport>;

/** Sends letters. */
export interface Mailer {
  /**
   * Resolves once a letter is on its way for good. After a minute `signal` ends it: it counts as not sent then, and comes
   * again, so that whoever goes on after that may have it arrive twice.
   */
  send(
    letter: { readonly to: string; readonly subject: string; readonly text: string },
    options: { readonly signal: AbortSignal },
  ): Promise<void>;
}

/** The records of the host: kinds that the server does not keep itself, such as deals and tasks. */
export interface HostRecords {
  /** How many records of each kind a user owns; kinds of which there are none may be left out. */
  count(userId: string, signal: AbortSignal): Promise<readonly OwnedRecords[]>;
  /**
   * Gives all that one user owns to another, in batches. Tells after each one, at least once a second, how far it has
   * come; what was told is done and goes to the audit log. The next batch is asked for while the mover still has the right,
   * otherwise `return` is called. Ends when nothing is left. Asked again after it broke off, it goes on.
   */
  transfer(fromId: string, toId: string, signal: AbortSignal): AsyncIterable<TransferProgress>;
}

export interface SipOptions {
  /** Domain of the company's own SIP accounts, such as `crewdock.test`. */
  readonly domain: string;
  /** Where the browser phone connects to; a function when it depends on the address the page was opened with. */
  readonly webSocketUrl: string | ((request: Request) => string);
  /** Secret shared with the SIP server for short-lived credentials. */
  readonly ephemeralSecret: string;
  /** What a new SIP account starts from. */
  readonly defaults: SipDefaults;
  /** STUN and TURN servers; a function when their credentials are short-lived as well. @default [] */
  readonly iceServers?:
    | readonly IceServer[]
    | ((user: { readonly id: string }, ttlSeconds: number) => readonly IceServer[]);
  /** How long the phone's credentials are good for; a registrar that asks nobody grants a right for as long. @default 600 */
  readonly credentialTtlSeconds?: number;
}

/** What {@link createCrewServer} is given. */
export interface CrewServerOptions {
  /** An open database; its schema is brought up to date. The server does not close it. */
  readonly db: Db;
  /** Wakes the other instances when this one has written; whoever made it closes it. @default the database's own, see {@link Db.bus} */
  readonly bus?: EventBus;
  /** Secret with which the host's backend mints tokens, at least 32 characters; several while one takes the place of another. */
  readonly hostKey: string | readonly string[];
  readonly tokenKeys: TokenKeys;
  readonly sealKeys: SealKeys;
  /** Path under which everything lies; the API is below `<basePath>/v1`. @default "/crewdock" */
  readonly basePath?: string;
  /** Tenant that this server serves. @default "main" */
  readonly tenant?: string;
  /** Origins of pages on other hosts that may call the API. Pages of the same origin need not be named. @default [] */
  readonly origins?: readonly string[];
  /** Whether answers tell browsers to come by HTTPS only from now on (RFC 6797), to the whole host. @default false */
  readonly strictTransport?: boolean;
  /** Addresses and CIDR blocks of proxies in front, whose `X-Forwarded-For` is believed. @default [] */
  readonly trustedProxies?: readonly string[];
  /** How many requests are answered. @default {@link defaultRequestLimits} */
  readonly limits?: RequestLimits;
  /** How long the login log is kept, in days; null for ever. @default 400 */
  readonly loginLogDays?: number | null;
  /**
   * Whether it is recorded when each person last used each of their rights, to the day, so that the check-up of roles can
   * tell which nobody needs. False also forgets what was recorded. @default true
   */
  readonly recordUses?: boolean;
  /** What this CRM demands. @default {@link defaultPolicy} */
  readonly policy?: Policy;
  /** What roles can allow. @default the contract's default catalogue */
  readonly catalogue?: Catalogue;
  /** Without it the phone is not offered. */
  readonly sip?: SipOptions;
  /** Without it SIP accounts cannot be checked. */
  readonly checkSipAccount?: SipCheck;
  /** Without it the mail wizard is not offered. */
  readonly mail?: {
    readonly probe: MailProbe;
    readonly discovery: MailDiscoverer;
    /** The operator's registrations with mail providers. Without it nobody can sign in with them. */
    readonly oauth?: MailOAuthOptions;
  };
  /** Tells new users of their login. Without it nobody is told: the invitation's state says so, and each needs a password. */
  readonly notify?: {
    readonly mailer: Mailer;
    /** Name of the CRM, as its people know it; the letters leave it out without one. */
    readonly product?: string;
    /** Address of the page where people log in. */
    readonly loginUrl: string;
    /**
     * Address of the host's page where an invited person chooses a password, from the secret of the link. Put the secret
     * behind a `#`, so that no server's log has it. The page's backend hands it to `POST /v1/invitations/read` and
     * `/accept`. Without it nobody can be made without a password.
     */
    readonly passwordUrl?: (token: string) => string;
  };
  /** What users own in the host's own tables; contacts that stand in the server's are not among it. */
  readonly records?: HostRecords;
  /** Where the host shows a record, relative to its page; null when it has no page for it. @default null for all */
  readonly recordUrl?: (kind: "contact" | "user", id: string) => string | null;
  /** @default the clock */
  readonly now?: () => Date;
  /** @default nothing is logged */
  readonly log?: Log;
}
