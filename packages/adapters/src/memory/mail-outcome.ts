import type {
  MailFailure,
  MailFailureCode,
  MailFix,
  MailProtocol,
  MailServer,
  MailStageName,
} from "@crewdock/contract";

interface Outcome {
  readonly code: MailFailureCode;
  readonly stage: MailStageName;
  readonly retryable?: boolean;
  readonly serverText?: string;
}

/** Hosts by how they begin or end. */
const byHost: readonly (readonly [RegExp, Outcome])[] = [
  [/\.invalid$|^unknown\./, { code: "dns_not_found", stage: "name" }],
  [/^localhost$|^127\.|^10\.|^192\.168\.|^::1$/, { code: "address_refused", stage: "name" }],
  [/^refused\./, { code: "refused", stage: "connection", retryable: true }],
  [/^slow\./, { code: "connect_timeout", stage: "connection", retryable: true }],
  [/^web\./, { code: "not_a_mail_server", stage: "connection" }],
  [/^selfsigned\./, { code: "tls_self_signed", stage: "encryption" }],
  [/^expired\./, { code: "tls_cert_expired", stage: "encryption" }],
];

/** Passwords that tell how the log-in ends; every other one is right. */
const byPassword: Readonly<Record<string, Outcome>> = {
  wrong: { code: "bad_login", stage: "login", serverText: "Invalid credentials" },
  account: { code: "app_password_required", stage: "login", serverText: "Application-specific password required" },
  "imap-off": { code: "imap_disabled", stage: "login", serverText: "IMAP access is disabled" },
  busy: {
    code: "too_many_connections",
    stage: "login",
    retryable: true,
    serverText: "Too many simultaneous connections",
  },
  "oauth:rejected": { code: "oauth_token_rejected", stage: "login", serverText: "Invalid SASL argument" },
  "oauth:revoked": { code: "oauth_revoked", stage: "login" },
  full: { code: "mailbox_full", stage: "sender", serverText: "Quota exceeded" },
  sender: { code: "sender_not_allowed", stage: "sender", serverText: "Sender address rejected" },
};

const usualPorts: Readonly<Record<MailProtocol, Readonly<Record<MailServer["security"], readonly number[]>>>> = {
  imap: { ssl: [993], starttls: [143], none: [143] },
  smtp: { ssl: [465], starttls: [587, 25], none: [25, 587] },
};

/** A port of the other kind of encryption, as people mistake them. */
function mistakenPort(protocol: MailProtocol, { port, security }: MailServer): (Outcome & { fix: MailFix }) | null {
  const usual = usualPorts[protocol];
  if (security === "ssl" && usual.starttls.includes(port))
    return { code: "tls_on_plain_port", stage: "encryption", fix: { protocol, security: "starttls" } };
  if (security === "starttls" && usual.ssl.includes(port))
    return { code: "plain_on_tls_port", stage: "connection", fix: { protocol, security: "ssl" } };
  return null;
}

/** Why logging in at a server fails here; null when it works. */
export function mailFailure(protocol: MailProtocol, server: MailServer, password: string): MailFailure | null {
  const mistaken = mistakenPort(protocol, server);
  const outcome = byHost.find(([host]) => host.test(server.host))?.[1] ?? mistaken ?? byPassword[password];
  if (!outcome || (outcome.stage === "sender" && protocol === "imap")) return null;
  if (outcome.code === "imap_disabled" && protocol === "smtp") return null;
  return {
    code: outcome.code,
    stage: outcome.stage,
    retryable: outcome.retryable ?? false,
    serverText: outcome.serverText ?? null,
    link: null,
    fix: outcome === mistaken ? mistaken.fix : null,
  };
}
