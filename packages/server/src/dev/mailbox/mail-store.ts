import { EventEmitter } from "node:events";

export interface StoredMessage {
  readonly uid: number;
  readonly raw: Buffer;
  readonly receivedAt: Date;
  readonly flags: Set<string>;
}

/** One folder of a box; its path is in Unicode, parts joined by `/`. */
export interface Folder {
  readonly path: string;
  /** SPECIAL-USE attribute with the backslash (RFC 6154), or null. */
  readonly use: string | null;
  readonly uidValidity: number;
  uidNext: number;
  messages: StoredMessage[];
}

export type Box = ReadonlyMap<string, Folder>;

/** The folders that a Russian mail service would show, with one whose name only resembles the sent folder. */
const layout: readonly (readonly [string, string | null])[] = [
  ["INBOX", null],
  ["Отправленные", "\\Sent"],
  ["Черновики", "\\Drafts"],
  ["Корзина", "\\Trash"],
  ["Спам", "\\Junk"],
  ["Клиенты", null],
  ["Клиенты/Отправлено из CRM", null],
];

/** All boxes of the development mailbox, in memory: gone when it stops. Emits `changed` with the folder. */
export class MailStore extends EventEmitter<{ changed: [Folder] }> {
  readonly #boxes = new Map<string, Box>();
  readonly #now: () => Date;
  readonly #uidValidity: number;

  constructor(now: () => Date) {
    super();
    this.setMaxListeners(0); // one for each connection
    this.#now = now;
    this.#uidValidity = Math.floor(now().getTime() / 1000);
  }

  /** The box of an address, made when it is first asked for. */
  box(email: string): Box {
    const key = email.toLowerCase();
    const existing = this.#boxes.get(key);
    if (existing) return existing;
    const made = new Map(
      layout.map(([path, use]) => [path, { path, use, uidValidity: this.#uidValidity, uidNext: 1, messages: [] }]),
    );
    this.#boxes.set(key, made);
    return made;
  }

  /** Files a letter (RFC 5322, CRLF line ends) and gives it its UID. */
  append(folder: Folder, raw: Buffer, flags: Iterable<string> = [], receivedAt: Date = this.#now()): StoredMessage {
    const message: StoredMessage = { uid: folder.uidNext, raw, receivedAt, flags: new Set(flags) };
    folder.uidNext += 1;
    folder.messages.push(message);
    this.emit("changed", folder);
    return message;
  }

  /** Removes letters for good. */
  expunge(folder: Folder, doomed: (message: StoredMessage) => boolean): void {
    folder.messages = folder.messages.filter((message) => !doomed(message));
    this.emit("changed", folder);
  }
}
