import { contactKey } from "../../telephony/sip/index.ts";

/** One registered contact of a user, reached by the WebSocket that it came by. */
export interface Binding {
  readonly user: string;
  /** the Contact URI as it was registered */
  readonly uri: string;
  /** `+sip.instance` without its angle brackets (RFC 5626 4.1) */
  readonly instance: string | undefined;
  readonly connection: number;
  readonly callId: string;
  readonly sequence: number;
  /** milliseconds since 1970 */
  readonly expiresAt: number;
}

/** The location service (RFC 3261 10): who is where, in memory; a binding ends with its time or its connection. */
export class LocationService {
  readonly #bindings = new Map<string, Binding[]>();
  /** contacts that were named in a dialog by somebody who never registered them */
  readonly #dialogContacts = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Live bindings of a user, oldest first. */
  of(user: string): readonly Binding[] {
    const live = (this.#bindings.get(user) ?? []).filter((binding) => binding.expiresAt > this.#now());
    this.#store(user, live);
    return live;
  }

  /** The binding that a public GRUU stands for (RFC 5627 5.1): the newest of that instance. */
  byInstance(user: string, instance: string): Binding | undefined {
    return this.of(user).findLast((binding) => binding.instance === instance);
  }

  /** The binding of a contact URI, whoever registered it first. */
  byContact(uri: string): Binding | undefined {
    const key = contactKey(uri);
    if (key === undefined) return undefined;
    for (const user of this.#bindings.keys()) {
      const found = this.of(user).find((binding) => contactKey(binding.uri) === key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Adds a binding in the place of an older one with the same contact or instance; the oldest goes beyond the limit. */
  add(binding: Binding, limit: number): void {
    const others = this.of(binding.user).filter((other) => !sameDevice(other, binding));
    this.#store(binding.user, [...others, binding].slice(-limit));
  }

  /** Removes the binding of that contact, if there is one. */
  remove(user: string, uri: string): void {
    const key = contactKey(uri);
    this.#store(
      user,
      this.of(user).filter((binding) => contactKey(binding.uri) !== key),
    );
  }

  /** Removes every binding of a user. */
  removeAll(user: string): void {
    this.#bindings.delete(user);
  }

  /** Removes what was reached by a connection that has closed. */
  dropConnection(connection: number): void {
    for (const user of this.#bindings.keys()) {
      this.#store(
        user,
        this.of(user).filter((binding) => binding.connection !== connection),
      );
    }
    for (const [key, id] of this.#dialogContacts) if (id === connection) this.#dialogContacts.delete(key);
  }

  /** Remembers the contact of a dialog, so that in-dialog requests find a party that never registered. */
  noteDialogContact(uri: string, connection: number): void {
    const key = contactKey(uri);
    if (key === undefined || this.#dialogContacts.has(key)) return;
    if (this.#dialogContacts.size >= 1000) this.#dialogContacts.delete([...this.#dialogContacts.keys()][0] ?? "");
    this.#dialogContacts.set(key, connection);
  }

  /** The connection of a contact noted by {@link noteDialogContact}. */
  dialogConnection(uri: string): number | undefined {
    return this.#dialogContacts.get(contactKey(uri) ?? "");
  }

  #store(user: string, bindings: readonly Binding[]): void {
    if (bindings.length === 0) this.#bindings.delete(user);
    else this.#bindings.set(user, [...bindings]);
  }
}

function sameDevice(left: Binding, right: Binding): boolean {
  if (contactKey(left.uri) === contactKey(right.uri)) return true;
  return left.instance !== undefined && left.instance === right.instance;
}
