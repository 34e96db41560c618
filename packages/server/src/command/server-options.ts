import type { CrewServerOptions } from "../options.ts";
import { createProbes } from "../probes.ts";
import { iceServersOf } from "../telephony/turn-credentials.ts";
import type { Configuration } from "./configuration.ts";
import { smtpMailer } from "./smtp-mailer.ts";

/** What `createCrewServer` is given for a configuration, apart from what has to be opened first. */
export function serverOptions(configuration: Configuration): Omit<CrewServerOptions, "db" | "log" | "bus"> {
  const { CREWDOCK_PUBLIC_URL: publicUrl } = configuration;
  return {
    hostKey: configuration.CREWDOCK_HOST_KEY,
    tokenKeys: configuration.CREWDOCK_TOKEN_KEYS,
    sealKeys: configuration.CREWDOCK_SEAL_KEYS,
    basePath: publicUrl.pathname,
    tenant: configuration.CREWDOCK_TENANT,
    origins: configuration.CREWDOCK_ORIGINS ?? [],
    strictTransport: publicUrl.protocol === "https:",
    trustedProxies: configuration.CREWDOCK_TRUSTED_PROXIES ?? [],
    limits: {
      perUser: configuration.CREWDOCK_LIMIT_USER,
      perAddress: configuration.CREWDOCK_LIMIT_ADDRESS,
      perHostKey: configuration.CREWDOCK_LIMIT_HOST,
      streamsPerUser: configuration.CREWDOCK_LIMIT_STREAMS,
    },
    loginLogDays: configuration.CREWDOCK_LOGIN_LOG_DAYS,
    recordUses: configuration.CREWDOCK_RECORD_USES === "on",
    ...sipOptions(configuration),
    ...notifyOptions(configuration),
    ...probeOptions(configuration),
  };
}

function sipOptions(configuration: Configuration): Pick<CrewServerOptions, "sip"> {
  const {
    CREWDOCK_SIP_DOMAIN: domain,
    CREWDOCK_SIP_URL: webSocketUrl,
    CREWDOCK_SIP_SECRET: ephemeralSecret,
    CREWDOCK_ICE_URLS: iceUrls = [],
    CREWDOCK_TURN_SECRET: turnSecret,
  } = configuration;
  if (domain === undefined || webSocketUrl === undefined || ephemeralSecret === undefined) return {};
  return {
    sip: {
      domain,
      webSocketUrl,
      ephemeralSecret,
      defaults: { domain, port: 5060, transport: webSocketUrl.startsWith("wss:") ? "wss" : "ws", webSocketUrl },
      iceServers: ({ id }, ttlSeconds) =>
        iceServersOf(iceUrls, turnSecret, { userId: id, ttlSeconds, now: new Date() }),
    },
  };
}

function notifyOptions(configuration: Configuration): Pick<CrewServerOptions, "notify"> {
  const {
    CREWDOCK_SMTP_URL: url,
    CREWDOCK_MAIL_FROM: from,
    CREWDOCK_LOGIN_URL: loginUrl,
    CREWDOCK_PASSWORD_URL: passwordUrl,
    CREWDOCK_PRODUCT: product,
  } = configuration;
  if (url === undefined || from === undefined || loginUrl === undefined) return {};
  return {
    notify: {
      mailer: smtpMailer({ url, from }),
      loginUrl,
      ...(product === undefined ? {} : { product }),
      ...(passwordUrl === undefined ? {} : { passwordUrl: (token) => passwordLink(passwordUrl, token) }),
    },
  };
}

/** The address where an invited person chooses a password. */
export function passwordLink(template: string, token: string): string {
  return template.replace("{token}", () => encodeURIComponent(token));
}

function probeOptions(configuration: Configuration): Pick<CrewServerOptions, "mail" | "checkSipAccount"> {
  const { CREWDOCK_PROBES: probes, CREWDOCK_PROBE_ALLOW: allow = [], CREWDOCK_PUBLIC_URL: publicUrl } = configuration;
  if (probes === "off") return {};
  const { CREWDOCK_SIP_DOMAIN: domain, CREWDOCK_SIP_URL: webSocketUrl } = configuration;
  const { CREWDOCK_MAIL_OAUTH: registered, CREWDOCK_MAIL_OAUTH_REDIRECT: redirectUrl } = configuration;
  return createProbes({
    allow,
    ...(registered === undefined || redirectUrl === undefined
      ? {}
      : { mailOAuth: { redirectUrl, providers: registered } }),
    ...(domain === undefined || webSocketUrl === undefined
      ? {}
      : { sip: { domain, webSocketUrl: () => webSocketUrl, origin: () => publicUrl.origin } }),
  });
}
