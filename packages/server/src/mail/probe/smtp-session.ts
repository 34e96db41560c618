import { isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import type { MailProvider } from "@crewdock/contract";
import type { MailSecret } from "../../options.ts";
import { assertGreeting, base64, byToken, type MailSession, refused, saslPlain, saslXOAuth2 } from "./mail-session.ts";
import { ProbeFailure } from "./probe-failure.ts";
import type { ServerRefusal } from "./server-refusal.ts";
import type { Wire } from "./wire.ts";

const MAX_LINES = 200;

interface Reply {
  readonly status: number;
  /** Enhanced status code of RFC 3463. */
  readonly code: string | null;
  readonly lines: readonly string[];
}

type During = ServerRefusal["during"];

/** Message submission (RFC 6409) as far as a check goes: greeting, EHLO, STARTTLS, log-in, the envelope of a letter. */
export class SmtpSession implements MailSession {
  readonly wire: Wire;
  readonly #provider: MailProvider | null;
  #extensions: ReadonlyMap<string, readonly string[]> = new Map();
  #known = false;

  constructor(wire: Wire, provider: MailProvider | null) {
    this.wire = wire;
    this.#provider = provider;
  }

  async greet(): Promise<void> {
    const line = await this.wire.readLine();
    assertGreeting(line, "smtp");
    const reply = await this.#reply(line);
    if (reply.status !== 220) throw this.#refusal(reply, "greeting");
  }

  async learn(): Promise<void> {
    if (this.#known) return;
    const reply = await this.#command(`EHLO ${this.#ownName()}`);
    if (reply.status !== 250) throw this.#refusal(reply, "login");
    const entries = reply.lines.slice(1).map((line): readonly [string, readonly string[]] => {
      const [keyword = "", ...parameters] = line.toUpperCase().replace("AUTH=", "AUTH ").split(/\s+/);
      return [keyword, parameters];
    });
    this.#extensions = new Map(entries);
    this.#known = true;
  }

  async requestTls(): Promise<void> {
    await this.learn();
    if (!this.#extensions.has("STARTTLS")) throw new ProbeFailure("starttls_missing");
    const reply = await this.#command("STARTTLS");
    if (reply.status !== 220) throw this.#refusal(reply, "encryption");
    this.#known = false;
  }

  assertPasswordLogin(): void {
    const mechanisms = this.#extensions.get("AUTH") ?? [];
    if (mechanisms.includes("PLAIN") || mechanisms.includes("LOGIN")) return;
    if (!this.wire.secured && this.#extensions.has("STARTTLS")) throw new ProbeFailure("plaintext_refused");
    const tokens = mechanisms.includes("XOAUTH2") || mechanisms.includes("OAUTHBEARER");
    throw new ProbeFailure(tokens ? "password_login_disabled" : "auth_not_offered");
  }

  async login(username: string, secret: MailSecret): Promise<void> {
    await this.learn();
    if (typeof secret === "string") return this.#loginByPassword(username, secret);
    await byToken(async () => {
      let reply = await this.#command(`AUTH XOAUTH2 ${saslXOAuth2(username, secret.accessToken)}`);
      // the reason comes as a challenge; an empty answer brings the refusal
      if (reply.status === 334) reply = await this.#command("");
      if (reply.status !== 235) throw this.#refusal(reply, "login");
    });
  }

  async #loginByPassword(username: string, password: string): Promise<void> {
    this.assertPasswordLogin();
    const plain = this.#extensions.get("AUTH")?.includes("PLAIN");
    let reply = await this.#command(plain ? `AUTH PLAIN ${saslPlain(username, password)}` : "AUTH LOGIN");
    for (const answer of plain ? [] : [username, password]) {
      if (reply.status === 334) reply = await this.#command(base64(answer));
    }
    // A challenge where none belongs wraps a refusal (RFC 4954, section 4: an empty answer brings it out).
    if (reply.status === 334) reply = await this.#command("");
    if (reply.status !== 235) throw this.#refusal(reply, "login");
  }

  /**
   * Opens a letter from the mailbox to itself and drops it before a byte of it is sent: finds a sender that the server
   * does not let this log-in use, or an account that may not send, without a letter.
   */
  async tryEnvelope(email: string): Promise<void> {
    const at = email.lastIndexOf("@");
    const address = `${email.slice(0, at)}@${domainToASCII(email.slice(at + 1))}`;
    const unicode = /[^\x20-\x7e]/.test(address);
    if (unicode && !this.#extensions.has("SMTPUTF8")) return;
    const envelope = [`MAIL FROM:<${address}>${unicode ? " SMTPUTF8" : ""}`, `RCPT TO:<${address}>`];
    for (const command of envelope) {
      const reply = await this.#command(command);
      if (Math.floor(reply.status / 100) !== 2) throw this.#refusal(reply, "sender");
    }
    await this.#command("RSET");
  }

  close(): void {
    this.wire.close("QUIT\r\n");
  }

  /** RFC 5321, section 4.1.4: a client without a name of its own gives its address. */
  #ownName(): string {
    const address = this.wire.localAddress ?? "127.0.0.1";
    return isIPv6(address) ? `[IPv6:${address}]` : `[${address}]`;
  }

  async #command(command: string): Promise<Reply> {
    this.wire.write(`${command}\r\n`);
    return this.#reply(await this.wire.readLine());
  }

  /** Reads the rest of an answer that may have several lines. */
  async #reply(first: string): Promise<Reply> {
    const lines: string[] = [];
    let line = first;
    while (lines.length < MAX_LINES) {
      const match = /^(\d{3})([ -]|$)(.*)$/.exec(line);
      if (!match) throw new ProbeFailure("wrong_protocol", { serverText: line });
      const [, status = "", separator, rest = ""] = match;
      lines.push(rest);
      if (separator !== "-") {
        const code = /^([245]\.\d{1,3}\.\d{1,3})\b/.exec(lines[0] ?? "")?.[1] ?? null;
        return { status: Number(status), code, lines };
      }
      line = await this.wire.readLine();
    }
    throw new ProbeFailure("unknown");
  }

  #refusal({ status, code, lines }: Reply, during: During): ProbeFailure {
    const text = lines.map((line) => (code && line.startsWith(code) ? line.slice(code.length).trim() : line)).join(" ");
    return refused({ protocol: "smtp", during, status, code, text }, this.#provider);
  }
}
