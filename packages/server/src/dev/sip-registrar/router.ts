import { headerOf, parseAddress, parseUri, type SipRequest } from "../../telephony/sip/index.ts";
import type { Peer } from "./fork.ts";
import type { Binding, LocationService } from "./location.ts";

/** Where requests go: from request URIs to contacts, and from parties to the connection they have now. */
export class Router {
  readonly #domain: string;
  readonly #location: LocationService;
  readonly #isOpen: (connection: number) => boolean;

  constructor(domain: string, location: LocationService, isOpen: (connection: number) => boolean) {
    this.#domain = domain;
    this.#location = location;
    this.#isOpen = isOpen;
  }

  /** The user that a request URI leads to: by address of record, GRUU, or registered contact; undefined: not ours. */
  targetUser(uri: string): string | undefined {
    const parsed = parseUri(uri);
    if (parsed === undefined) return undefined;
    return parsed.host === this.#domain ? parsed.user : this.#location.byContact(uri)?.user;
  }

  /** The contacts that a new request goes to (RFC 3261 16.5): one for a GRUU or contact, all for an address of record. */
  targets(uri: string): readonly Peer[] {
    const parsed = parseUri(uri);
    if (parsed === undefined) return [];
    const single = this.#single(uri);
    if (single !== undefined) return [toPeer(single)];
    if (parsed.host !== this.#domain || parsed.params.has("gr")) return [];
    return this.#location.of(parsed.user).map(toPeer);
  }

  /** The one party that a request within a dialog goes to, wherever it is connected now (RFC 5627 6.1). */
  dialogTarget(uri: string): Peer | undefined {
    const single = this.#single(uri);
    if (single !== undefined) return toPeer(single);
    const connection = this.#location.dialogConnection(uri);
    return connection === undefined ? undefined : { connection, user: "", contact: uri };
  }

  /** The sender of a request, as the one that its answers go back to. */
  caller(connection: number, request: SipRequest, user: string): Peer {
    return { connection, user, contact: parseAddress(headerOf(request, "Contact") ?? "")?.uri ?? "" };
  }

  /** The open connection of a party: the one it had, or that of its contact's present binding. */
  connectionOf(peer: Peer): number | undefined {
    if (this.#isOpen(peer.connection)) return peer.connection;
    const binding = this.#single(peer.contact);
    // the user has to be the same: a contact can be registered by somebody else meanwhile
    if (binding === undefined || binding.user !== peer.user || !this.#isOpen(binding.connection)) return undefined;
    return binding.connection;
  }

  /** Whether the connection may speak as this URI: it is a contact registered over it, or noted in a dialog of its. */
  ownsContact(connection: number, uri: string): boolean {
    return (this.#location.byContact(uri)?.connection ?? this.#location.dialogConnection(uri)) === connection;
  }

  #single(uri: string): Binding | undefined {
    const parsed = parseUri(uri);
    const instance = parsed?.params.get("gr");
    if (parsed === undefined) return undefined;
    if (parsed.host !== this.#domain) return this.#location.byContact(uri);
    return instance === undefined ? undefined : this.#location.byInstance(parsed.user, instance);
  }
}

function toPeer({ connection, user, uri }: Binding): Peer {
  return { connection, user, contact: uri };
}
