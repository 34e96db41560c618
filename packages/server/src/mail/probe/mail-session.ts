import type { MailFailureCode, MailProtocol, MailProvider } from "@crewdock/contract";
import type { MailSecret } from "../../options.ts";
import { ProbeFailure } from "./probe-failure.ts";
import { classifyRefusal, type ServerRefusal } from "./server-refusal.ts";
import type { Wire } from "./wire.ts";

/**
 * The part of IMAP or SMTP that a check speaks, over a connection that is already open. Written here rather than left to
 * imapflow and nodemailer because a check lives on what those keep to themselves: where exactly it stopped, the first
 * bytes of a wrong server, the server's own words, and a letter's envelope without the letter. It also takes 6 round
 * trips to a verdict where a full client takes 11. Anything hard to read (listings, names of folders) goes through
 * imapflow's parser and tables.
 */
export interface MailSession {
  readonly wire: Wire;
  /** Reads the server's first words and makes sure that it speaks this protocol. */
  greet(): Promise<void>;
  /** Asks for the upgrade and waits for the go-ahead; the caller then secures the wire. */
  requestTls(): Promise<void>;
  /** Learns what the server can do in its present state. */
  learn(): Promise<void>;
  /** Whether a password could be sent now; throws the reason if not. */
  assertPasswordLogin(): void;
  login(username: string, secret: MailSecret): Promise<void>;
  /** Says goodbye without waiting for an answer. */
  close(): void;
}

export function refused(refusal: Omit<ServerRefusal, "provider">, provider: MailProvider | null): ProbeFailure {
  return new ProbeFailure(classifyRefusal({ ...refusal, provider }), { serverText: refusalText(refusal) });
}

function refusalText({ status, code, text }: Omit<ServerRefusal, "provider">): string {
  return [status, status === null && code !== null ? `[${code}]` : code, text]
    .filter((part) => part !== null)
    .join(" ");
}

const greetings: readonly (readonly [RegExp, MailProtocol | "other"])[] = [
  [/^\* (?:OK|PREAUTH|BYE)\b/i, "imap"],
  [/^(?:220|421|521|554)[ -](?!.*\bftp\b)/i, "smtp"],
  [/^\+OK\b|^-ERR\b|^220[ -].*\bftp\b/i, "other"],
];

/** Makes sure that a server's first line belongs to `protocol`. @throws ProbeFailure `wrong_protocol`, `not_a_mail_server`. */
export function assertGreeting(line: string, protocol: MailProtocol): void {
  const spoken = greetings.find(([pattern]) => pattern.test(line))?.[1];
  if (spoken === protocol) return;
  throw new ProbeFailure(spoken === undefined ? "not_a_mail_server" : "wrong_protocol", { serverText: line });
}

/** SASL PLAIN of RFC 4616. */
export function saslPlain(username: string, password: string): string {
  return base64(`\0${username}\0${password}`);
}

/** The initial response of XOAUTH2, as Google, Microsoft, Yandex and mail.ru take it (Google's "XOAUTH2 mechanism"). */
export function saslXOAuth2(username: string, accessToken: string): string {
  return base64(`user=${username}\x01auth=Bearer ${accessToken}\x01\x01`);
}

/** What servers say to a token that is no good reads like what they say to a wrong password. */
const TOKEN_REFUSALS: ReadonlySet<MailFailureCode> = new Set<MailFailureCode>([
  "bad_login",
  "app_password_required",
  "password_login_disabled",
  "unknown",
]);

/** A failed log-in with a token, told as that. */
export async function byToken(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ProbeFailure) || !TOKEN_REFUSALS.has(error.code)) throw error;
    throw new ProbeFailure("oauth_token_rejected", { serverText: error.serverText ?? "", cause: error });
  }
}

export function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
