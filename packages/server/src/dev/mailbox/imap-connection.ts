import type { Socket } from "node:net";
import type { ImapAttribute } from "imapflow";
import { parser } from "imapflow/lib/handler/imap-handler.js";
import { decodeMailboxName } from "../../mail/probe/modified-utf7.ts";
import { type RawCommand, readCommands } from "./imap-reader.ts";
import { bytesOf, listOf, mailboxName, readDate, textOf } from "./imap-syntax.ts";
import type { Box, Folder, MailStore } from "./mail-store.ts";
import { type Answer, type Arguments, OpenFolder } from "./open-folder.ts";

const CAPABILITIES =
  "IMAP4rev1 ID IDLE LITERAL+ NAMESPACE SASL-IR SPECIAL-USE LIST-EXTENDED UIDPLUS UNSELECT AUTH=PLAIN";
const MAX_BAD_LOGINS = 3;
const CRLF = Buffer.from("\r\n");

/** Gives the box to whoever knows its password, or has a token for it; null to everybody else. */
export type OpenBox = (email: string, secret: string) => Promise<Box | null>;

/** How people get into their boxes. */
export interface BoxKeys {
  readonly password: OpenBox;
  /** By XOAUTH2; left out where nobody has tokens. */
  readonly token?: OpenBox;
}

/** One client of the development mailbox: IMAP4rev1 (RFC 3501) as far as mail programs need it to read and file letters. */
export class ImapConnection {
  readonly #socket: Socket;
  readonly #store: MailStore;
  readonly #keys: BoxKeys;
  readonly #capabilities: string;
  #box: Box | null = null;
  #selected: OpenFolder | null = null;
  #badLogins = 0;
  #idle: string | null = null;
  /** The dialogue that the next line belongs to. */
  #sasl: { readonly tag: string; readonly answer: (line: string) => Promise<Answer | null> } | null = null;
  readonly #onChanged = (folder: Folder): void => {
    if (this.#idle !== null && this.#selected?.folder === folder) this.#selected.catchUp();
  };

  constructor(socket: Socket, store: MailStore, keys: BoxKeys) {
    this.#socket = socket;
    this.#store = store;
    this.#keys = keys;
    this.#capabilities = keys.token ? `${CAPABILITIES} AUTH=XOAUTH2` : CAPABILITIES;
  }

  /** Serves the client until it leaves. */
  async serve(): Promise<void> {
    this.#store.on("changed", this.#onChanged);
    try {
      this.#send(`* OK [CAPABILITY ${this.#capabilities}] Crewdock development mailbox`);
      for await (const command of readCommands(this.#socket)) {
        await this.#take(command);
        if (!this.#socket.writable) return;
      }
    } finally {
      this.#store.off("changed", this.#onChanged);
      this.#socket.destroySoon();
    }
  }

  async #take(raw: RawCommand): Promise<void> {
    const text = raw.line.toString("latin1");
    if (this.#idle !== null) {
      const tag = this.#idle;
      this.#idle = null;
      this.#send(text.toUpperCase() === "DONE" ? `${tag} OK IDLE done` : `${tag} BAD DONE was expected`);
      return;
    }
    if (this.#sasl !== null) {
      const { tag, answer: take } = this.#sasl;
      this.#sasl = null;
      const answer = text === "*" ? "BAD cancelled" : await take(text);
      if (answer !== null) this.#send(`${tag} ${answer}`);
      return;
    }
    let command: Awaited<ReturnType<typeof parser>>;
    try {
      command = await parser(raw.line, { literals: [...raw.literals] });
    } catch {
      this.#send(`${/^[^\s]{1,32}/.exec(text)?.[0] ?? "*"} BAD cannot be read`); // the grammar is all the parser checks
      return;
    }
    const { tag = "*", command: verb = "", attributes = [] } = command;
    const answer = await this.#run(verb.toUpperCase(), tag, attributes);
    if (answer === null) return;
    if (!verb.toUpperCase().match(/^(?:FETCH|STORE|SEARCH)$/)) this.#selected?.catchUp();
    this.#send(`${tag} ${answer}`);
    if (verb.toUpperCase() === "LOGOUT" || this.#badLogins >= MAX_BAD_LOGINS) this.#socket.end();
  }

  /** Null when the tagged answer comes later. */
  async #run(verb: string, tag: string, args: Arguments): Promise<Answer | null> {
    switch (verb) {
      case "CAPABILITY":
        this.#send(`* CAPABILITY ${this.#capabilities}`);
        return "OK done";
      case "NOOP":
      case "CHECK":
        return "OK done";
      case "ID":
        this.#send('* ID ("name" "Crewdock development mailbox")');
        return "OK done";
      case "LOGOUT":
        this.#send("* BYE goodbye");
        return "OK done";
      case "LOGIN":
        return this.#login(textOf(args[0]), textOf(args[1]));
      // imapflow's parser takes the mechanism for a part of the verb.
      case "AUTHENTICATE PLAIN":
        if (args[0] !== undefined) return this.#authenticate(textOf(args[0]));
        this.#sasl = { tag, answer: (line) => this.#authenticate(line) };
        this.#send("+ ");
        return null;
      case "AUTHENTICATE XOAUTH2":
        if (args[0] !== undefined) return this.#authenticateByToken(tag, textOf(args[0]));
        this.#sasl = { tag, answer: (line) => this.#authenticateByToken(tag, line) };
        this.#send("+ ");
        return null;
      default:
        return this.#box ? this.#runInside(verb, tag, args, this.#box) : "BAD log in first";
    }
  }

  async #runInside(verb: string, tag: string, args: Arguments, box: Box): Promise<Answer | null> {
    switch (verb) {
      case "NAMESPACE":
        this.#send('* NAMESPACE (("" "/")) NIL NIL');
        return "OK done";
      case "LIST":
      case "LSUB":
        return this.#list(verb, args, box);
      case "SUBSCRIBE":
      case "UNSUBSCRIBE":
        return folderOf(box, args[0]) ? "OK done" : "NO [NONEXISTENT] no such folder";
      case "CREATE":
      case "DELETE":
      case "RENAME":
        return "NO [CANNOT] the folders of the development mailbox are fixed";
      case "SELECT":
      case "EXAMINE":
        return this.#select(folderOf(box, args[0]), verb === "EXAMINE");
      case "STATUS":
        return this.#status(folderOf(box, args[0]), args[1]);
      case "APPEND":
        return this.#append(folderOf(box, args[0]), args.slice(1));
      case "IDLE":
        this.#send("+ idling");
        this.#idle = tag;
        this.#selected?.catchUp();
        return null;
      default:
        return this.#selected
          ? this.#runSelected(verb, args, box, this.#selected)
          : "BAD not known, or no folder is open";
    }
  }

  #runSelected(verb: string, args: Arguments, box: Box, selected: OpenFolder): Answer {
    if (verb !== "CLOSE" && verb !== "UNSELECT") return selected.run(verb, args, (name) => folderOf(box, name));
    if (verb === "CLOSE") selected.close();
    this.#selected = null;
    return "OK done";
  }

  async #login(email: string, secret: string, open: OpenBox = this.#keys.password): Promise<Answer> {
    if (this.#box) return "BAD already logged in";
    try {
      this.#box = await open(email, secret);
    } catch {
      return "NO [UNAVAILABLE] Temporary authentication failure"; // the account list has a trouble, not the password
    }
    if (this.#box) return `OK [CAPABILITY ${this.#capabilities}] welcome`;
    this.#badLogins += 1;
    return "NO [AUTHENTICATIONFAILED] Invalid user name or password";
  }

  async #authenticate(response: string): Promise<Answer> {
    const [, email, password] = Buffer.from(response, "base64").toString("utf8").split("\0");
    return email === undefined || password === undefined ? "BAD not SASL PLAIN" : this.#login(email, password);
  }

  /** XOAUTH2 as Gmail has it: the reason of a refusal comes as a challenge, and the refusal after an empty answer. */
  async #authenticateByToken(tag: string, response: string): Promise<Answer | null> {
    const { token: open } = this.#keys;
    if (!open) return "NO [CANNOT] not offered";
    const sent = Buffer.from(response, "base64").toString("utf8");
    const [, email = "", token = ""] = /^user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$/.exec(sent) ?? [];
    const answer = await this.#login(email, token, open);
    if (!answer.startsWith("NO [AUTH")) return answer;
    const reason = JSON.stringify({ status: "400", schemes: "Bearer", scope: "https://mail.crewdock.test/" });
    this.#sasl = { tag, answer: async () => answer };
    this.#send(`+ ${Buffer.from(reason).toString("base64")}`);
    return null;
  }

  #list(verb: string, args: Arguments, box: Box): Answer {
    const selection = Array.isArray(args[0]) ? args.slice(1) : args;
    const onlyMarked = Array.isArray(args[0]) && args[0].some((each) => textOf(each).toUpperCase() === "SPECIAL-USE");
    const patterns = listOf(selection[1]).map((each) => pattern(textOf(selection[0]) + textOf(each)));
    if (textOf(selection[1]) === "" && !Array.isArray(selection[1])) {
      this.#send(`* ${verb} (\\Noselect) "/" ""`);
      return "OK done";
    }
    const paths = [...box.keys()];
    for (const { path, use } of box.values()) {
      if (onlyMarked && !use) continue;
      if (!patterns.some((each) => each.test(path))) continue;
      const children = paths.some((other) => other.startsWith(`${path}/`)) ? "\\HasChildren" : "\\HasNoChildren";
      this.#send(`* ${verb} (${[children, ...(use ? [use] : [])].join(" ")}) "/" ${mailboxName(path)}`);
    }
    return "OK done";
  }

  #select(folder: Folder | null, readOnly: boolean): Answer {
    this.#selected = null;
    if (!folder) return "NO [NONEXISTENT] no such folder";
    this.#selected = new OpenFolder(this.#store, folder, readOnly, (data) => this.#send(data));
    return this.#selected.open();
  }

  #status(folder: Folder | null, items: ImapAttribute | undefined): Answer {
    if (!folder) return "NO [NONEXISTENT] no such folder";
    const values: Readonly<Record<string, number>> = {
      MESSAGES: folder.messages.length,
      RECENT: 0,
      UIDNEXT: folder.uidNext,
      UIDVALIDITY: folder.uidValidity,
      UNSEEN: folder.messages.filter(({ flags }) => !flags.has("\\Seen")).length,
    };
    const wanted = listOf(items).map((item) => textOf(item).toUpperCase());
    if (wanted.some((name) => values[name] === undefined)) return "BAD not known";
    this.#send(`* STATUS ${mailboxName(folder.path)} (${wanted.map((name) => `${name} ${values[name]}`).join(" ")})`);
    return "OK done";
  }

  #append(folder: Folder | null, args: Arguments): Answer {
    if (!folder) return "NO [TRYCREATE] no such folder";
    const raw = bytesOf(args.at(-1));
    const flags = Array.isArray(args[0]) ? args[0].map(textOf) : [];
    const date = args.length > 1 ? readDate(textOf(args.at(-2))) : null;
    if (!raw || raw.length === 0) return "BAD no letter";
    const { uid } = this.#store.append(folder, raw, flags, ...(date ? [date] : []));
    return `OK [APPENDUID ${folder.uidValidity} ${uid}] filed`;
  }

  #send(line: string | Buffer): void {
    if (this.#socket.writable) this.#socket.write(Buffer.concat([Buffer.from(line), CRLF]));
  }
}

function folderOf(box: Box, name: ImapAttribute | undefined): Folder | null {
  const path = decodeMailboxName(textOf(name));
  return box.get(path.toUpperCase() === "INBOX" ? "INBOX" : path) ?? null;
}

/** `*` stands for anything, `%` for anything within one level. */
function pattern(text: string): RegExp {
  const escaped = decodeMailboxName(text).replace(/[\\^$.+?()[\]{}|]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("%", "[^/]*")}$`, "iu");
}
