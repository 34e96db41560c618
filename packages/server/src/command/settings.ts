import type { RequestRate } from "../limits/request-limiter.ts";
import { clientSecrets, type MailRegistrations, mailRegistrations } from "./mail-registrations.ts";
import {
  allowRules,
  bytes32,
  hostKeys,
  hostName,
  iceUrls,
  keyRing,
  line,
  most,
  oneOf,
  origins,
  proxies,
  publicUrl,
  rate,
  secret,
  url,
  value,
  type ValueSchema,
  whole,
} from "./values.ts";

/** One variable of the environment. */
export interface Setting<T> {
  readonly schema: ValueSchema<T>;
  /** What it is, for the help and the documentation. */
  readonly about: string;
  /** Its text when it is not set. */
  readonly fallback?: string;
  /** Can be given in a file instead, which the variable with `_FILE` behind its name names; never shown. */
  readonly secret?: true;
  /** Secrets within it that could turn up by themselves, where they do not stand between commas. */
  secretsIn?(value: T): readonly string[];
}

const page = (expected: string): ValueSchema<string> => url(expected, "http:", "https:");

/** What the variables stand for once they are read. */
export interface Values {
  readonly DATABASE_URL: string;
  readonly CREWDOCK_DATA: string;
  readonly CREWDOCK_DATABASE_CONNECTIONS: number;
  readonly CREWDOCK_NATS_URL: string;
  readonly HOST: string;
  readonly PORT: number;
  readonly CREWDOCK_PUBLIC_URL: URL;
  readonly CREWDOCK_ORIGINS: readonly string[];
  readonly CREWDOCK_TRUSTED_PROXIES: readonly string[];
  readonly CREWDOCK_TENANT: string;
  readonly CREWDOCK_HOST_KEY: readonly string[];
  readonly CREWDOCK_TOKEN_KEYS: Readonly<Record<string, string>>;
  readonly CREWDOCK_SEAL_KEYS: Readonly<Record<string, Uint8Array>>;
  readonly CREWDOCK_SIP_DOMAIN: string;
  readonly CREWDOCK_SIP_URL: string;
  readonly CREWDOCK_SIP_SECRET: string;
  readonly CREWDOCK_ICE_URLS: readonly string[];
  readonly CREWDOCK_TURN_SECRET: string;
  readonly CREWDOCK_SMTP_URL: string;
  readonly CREWDOCK_MAIL_FROM: string;
  readonly CREWDOCK_PRODUCT: string;
  readonly CREWDOCK_LOGIN_URL: string;
  readonly CREWDOCK_PASSWORD_URL: string;
  readonly CREWDOCK_PROBES: "on" | "off";
  readonly CREWDOCK_PROBE_ALLOW: readonly string[];
  readonly CREWDOCK_MAIL_OAUTH: MailRegistrations;
  readonly CREWDOCK_MAIL_OAUTH_REDIRECT: string;
  readonly CREWDOCK_LIMIT_USER: RequestRate | null;
  readonly CREWDOCK_LIMIT_ADDRESS: RequestRate | null;
  readonly CREWDOCK_LIMIT_HOST: RequestRate | null;
  readonly CREWDOCK_LIMIT_STREAMS: number | null;
  readonly CREWDOCK_LOGIN_LOG_DAYS: number;
  readonly CREWDOCK_RECORD_USES: "on" | "off";
  readonly CREWDOCK_LOG_LEVEL: "debug" | "info" | "warn" | "error";
  readonly CREWDOCK_STOP_SECONDS: number;
  readonly CREWDOCK_STOP_DELAY_SECONDS: number;
}

/** Every variable that the command reads. */
export const settings: { readonly [Name in keyof Values]: Setting<Values[Name]> } = {
  DATABASE_URL: {
    about: "PostgreSQL 15 or later",
    secret: true,
    schema: url(
      "has to be a PostgreSQL address, such as postgres://crewdock@db.example/crewdock",
      "postgres:",
      "postgresql:",
    ),
  },
  CREWDOCK_DATA: {
    about: "folder of the embedded database, in place of DATABASE_URL; for trying out and small companies",
    schema: line(4096),
  },
  CREWDOCK_DATABASE_CONNECTIONS: {
    about: "connections to PostgreSQL at most",
    fallback: "10",
    schema: whole(2, 1000),
  },
  CREWDOCK_NATS_URL: {
    about: "NATS that wakes the other instances; without it PostgreSQL does",
    secret: true,
    schema: url("has to be a NATS address, such as nats://nats.example:4222", "nats:", "tls:"),
  },
  HOST: { about: "address to listen on", fallback: "127.0.0.1", schema: line(255) },
  PORT: { about: "port to listen on; 0 takes a free one", fallback: "4030", schema: whole(0, 65_535) },
  CREWDOCK_PUBLIC_URL: {
    about: "address that browsers and your backend use; its path is where everything lies, https turns HSTS on",
    fallback: "http://localhost:4030/crewdock",
    schema: publicUrl,
  },
  CREWDOCK_ORIGINS: {
    about: "origins of pages on other hosts that may call the API",
    schema: origins,
  },
  CREWDOCK_TRUSTED_PROXIES: {
    about: "proxies in front, whose X-Forwarded-For is believed",
    schema: proxies,
  },
  CREWDOCK_TENANT: {
    about: "which company this server serves",
    fallback: "main",
    schema: value("has to be 1 to 64 letters, digits, _ and -", (text) =>
      /^[\w-]{1,64}$/.test(text) ? text : undefined,
    ),
  },
  CREWDOCK_HOST_KEY: {
    about: "what your backend proves itself with; two between commas while one takes the place of the other",
    secret: true,
    schema: hostKeys,
  },
  CREWDOCK_TOKEN_KEYS: {
    about: "keys that sign the tokens of pages, the one in use first",
    secret: true,
    schema: keyRing(
      "has to be id:key pairs between commas, each key at least 32 characters, such as k2:…,k1:…",
      (text) => (Buffer.byteLength(text) >= 32 ? text : undefined),
    ),
  },
  CREWDOCK_SEAL_KEYS: {
    about: "keys that stored passwords are sealed with, the one in use first",
    secret: true,
    schema: keyRing("has to be id:key pairs between commas, each key 32 bytes in base64, such as k2:…,k1:…", bytes32),
  },
  CREWDOCK_SIP_DOMAIN: { about: "domain of the company's SIP accounts; switches the phone on", schema: hostName },
  CREWDOCK_SIP_URL: {
    about: "where browser phones connect to",
    schema: url("has to be a WebSocket address, such as wss://sip.example/ws", "ws:", "wss:"),
  },
  CREWDOCK_SIP_SECRET: {
    about: "secret shared with the SIP server for short-lived credentials",
    secret: true,
    schema: secret(16),
  },
  CREWDOCK_ICE_URLS: { about: "STUN and TURN servers of the phones", schema: iceUrls },
  CREWDOCK_TURN_SECRET: {
    about: "secret shared with the TURN server for short-lived credentials",
    secret: true,
    schema: secret(16),
  },
  CREWDOCK_SMTP_URL: {
    about:
      "mail server that letters to new users go through; smtp insists on STARTTLS unless ?tls=none stands behind it",
    secret: true,
    schema: url("has to be an SMTP address, such as smtps://user:password@mail.example:465", "smtp:", "smtps:"),
  },
  CREWDOCK_MAIL_FROM: {
    about: "sender of the letters",
    schema: value("has to be an address with a name or without, such as CRM <crm@crm.example>", (text) =>
      /^(?:[^<>\r\n]{0,100}<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(text) ? text : undefined,
    ),
  },
  CREWDOCK_PRODUCT: { about: "name of the CRM in the letters", schema: line(100) },
  CREWDOCK_LOGIN_URL: {
    about: "page where people log in, for the letters",
    schema: page("has to be an http or https address, such as https://crm.example/login"),
  },
  CREWDOCK_PASSWORD_URL: {
    about: "page of your CRM where an invited person chooses a password, {token} standing for the secret",
    schema: value(
      "has to be an http or https address with {token} in it, such as https://crm.example/welcome#{token}",
      (text) => (/^https?:\/\/[^\s{]+\{token\}\S*$/.test(text) && URL.canParse(text) ? text : undefined),
    ),
  },
  CREWDOCK_PROBES: {
    about:
      "whether mail and SIP accounts can be checked; off switches recognising mail services and signing in with them off as well",
    fallback: "on",
    schema: oneOf("on", "off"),
  },
  CREWDOCK_PROBE_ALLOW: {
    about: "hosts that checks may connect to although they are internal",
    schema: allowRules,
  },
  CREWDOCK_MAIL_OAUTH: {
    about:
      "your registrations with mail providers, so that people sign in with them: gmail:client id:client secret, between commas, or JSON",
    secret: true,
    secretsIn: clientSecrets,
    schema: mailRegistrations,
  },
  CREWDOCK_MAIL_OAUTH_REDIRECT: {
    about: "page of your CRM to which mail providers send people back, as it is registered with them",
    schema: url("has to be an https address, such as https://crm.example/mail-sign-in", "https:"),
  },
  CREWDOCK_LIMIT_USER: { about: "requests a second/at once of one user, or off", fallback: "100/3000", schema: rate },
  CREWDOCK_LIMIT_ADDRESS: { about: "the same of one address", fallback: "500/10000", schema: rate },
  CREWDOCK_LIMIT_HOST: { about: "the same of your backend", fallback: "500/10000", schema: rate },
  CREWDOCK_LIMIT_STREAMS: {
    about: "event streams that one user may have open at once, or off",
    fallback: "20",
    schema: most,
  },
  CREWDOCK_LOGIN_LOG_DAYS: {
    about: "how long the login log is kept, in days",
    fallback: "400",
    schema: whole(1, 36_500),
  },
  CREWDOCK_RECORD_USES: {
    about:
      "whether the last day on which each person used each right is kept, for the check-up of roles; off forgets it",
    fallback: "on",
    schema: oneOf("on", "off"),
  },
  CREWDOCK_LOG_LEVEL: {
    about: "what is logged at least",
    fallback: "info",
    schema: oneOf("debug", "info", "warn", "error"),
  },
  CREWDOCK_STOP_SECONDS: {
    about: "how long requests under way may take to end at a stop",
    fallback: "10",
    schema: whole(0, 300),
  },
  CREWDOCK_STOP_DELAY_SECONDS: {
    about: "how long a stop waits, answering and not ready, for load balancers to look elsewhere",
    fallback: "0",
    schema: whole(0, 300),
  },
};
