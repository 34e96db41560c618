import type { MailFailureCode, MailProtocol, MailProvider } from "@crewdock/contract";

/** What a server says when it refuses something, taken apart. */
export interface ServerRefusal {
  readonly protocol: MailProtocol;
  readonly during: "greeting" | "encryption" | "login" | "folders" | "sender";
  /** SMTP reply code, or null for IMAP. */
  readonly status: number | null;
  /** IMAP response code (RFC 5530) such as `AUTHENTICATIONFAILED`, SMTP enhanced status code (RFC 3463) such as `5.7.8`. */
  readonly code: string | null;
  readonly text: string;
  /** The provider whose server it is, where that is known: a few say the same words and mean something else. */
  readonly provider: MailProvider | null;
}

interface Rule {
  readonly code: MailFailureCode;
  readonly text?: RegExp;
  readonly codes?: RegExp;
  readonly statuses?: readonly number[];
  readonly during?: readonly ServerRefusal["during"][];
}

/** Words that mean the credentials, for servers that give no code or a loose one. */
const CREDENTIALS =
  /invalid|incorrect|wrong|bad |credential|password|log ?in failed|authenticat\w+ fail|access denied|rejected/i;

/*
 * The servers' words are the only signal there is: the same `535 5.7.8` or `NO [AUTHENTICATIONFAILED]` comes for a wrong
 * password, for IMAP that is switched off, and for a robot check. Rules go from the particular to the general, and
 * 'wrong password' comes last, so that nobody is sent to change a password that is right.
 */
const rules: readonly Rule[] = [
  {
    code: "app_password_required",
    text: /application.specific password|app(?:lication)?.password is required|parol prilozheniya|invalidsecondfactor/i,
  },
  { code: "smtp_auth_disabled", text: /smtpclientauthentication is disabled|smtp_auth_disabled/i },
  {
    code: "password_login_disabled",
    text: /basic authentication is disabled|less secure apps|password authentication is (?:disabled|not allowed)/i,
  },
  {
    code: "blocked_by_policy",
    text: /security defaults|organi[sz]ation's|did not meet the criteria|conditional access|client host .*(?:blocked|rejected)|host (?:is )?blocked|blacklist|blocklist|spamhaus/i,
  },
  { code: "no_access_rights", text: /does not have access rights/i },
  { code: "bad_login_or_imap_disabled", text: /invalid credentials or imap is disabled/i },
  {
    code: "imap_disabled_by_admin",
    text: /(?:imap|pop).* disabled for your domain|disabled by (?:your|the) (?:domain )?administrator/i,
  },
  {
    code: "imap_disabled",
    text: /not enabled for imap|yet to enable imap|imap (?:access )?is (?:disabled|not enabled|switched off)|enable imap/i,
  },
  {
    code: "web_login_required",
    text: /via your web browser|prove you are not a robot|weblogin|temporarily restricted|account (?:is |has been )?(?:temporarily )?(?:locked|disabled|suspended|blocked)|user is (?:locked|disabled|suspended|blocked)|sending for this account is disabled|sign in .* browser/i,
  },
  { code: "web_login_required", codes: /^WEBALERT|^CONTACTADMIN$/i },
  {
    code: "too_many_connections",
    text: /too many (?:simultaneous |concurrent |open )?connections|maximum number of connections|connection limit|concurrent connection/i,
  },
  {
    code: "rate_limited",
    text: /too many (?:bad )?(?:login|auth|failed|invalid|password|attempts|requests)|rate.?limit|try again later.*too many|#auth005|throttl/i,
  },
  { code: "mailbox_full", text: /over ?quota|quota (?:is )?exceeded|mailbox (?:for user )?is full|mailbox full/i },
  { code: "mailbox_full", codes: /^OVERQUOTA$|^[45]\.2\.2$/i },
  { code: "mailbox_full", statuses: [552], during: ["sender"] },
  {
    code: "plaintext_refused",
    text: /must issue a starttls|without (?:ssl|tls)|(?:ssl|tls|encryption|secure connection) (?:is )?required|requires? (?:ssl|tls|encryption|a secure)|plaintext auth/i,
  },
  { code: "plaintext_refused", codes: /^PRIVACYREQUIRED$/i },
  { code: "plaintext_refused", statuses: [538, 523] },
  { code: "plaintext_refused", statuses: [530], codes: /^5\.7\.(?:0|7)$/, during: ["login"] },
  { code: "starttls_missing", statuses: [500, 501, 502, 503, 504, 454], during: ["encryption"] },
  {
    code: "auth_not_offered",
    text: /authentication not enabled|unrecognized authentication type|unsupported authentication|auth(?:entication)? (?:mechanism|method|type) (?:is )?(?:not|un)\w* ?(?:supported|available|recognized)?/i,
  },
  { code: "auth_not_offered", statuses: [502, 503, 504], during: ["login"] },
  {
    code: "sender_not_allowed",
    text: /not owned by|not local sender|must be (?:the )?same as|sender address rejected|not allowed to send as|sender .*(?:mismatch|not allowed|not permitted)|send ?as ?denied/i,
  },
  { code: "sender_not_allowed", codes: /^5\.7\.(?:1|60)$/, during: ["sender"] },
  { code: "sender_not_allowed", statuses: [553], during: ["sender"] },
  { code: "temporary", codes: /^UNAVAILABLE$|^INUSE$|^SERVERBUG$/i },
  { code: "rate_limited", codes: /^LIMIT$/i, during: ["login", "folders"] },
  { code: "too_many_connections", statuses: [421], codes: /^4\.7\.0$/, during: ["greeting"] },
  { code: "rate_limited", statuses: [454, 421], codes: /^4\.7\.0$/, text: /login|auth|attempt/i, during: ["login"] },
  { code: "temporary", statuses: [421, 432, 450, 451, 452, 454, 455] },
  {
    code: "temporary",
    text: /temporary|temporarily|try (?:again )?later|service unavailable/i,
    during: ["greeting", "login", "folders"],
  },
  // Says that the program put the answer together wrongly, not that the password is wrong.
  { code: "unknown", text: /invalid format|"status":"40\d"/i },
  { code: "bad_login", codes: /^AUTHENTICATIONFAILED$|^EXPIRED$/i, during: ["login"] },
  { code: "bad_login", statuses: [535], during: ["login"] },
  { code: "bad_login", statuses: [501, 534, 550, 553, 554], text: CREDENTIALS, during: ["login"] },
];

/** How much of a refusal is read: a foreign server must not be able to keep the patterns busy. */
const MAX_READ = 1000;
/** Outlook and Microsoft 365 refuse each password with these bare words. */
const MICROSOFT_REFUSAL = /^(?:login|authenticate) failed\.?$/i;
/** The failure that a server's refusal stands for; `unknown` rather than a guess. */
export function classifyRefusal(said: ServerRefusal): MailFailureCode {
  const refusal = { ...said, text: said.text.slice(0, MAX_READ) };
  if (
    refusal.during === "login" &&
    refusal.provider?.password === "none" &&
    MICROSOFT_REFUSAL.test(refusal.text.trim())
  ) {
    return "password_login_disabled";
  }
  const rule = rules.find((each) => fits(each, refusal));
  if (rule) return rule.code;
  const bareImap = refusal.protocol === "imap" && refusal.during === "login";
  return bareImap && CREDENTIALS.test(refusal.text) ? "bad_login" : "unknown";
}

function fits(rule: Rule, refusal: ServerRefusal): boolean {
  return (
    (rule.text === undefined || rule.text.test(refusal.text)) &&
    (rule.codes === undefined || (refusal.code !== null && rule.codes.test(refusal.code))) &&
    (rule.statuses === undefined || (refusal.status !== null && rule.statuses.includes(refusal.status))) &&
    (rule.during === undefined || rule.during.includes(refusal.during))
  );
}
