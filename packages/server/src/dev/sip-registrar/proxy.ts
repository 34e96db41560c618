import {
  headerOf,
  parseAddress,
  parseUri,
  parseVia,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from "../../telephony/sip/index.ts";
import type { Authenticator, Identity } from "./authenticator.ts";
import { type AssertedCaller, assertedCaller } from "./caller-identity.ts";
import type { DevRegistrarLog } from "./events.ts";
import { Fork, type ForkHost, type ForkTimers, type Peer } from "./fork.ts";
import { forwardCopy, popVia } from "./forwarding.ts";
import type { LocationService } from "./location.ts";
import { processRegister, type RegisterLimits } from "./register.ts";
import { randomToken, replyTo } from "./replies.ts";
import { readRequest, type RequestFacts } from "./request-checks.ts";
import { Router } from "./router.ts";

export interface ProxyOptions {
  readonly domain: string;
  readonly authenticator: Authenticator;
  /** secret under which the server proves who may show which number */
  readonly ephemeralSecret: string;
  readonly location: LocationService;
  readonly isAccount: (user: string) => Promise<boolean>;
  readonly mayPlaceCall: (user: string, target: string) => Promise<boolean>;
  readonly limits: RegisterLimits;
  readonly timers: ForkTimers;
  readonly now: () => number;
  readonly isOpen: (connection: number) => boolean;
  readonly send: (connection: number, message: SipMessage) => void;
  readonly log: DevRegistrarLog;
}

interface ForwardedFacts extends RequestFacts {
  readonly caller?: AssertedCaller | undefined;
}

const MAX_FORKS = 2000;
const ALLOWED = "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, REFER, NOTIFY, INFO, MESSAGE, UPDATE, PRACK, SUBSCRIBE";

/** Registrar and transaction-stateful proxy of one domain (RFC 3261 10 and 16) over connections that others own. */
export class SipProxy {
  readonly #options: ProxyOptions;
  readonly #router: Router;
  readonly #host: Omit<ForkHost, "ended">;
  readonly #forks = new Map<string, Fork>();
  readonly #branches = new Map<string, Fork>();
  /** users that proved themselves on a connection, so that requests within their calls need no new challenge */
  readonly #proven = new Map<number, Set<string>>();
  #closed = false;

  constructor(options: ProxyOptions) {
    this.#options = options;
    this.#router = new Router(options.domain, options.location, options.isOpen);
    this.#host = {
      timers: options.timers,
      via: `SIP/2.0/WS ${options.domain}`,
      reachable: (peer) => this.#router.connectionOf(peer) !== undefined,
      send: (peer, message) => this.#sendTo(peer, message),
    };
  }

  /** Processes one message; those of one connection have to come one after the other. */
  async receive(connection: number, message: SipMessage): Promise<void> {
    if (this.#closed) return undefined;
    if (message.kind === "response") return this.#response(connection, message);
    try {
      await this.#request(connection, message);
    } catch (cause) {
      // a callback of the host failed, for instance its database is away: the client has to hear something
      this.#options.log({ kind: "failed", cause });
      this.#answer(connection, message, 500);
    }
    return undefined;
  }

  async #request(connection: number, message: SipRequest): Promise<void> {
    const facts = readRequest(message);
    if (facts === undefined) return this.#answer(connection, message, 400);
    if (message.method === "ACK") return this.#ack(message, facts);
    if (message.method === "CANCEL") return this.#cancel(connection, message, facts);
    if (facts.maxForwards === 0) return this.#answer(connection, message, 483);
    if (message.method === "REGISTER") return this.#register(connection, message, facts);
    const repeated = this.#forks.get(`${facts.transaction} ${message.method}`);
    if (repeated !== undefined) return repeated.repeat();
    if (message.method === "OPTIONS" && this.#isForUs(message)) {
      return this.#answer(connection, message, 200, [{ name: "Allow", value: ALLOWED }]);
    }
    return facts.inDialog ? this.#inDialog(connection, message, facts) : this.#initial(connection, message, facts);
  }

  /** Drops what hung on a connection. Calls go on; ringing ones wait a moment for it to come back. */
  connectionClosed(connection: number): void {
    this.#proven.delete(connection);
    this.#options.location.dropConnection(connection);
    for (const fork of this.#forks.values()) fork.connectionClosed(connection);
  }

  /** Stops every timer, and takes no more messages. */
  close(): void {
    this.#closed = true;
    for (const fork of this.#forks.values()) fork.dispose();
  }

  async #register(connection: number, request: SipRequest, facts: RequestFacts): Promise<void> {
    const { domain, location, limits, now, log } = this.#options;
    if (parseUri(request.uri)?.host !== domain || facts.toHost !== domain)
      return this.#answer(connection, request, 404);
    const identity = await this.#authenticate(connection, request);
    if (identity === undefined) return;
    if (identity.user !== facts.toUser || identity.user !== facts.fromUser)
      return this.#answer(connection, request, 403);
    const { user } = identity;
    // the connection can have closed while the account was looked up: its binding would never end
    if (!this.#options.isOpen(connection)) return;
    const response = processRegister(request, { user, domain, connection, location, limits, now: now() });
    this.#options.send(connection, response);
    if (response.status === 200) log({ kind: "registered", user, contacts: location.of(user).length });
  }

  async #initial(connection: number, request: SipRequest, facts: RequestFacts): Promise<void> {
    const identity = await this.#authenticate(connection, request);
    if (identity === undefined) return;
    const own = facts.fromHost === this.#options.domain && identity.user === facts.fromUser;
    if (!own || identity.use === "receive") return this.#answer(connection, request, 403);
    const target = this.#router.targetUser(request.uri);
    if (target === undefined) return this.#answer(connection, request, this.#isForeign(request) ? 403 : 480);
    if (request.method === "INVITE" && !(await this.#options.mayPlaceCall(identity.user, target))) {
      return this.#answer(connection, request, 403);
    }
    const targets = this.#router.targets(request.uri);
    const caller = request.method === "INVITE" ? assertedCaller(request, identity.user, this.#options) : undefined;
    if (targets.length > 0) return this.#forward(connection, request, { ...facts, caller }, targets);
    return this.#answer(connection, request, (await this.#options.isAccount(target)) ? 480 : 404);
  }

  async #inDialog(connection: number, request: SipRequest, facts: RequestFacts): Promise<void> {
    if (!this.#speaksFor(connection, request, facts)) {
      const identity = await this.#authenticate(connection, request);
      if (identity === undefined) return;
      if (!this.#speaksFor(connection, request, facts)) return this.#answer(connection, request, 403);
    }
    const target = this.#router.dialogTarget(request.uri);
    // 480 and not 481: the party may be between two connections, and 481 would end its dialog (RFC 5057 5.1)
    if (target === undefined) return this.#answer(connection, request, 480);
    this.#forward(connection, request, facts, [target]);
  }

  /** The ACK of a 2xx is a request of its own; any other belongs to the INVITE that was answered here (RFC 3261 17). */
  #ack(request: SipRequest, facts: RequestFacts): void {
    const fork = this.#forks.get(`${facts.transaction} INVITE`);
    if (fork !== undefined) return fork.acknowledged();
    const target = facts.inDialog && facts.maxForwards > 0 ? this.#router.dialogTarget(request.uri) : undefined;
    if (target === undefined) return;
    const copy = this.#copy(request, facts);
    const via: SipHeader = { name: "Via", value: `${this.#host.via};branch=z9hG4bK${randomToken()}` };
    this.#sendTo(target, { ...copy, uri: target.contact, headers: [via, ...copy.headers] });
  }

  #cancel(connection: number, request: SipRequest, facts: RequestFacts): void {
    const fork = this.#forks.get(`${facts.transaction} INVITE`);
    this.#answer(connection, request, fork === undefined ? 481 : 200);
    fork?.cancel(headerOf(request, "Reason"));
  }

  #response(connection: number, received: SipResponse): void {
    const popped = popVia(received);
    const branch = parseVia(popped?.via ?? "")?.branch ?? "";
    const fork = this.#branches.get(branch);
    if (popped === undefined || fork === undefined) return;
    // a CANCEL shares the branch of its INVITE; the answer to it stops here (RFC 3261 17.1.3, 16.10)
    if (!(headerOf(received, "CSeq") ?? "").endsWith(` ${fork.request.method}`)) return;
    const contact = parseAddress(headerOf(received, "Contact") ?? "");
    if (received.status > 100 && received.status < 300 && contact !== undefined) {
      this.#options.location.noteDialogContact(contact.uri, connection);
    }
    fork.receive(branch, popped.response);
  }

  #forward(connection: number, request: SipRequest, facts: ForwardedFacts, targets: readonly Peer[]): void {
    // closed while the log-in was checked: a new fork's timers would outlive the registrar
    if (this.#closed) return;
    if (this.#forks.size >= MAX_FORKS) return this.#answer(connection, request, 503);
    const caller = this.#router.caller(connection, request, facts.fromUser);
    if (caller.contact !== "") this.#options.location.noteDialogContact(caller.contact, connection);
    const key = `${facts.transaction} ${request.method}`;
    const ended = (): void => {
      this.#forks.delete(key);
      for (const id of fork.branchIds) this.#branches.delete(id);
    };
    const fork = new Fork({ ...this.#host, ended }, request, this.#copy(request, facts), caller, targets);
    this.#forks.set(key, fork);
    for (const id of fork.branchIds) this.#branches.set(id, fork);
    this.#options.log({ kind: "forwarded", method: request.method, from: facts.fromUser, targets: targets.length });
    fork.start();
  }

  #copy(request: SipRequest, { maxForwards, inDialog, caller }: ForwardedFacts): SipRequest {
    return forwardCopy(request, { domain: this.#options.domain, maxForwards, inDialog, caller });
  }

  /** Who sent it; undefined when the request was answered with a challenge instead. */
  async #authenticate(connection: number, request: SipRequest): Promise<Identity | undefined> {
    const { authenticator, log } = this.#options;
    const registers = request.method === "REGISTER";
    const verdict = await authenticator.verify(request, registers ? "Authorization" : "Proxy-Authorization");
    if (verdict.ok) {
      const users = this.#proven.get(connection) ?? new Set<string>();
      if (this.#options.isOpen(connection)) this.#proven.set(connection, users.add(verdict.identity.user));
      return verdict.identity;
    }
    log({ kind: "challenged", method: request.method, reason: verdict.reason });
    const name = registers ? "WWW-Authenticate" : "Proxy-Authenticate";
    const challenge = { name, value: authenticator.challenge(verdict.stale) };
    this.#options.send(connection, replyTo(request, registers ? 401 : 407, [challenge]));
    return undefined;
  }

  #speaksFor(connection: number, request: SipRequest, facts: RequestFacts): boolean {
    const proven = this.#proven.get(connection);
    if (facts.fromHost === this.#options.domain) return proven?.has(facts.fromUser) === true;
    // a party that was called by its contact has that contact as its address in the dialog
    return this.#router.ownsContact(connection, parseAddress(headerOf(request, "From") ?? "")?.uri ?? "");
  }

  #isForUs(request: SipRequest): boolean {
    const uri = parseUri(request.uri);
    return uri?.host === this.#options.domain && uri.user === "";
  }

  /** Hosts under .invalid are contacts of browsers (RFC 7118 5), gone or not; any other is somebody else's domain. */
  #isForeign(request: SipRequest): boolean {
    const host = parseUri(request.uri)?.host;
    return host === undefined || !host.endsWith(".invalid");
  }

  #answer(connection: number, request: SipRequest, status: number, extra: readonly SipHeader[] = []): void {
    if (request.method === "ACK" || headerOf(request, "Via") === undefined) return;
    this.#options.send(connection, replyTo(request, status, extra));
    if (status < 400) return;
    const from = parseUri(parseAddress(headerOf(request, "From") ?? "")?.uri ?? "")?.user ?? "";
    this.#options.log({ kind: "refused", method: request.method, from, status });
  }

  #sendTo(peer: Peer, message: SipMessage): boolean {
    const connection = this.#router.connectionOf(peer);
    if (connection === undefined) return false;
    this.#options.send(connection, message);
    return true;
  }
}
