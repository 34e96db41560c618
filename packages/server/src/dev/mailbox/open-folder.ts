import type { ImapAttribute } from "imapflow";
import { fetchData, fetchItems, marksSeen } from "./fetch-items.ts";
import { inSequenceSet, listOf, textOf } from "./imap-syntax.ts";
import type { Folder, MailStore, StoredMessage } from "./mail-store.ts";
import { compileSearch, type Numbered } from "./search.ts";

export type Arguments = readonly ImapAttribute[];
/** Status and text of the tagged answer. */
export type Answer = string;

const SYSTEM_FLAGS = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

/** The folder that a client has opened, its letters numbered as the client knows them. */
export class OpenFolder {
  readonly folder: Folder;
  readonly #store: MailStore;
  readonly #readOnly: boolean;
  readonly #send: (data: string | Buffer) => void;
  #view: readonly StoredMessage[];

  /** @param send sends an untagged answer */
  constructor(store: MailStore, folder: Folder, readOnly: boolean, send: (data: string | Buffer) => void) {
    this.folder = folder;
    this.#store = store;
    this.#readOnly = readOnly;
    this.#send = send;
    this.#view = [...folder.messages];
  }

  /** Tells the client what is in the folder (RFC 3501, section 6.3.1). */
  open(): Answer {
    const unseen = this.#view.findIndex(({ flags }) => !flags.has("\\Seen"));
    this.#send(`* FLAGS (${SYSTEM_FLAGS})`);
    this.#send(`* OK [PERMANENTFLAGS (${this.#readOnly ? "" : `${SYSTEM_FLAGS} \\*`})] kept`);
    this.#send(`* ${this.#view.length} EXISTS`);
    this.#send("* 0 RECENT");
    if (unseen >= 0) this.#send(`* OK [UNSEEN ${unseen + 1}] first unread`);
    this.#send(`* OK [UIDVALIDITY ${this.folder.uidValidity}] valid`);
    this.#send(`* OK [UIDNEXT ${this.folder.uidNext}] next`);
    return this.#readOnly ? "OK [READ-ONLY] opened" : "OK [READ-WRITE] opened";
  }

  /** Runs a command on letters. `folderOf` finds the folder that they are copied to. */
  run(verb: string, args: Arguments, folderOf: (name: ImapAttribute | undefined) => Folder | null): Answer {
    const byUid = verb.startsWith("UID ");
    switch (byUid ? verb.slice("UID ".length) : verb) {
      case "FETCH":
        return this.#fetch(byUid, args);
      case "STORE":
        return this.#storeFlags(byUid, args);
      case "SEARCH":
        return this.#search(byUid, args);
      case "COPY":
        return this.#copy(this.#pick(byUid, args[0]), folderOf(args[1]));
      case "EXPUNGE":
        return this.#expunge(byUid ? this.#pick(true, args[0]) : numbered(this.#view));
      default:
        return "BAD not known";
    }
  }

  /** Removes what is marked as deleted; who reads only removes nothing. */
  close(): void {
    if (!this.#readOnly) this.#store.expunge(this.folder, ({ flags }) => flags.has("\\Deleted"));
  }

  /** Tells the client what has come and gone (RFC 3501, section 7.4.1). */
  catchUp(): void {
    const view = this.#view;
    const present = new Set(this.folder.messages);
    for (let index = view.length - 1; index >= 0; index -= 1) {
      const message = view[index];
      if (message && !present.has(message)) this.#send(`* ${index + 1} EXPUNGE`);
    }
    const left = view.filter((message) => present.has(message)).length;
    this.#view = [...this.folder.messages];
    if (this.#view.length > left) this.#send(`* ${this.#view.length} EXISTS`);
  }

  #fetch(byUid: boolean, args: Arguments): Answer {
    const items = fetchItems(args[1]);
    const read = marksSeen(items) && !this.#readOnly;
    for (const { sequence, message } of this.#pick(byUid, args[0])) {
      if (read) message.flags.add("\\Seen");
      const data = fetchData(message, items, byUid);
      if (!data) return "BAD not known";
      this.#send(Buffer.concat([Buffer.from(`* ${sequence} FETCH (`), data, Buffer.from(")")]));
    }
    return "OK done";
  }

  #storeFlags(byUid: boolean, args: Arguments): Answer {
    const match = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(args[1]));
    if (!match) return "BAD not known";
    if (this.#readOnly) return "NO [READ-ONLY] opened for reading";
    const given = args.slice(2).flatMap(listOf).map(textOf);
    for (const { sequence, message } of this.#pick(byUid, args[0])) {
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

  #search(byUid: boolean, args: Arguments): Answer {
    const letters = numbered(this.#view);
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

  #expunge(letters: readonly Numbered[]): Answer {
    if (this.#readOnly) return "NO [READ-ONLY] opened for reading";
    const doomed = new Set(letters.map(({ message }) => message).filter(({ flags }) => flags.has("\\Deleted")));
    this.#store.expunge(this.folder, (message) => doomed.has(message));
    return "OK done";
  }

  #pick(byUid: boolean, set: ImapAttribute | undefined): readonly Numbered[] {
    const view = this.#view;
    const last = byUid ? (view.at(-1)?.uid ?? 0) : view.length;
    const includes = inSequenceSet(textOf(set), last);
    return includes ? numbered(view).filter(({ sequence, message }) => includes(byUid ? message.uid : sequence)) : [];
  }
}

function numbered(view: readonly StoredMessage[]): readonly Numbered[] {
  return view.map((message, index) => ({ sequence: index + 1, message }));
}
