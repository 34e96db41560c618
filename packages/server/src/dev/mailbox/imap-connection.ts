import type { Socket } from "node:net";
import type { ImapAttribute } from "imapflow";
import { parser } from "imapflow/lib/handler/imap-handler.js";
import { decodeMailboxName } from "../../mail/probe/modified-utf7.ts";
import { fetchData, fetchItems, marksSeen } from "./fetch-items.ts";
import { type RawCommand, readCommands } from "./imap-reader.ts";
import { bytesOf, inSequenceSet, listOf, mailboxName, readDate, textOf } from "./imap-syntax.ts";
import type { Box, Folder, MailStore, StoredMessage } from "./mail-store.ts";
import { compileSearch, type Numbered } from "./search.ts";

const CAPABILITIES =
  "IMAP4rev1 ID IDLE LITERAL+ NAMESPACE SASL-IR SPECIAL-USE LIST-EXTENDED UIDPLUS UNSELECT AUTH=PLAIN";
const SYSTEM_FLAGS = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";
const MAX_BAD_LOGINS = 3;

/** Gives the box to whoever knows its password, or has a token for it; null to everybody else. */
export type OpenBox = (email: string, secret: string) => Promise<Box | null>;

/** How people get into their boxes. */
export interface BoxKeys {
  readonly password: OpenBox;
  /** By XOAUTH2; left out where nobody has tokens. */
  readonly token?: OpenBox;
}

type Arguments = readonly ImapAttribute[];
/** Status and text of the tagged answer. */
type Answer = string;

/** The folder that a client has opened, numbered as the client knows it. */
interface Selected {
  readonly folder: Folder;
  readonly readOnly: boolean;
  view: StoredMessage[];
}

/** One client of the development mailbox: IMAP4rev1 (RFC 3501) as far as mail programs need it to read and file letters. */
export class ImapConnection {
  readonly #socket: Socket;
  readonly #store: MailStore;
  readonly #keys: BoxKeys;
  readonly #capabilities: string;
  #box: Box | null = null;
  #selected: Selected | null = null;
  #badLogins = 0;
  #idle: string | null = null;
  /** What the next line answers. */
  /** The dialogue that the next line belongs to. */
  #sasl: { readonly tag: string; readonly answer: (line: string) => Promise<Answer | null> } | null = null;
  readonly #onChanged = (folder: Folder): void => {
    if (this.#idle !== null && this.#selected?.folder === folder) this.#catchUp();
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
    if (!verb.toUpperCase().match(/^(?:FETCH|STORE|SEARCH)$/)) this.#catchUp();
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
        this.#catchUp();
        return null;
      default:
        return this.#selected
          ? this.#runSelected(verb, args, box, this.#selected)
          : "BAD not known, or no folder is open";
    }
  }

  #runSelected(verb: string, args: Arguments, box: Box, selected: Selected): Answer {
    const byUid = verb.startsWith("UID ");
    switch (byUid ? verb.slice("UID ".length) : verb) {
      case "FETCH":
        return this.#fetch(selected, byUid, args);
      case "STORE":
        return this.#storeFlags(selected, byUid, args);
      case "SEARCH":
        return this.#search(selected, byUid, args);
      case "COPY":
        return this.#copy(this.#pick(selected, byUid, args[0]), folderOf(box, args[1]));
      case "EXPUNGE":
        return this.#expunge(selected, byUid ? this.#pick(selected, true, args[0]) : numbered(selected.view));
      case "CLOSE":
        if (!selected.readOnly) this.#store.expunge(selected.folder, ({ flags }) => flags.has("\\Deleted"));
        this.#selected = null;
        return "OK done";
      case "UNSELECT":
        this.#selected = null;
        return "OK done";
      default:
        return "BAD not known";
    }
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
    const view = [...folder.messages];
    const unseen = view.findIndex(({ flags }) => !flags.has("\\Seen"));
    this.#selected = { folder, readOnly, view };
    this.#send(`* FLAGS (${SYSTEM_FLAGS})`);
    this.#send(`* OK [PERMANENTFLAGS (${readOnly ? "" : `${SYSTEM_FLAGS} \\*`})] kept`);
    this.#send(`* ${view.length} EXISTS`);
    this.#send("* 0 RECENT");
    if (unseen >= 0) this.#send(`* OK [UNSEEN ${unseen + 1}] first unread`);
    this.#send(`* OK [UIDVALIDITY ${folder.uidValidity}] valid`);
    this.#send(`* OK [UIDNEXT ${folder.uidNext}] next`);
    return readOnly ? "OK [READ-ONLY] opened" : "OK [READ-WRITE] opened";
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

  #fetch(selected: Selected, byUid: boolean, args: Arguments): Answer {
    const items = fetchItems(args[1]);
    const read = marksSeen(items) && !selected.readOnly;
    for (const { sequence, message } of this.#pick(selected, byUid, args[0])) {
      if (read) message.flags.add("\\Seen");
      const data = fetchData(message, items, byUid);
      if (!data) return "BAD not known";
      this.#socket.write(Buffer.concat([Buffer.from(`* ${sequence} FETCH (`), data, Buffer.from(")\r\n")]));
    }
    return "OK done";
  }

  #storeFlags(selected: Selected, byUid: boolean, args: Arguments): Answer {
    const match = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(args[1]));
    if (!match) return "BAD not known";
    if (selected.readOnly) return "NO [READ-ONLY] opened for reading";
    const given = args.slice(2).flatMap(listOf).map(textOf);
    for (const { sequence, message } of this.#pick(selected, byUid, args[0])) {
      if (match[1] === "") message.flags.clear();
      for (const flag of given) {
        if (match[1] === "-") message.flags.delete(flag);
        else message.flags.add(flag);
      }
      const uid = byUid ? `UID ${message.uid} ` : "";
      if (!match[2]) this.#send(`* ${sequence} FETCH (${uid}FLAGS (${[...message.flags].join(" ")}))`);
    }
    return "OK done";
  }

  #search(selected: Selected, byUid: boolean, args: Arguments): Answer {
    const letters = numbered(selected.view);
    const test = compileSearch(args, letters);
    if (!test) return "BAD not known";
    const found = letters.filter(test).map(({ sequence, message }) => (byUid ? message.uid : sequence));
    this.#send(["* SEARCH", ...found].join(" "));
    return "OK done";
  }

  #copy(letters: readonly Numbered[], folder: Folder | null): Answer {
    if (!folder) return "NO [TRYCREATE] no such folder";
    for (const { message } of letters) this.#store.append(folder, message.raw, message.flags, message.receivedAt);
    return "OK copied";
  }

  #expunge({ folder, readOnly }: Selected, letters: readonly Numbered[]): Answer {
    if (readOnly) return "NO [READ-ONLY] opened for reading";
    const doomed = new Set(letters.map(({ message }) => message).filter(({ flags }) => flags.has("\\Deleted")));
    this.#store.expunge(folder, (message) => doomed.has(message));
    return "OK done";
  }

  #pick({ view }: Selected, byUid: boolean, set: ImapAttribute | undefined): readonly Numbered[] {
    const last = byUid ? (view.at(-1)?.uid ?? 0) : view.length;
    const includes = inSequenceSet(textOf(set), last);
    return includes ? numbered(view).filter(({ sequence, message }) => includes(byUid ? message.uid : sequence)) : [];
  }

  /** Tells the client what has come and gone in the open folder (RFC 3501, section 7.4.1). */
  #catchUp(): void {
    const selected = this.#selected;
    if (!selected) return;
    const { folder, view } = selected;
    const present = new Set(folder.messages);
    for (let index = view.length - 1; index >= 0; index -= 1) {
      const message = view[index];
      if (message && !present.has(message)) this.#send(`* ${index + 1} EXPUNGE`);
    }
    const left = view.filter((message) => present.has(message)).length;
    selected.view = [...folder.messages];
    if (selected.view.length > left) this.#send(`* ${selected.view.length} EXISTS`);
  }

  #send(line: string): void {
    if (this.#socket.writable) this.#socket.write(`${line}\r\n`);
  }
}

function numbered(view: readonly StoredMessage[]): readonly Numbered[] {
  return view.map((message, index) => ({ sequence: index + 1, message }));
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
