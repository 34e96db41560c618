import type { MailProvider } from "@crewdock/contract";
import { parser } from "imapflow/lib/handler/imap-handler.js";
import type { MailSecret } from "../../options.ts";
import { assertGreeting, byToken, type MailSession, refused, saslPlain, saslXOAuth2 } from "./mail-session.ts";
import { decodeMailboxName } from "./modified-utf7.ts";
import { ProbeFailure } from "./probe-failure.ts";
import type { ListedFolder } from "./sent-folder.ts";
import type { ServerRefusal } from "./server-refusal.ts";
import type { Wire } from "./wire.ts";

const MAX_FOLDERS = 10_000;
const MAX_UNTAGGED = 20_000;

interface Reply {
  readonly status: string;
  readonly code: string | null;
  /** What a CAPABILITY code lists. */
  readonly capabilities: string | null;
  readonly text: string;
}

/** One line of the server, with the literals that it announced (RFC 3501, section 4.3). */
interface Response {
  readonly line: string;
  readonly literals: readonly Buffer[];
}

type During = ServerRefusal["during"];

/** IMAP4rev1 (RFC 3501) as far as a check goes: greeting, STARTTLS, log-in, listing. */
export class ImapSession implements MailSession {
  readonly wire: Wire;
  readonly #provider: MailProvider | null;
  #capabilities: ReadonlySet<string> = new Set();
  #known = false;
  #tag = 0;

  constructor(wire: Wire, provider: MailProvider | null) {
    this.wire = wire;
    this.#provider = provider;
  }

  async greet(): Promise<void> {
    const line = await this.wire.readLine();
    assertGreeting(line, "imap");
    const reply = statusReply(line);
    if (reply?.status === "BYE") throw this.#refusal(reply, "greeting");
    // A session that is logged in before anybody gave a password is none to judge a password by.
    if (reply?.status === "PREAUTH") throw new ProbeFailure("unknown", { serverText: line });
    this.#absorb(reply);
  }

  async learn(): Promise<void> {
    if (!this.#known) await this.#command("CAPABILITY", "login");
  }

  async requestTls(): Promise<void> {
    await this.learn();
    if (!this.#capabilities.has("STARTTLS")) throw new ProbeFailure("starttls_missing");
    const reply = await this.#send("STARTTLS", "encryption");
    if (reply.status !== "OK") throw new ProbeFailure("starttls_missing", { serverText: reply.text });
    // What was said in the clear does not count any more (RFC 3501, section 6.2.1).
    this.#known = false;
  }

  assertPasswordLogin(): void {
    if (!this.#capabilities.has("LOGINDISABLED") || this.#capabilities.has("AUTH=PLAIN")) return;
    if (!this.wire.secured) throw new ProbeFailure("plaintext_refused", { serverText: "LOGINDISABLED" });
    const tokens = [...this.#capabilities].some((name) => name === "AUTH=XOAUTH2" || name === "AUTH=OAUTHBEARER");
    throw new ProbeFailure(tokens ? "password_login_disabled" : "auth_not_offered", { serverText: "LOGINDISABLED" });
  }

  async login(username: string, secret: MailSecret): Promise<void> {
    await this.learn();
    if (typeof secret === "string") return this.#loginByPassword(username, secret);
    this.#known = false;
    const answer = saslXOAuth2(username, secret.accessToken);
    // not asked for among the capabilities: Yandex takes it without saying so
    if (this.#capabilities.has("SASL-IR"))
      await byToken(() => this.#command(`AUTHENTICATE XOAUTH2 ${answer}`, "login"));
    else await byToken(() => this.#command("AUTHENTICATE XOAUTH2", "login", [answer]));
  }

  async #loginByPassword(username: string, password: string): Promise<void> {
    this.assertPasswordLogin();
    this.#known = false;
    if (!this.#capabilities.has("AUTH=PLAIN")) {
      await this.#command("LOGIN", "login", [], [username, password]);
      return;
    }
    const answer = saslPlain(username, password);
    if (this.#capabilities.has("SASL-IR")) await this.#command(`AUTHENTICATE PLAIN ${answer}`, "login");
    else await this.#command("AUTHENTICATE PLAIN", "login", [answer]);
  }

  /** All folders of the mailbox, subscribed or not. */
  async list(): Promise<readonly ListedFolder[]> {
    await this.learn();
    const has = (name: string): boolean => this.#capabilities.has(name);
    const marks = has("SPECIAL-USE") && has("LIST-EXTENDED");
    const verb = has("XLIST") && !has("SPECIAL-USE") ? "XLIST" : "LIST";
    const listed: Response[] = [];
    const collect = (response: Response): void => {
      if (/^\* X?LIST /i.test(response.line)) listed.push(response);
    };
    const first = await this.#send(`${verb} "" "*"${marks ? " RETURN (SPECIAL-USE)" : ""}`, "folders", { collect });
    if (first.status === "BAD" && (marks || verb === "XLIST")) {
      listed.length = 0;
      await this.#command('LIST "" "*"', "folders", [], [], collect);
    } else if (first.status !== "OK") {
      throw this.#refusal(first, "folders");
    }
    const folders = await Promise.all(listed.slice(0, MAX_FOLDERS).map(readFolder));
    return folders.filter((folder) => folder !== null);
  }

  close(): void {
    this.wire.close(`Z${++this.#tag} LOGOUT\r\n`);
  }

  async #command(
    command: string,
    during: During,
    continuations: readonly string[] = [],
    strings: readonly string[] = [],
    collect?: (response: Response) => void,
  ): Promise<void> {
    const reply = await this.#send(command, during, { continuations, strings, ...(collect && { collect }) });
    if (reply.status !== "OK") throw this.#refusal(reply, during);
  }

  /** Sends a command and reads up to its tagged answer. `strings` go as literals where quoting will not do. */
  async #send(
    command: string,
    during: During,
    options: {
      readonly continuations?: readonly string[];
      readonly strings?: readonly string[];
      readonly collect?: (response: Response) => void;
    } = {},
  ): Promise<Reply> {
    const tag = `C${++this.#tag}`;
    const [start, ...rest] = withStrings(command, options.strings ?? []);
    const answers = [...rest, ...(options.continuations ?? [])];
    let complaint: Reply | null = null;
    this.wire.write(`${tag} ${start}\r\n`);
    for (let count = 0; count < MAX_UNTAGGED; count += 1) {
      const response = await this.#read();
      const { line } = response;
      if (line.startsWith("+")) {
        // A challenge that nobody expects is how some servers wrap a refusal: an empty answer brings the refusal.
        this.wire.write(`${answers.shift() ?? ""}\r\n`);
      } else if (line.startsWith(`${tag} `)) {
        const reply = statusReply(line);
        if (!reply) throw new ProbeFailure("wrong_protocol", { serverText: line });
        this.#absorb(reply);
        return complaint && reply.status !== "OK" ? merge(reply, complaint) : reply;
      } else if (line.startsWith("* ")) {
        const reply = statusReply(line);
        if (reply?.status === "BYE") throw this.#refusal(reply, during);
        if (reply?.status === "NO" || reply?.code === "ALERT") complaint = reply;
        this.#absorb(reply);
        const listed = /^\* CAPABILITY (.*)$/i.exec(line)?.[1];
        if (listed !== undefined) this.#setCapabilities(listed);
        options.collect?.(response);
      } else {
        throw new ProbeFailure("wrong_protocol", { serverText: line });
      }
    }
    throw new ProbeFailure("unknown");
  }

  async #read(): Promise<Response> {
    let line = await this.wire.readLine();
    const literals: Buffer[] = [];
    for (;;) {
      const size = /\{(\d{1,8})\}$/.exec(line)?.[1];
      if (size === undefined) return { line, literals };
      literals.push(await this.wire.readBytes(Number(size)));
      line += `\r\n${await this.wire.readLine()}`;
    }
  }

  #absorb(reply: Reply | null): void {
    if (reply && reply.capabilities !== null) this.#setCapabilities(reply.capabilities);
  }

  #setCapabilities(listed: string): void {
    this.#capabilities = new Set(listed.toUpperCase().split(" ").filter(Boolean));
    this.#known = true;
  }

  #refusal(reply: Reply, during: During): ProbeFailure {
    const { code, text } = reply;
    return refused({ protocol: "imap", during, status: null, code, text }, this.#provider);
  }
}

function statusReply(line: string): Reply | null {
  const match = /^\S+ (OK|NO|BAD|BYE|PREAUTH)\b ?(?:\[([^\]]*)\] ?)?(.*)$/is.exec(line);
  if (!match) return null;
  const [, status = "", bracket, text = ""] = match;
  const code = bracket?.split(" ")[0]?.toUpperCase() ?? null;
  const capabilities = code === "CAPABILITY" ? (bracket?.slice(code.length) ?? "") : null;
  return { status: status.toUpperCase(), code, capabilities, text };
}

/** Gmail and others explain in an untagged line what the tagged one only states. */
function merge(reply: Reply, complaint: Reply): Reply {
  return { ...reply, code: reply.code ?? complaint.code, text: `${complaint.text} ${reply.text}`.trim() };
}

/** Appends strings to a command, quoted where RFC 3501 lets them be, as synchronising literals otherwise. */
function withStrings(command: string, strings: readonly string[]): readonly string[] {
  const parts = [command];
  for (const value of strings) {
    const last = parts.length - 1;
    if (/^[\x20-\x7e]*$/.test(value)) {
      parts[last] += ` "${value.replace(/["\\]/g, "\\$&")}"`;
    } else {
      parts[last] += ` {${Buffer.byteLength(value)}}`;
      parts.push(value);
    }
  }
  return parts;
}

/** `* LIST (\HasNoChildren) "/" "Name"`; null for a line that is not one. */
async function readFolder({ line, literals }: Response): Promise<ListedFolder | null> {
  const bytes = Buffer.from(line, "utf8");
  const { attributes } = await parser(bytes, { literals: [...literals] });
  const [flags, delimiter, name] = attributes ?? [];
  if (!Array.isArray(flags) || !name || Array.isArray(name)) return null;
  const raw = Buffer.isBuffer(name.value) ? name.value.toString("utf8") : String(name.value ?? "");
  const mark = delimiter && !Array.isArray(delimiter) ? String(delimiter.value ?? "") : "";
  return {
    path: decodeMailboxName(raw),
    delimiter: mark === "" ? null : mark,
    flags: new Set(flags.map((flag) => (flag && !Array.isArray(flag) ? String(flag.value).toLowerCase() : ""))),
  };
}
