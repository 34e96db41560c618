import {
  headerOf,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from "../../telephony/sip/index.ts";
import { bestResponse } from "./best-response.ts";
import { randomToken, replyTo } from "./replies.ts";

/** One end of a forwarded request: the connection it had, and the contact by which it is found when it has a new one. */
export interface Peer {
  readonly connection: number;
  readonly user: string;
  readonly contact: string;
}

/** Time limits of a forwarded request, milliseconds. */
export interface ForkTimers {
  /** an INVITE without a final answer is given up after this (RFC 3261 16.6 step 11: above 3 minutes) */
  readonly timerC: number;
  /** 64 times T1: how long a final answer is waited for, and how long a finished transaction is remembered */
  readonly transaction: number;
  /** how long a party whose connection closed has to come back before its part of a ringing call is ended */
  readonly rejoin: number;
}

/** What a fork needs of the proxy around it. */
export interface ForkHost {
  readonly timers: ForkTimers;
  /** value of the Via line put on a forwarded request, without its branch */
  readonly via: string;
  readonly send: (peer: Peer, message: SipMessage) => boolean;
  readonly reachable: (peer: Peer) => boolean;
  /** the transaction is over and nothing more will be sent or expected */
  readonly ended: () => void;
}

interface Branch {
  readonly id: string;
  readonly peer: Peer;
  readonly request: SipRequest;
  state: "calling" | "proceeding" | "done";
  cancelReason: string | undefined;
  cancelSent: boolean;
  timer: NodeJS.Timeout | undefined;
}

const ANSWERED_ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';

/**
 * A request forwarded to one or several contacts at once, and the answers on their way back: the response context of
 * RFC 3261 16.7. The first 2xx wins and the other branches are cancelled; without one, the best final answer is passed
 * on when every branch has one. Retransmissions are left out, the transport being reliable (RFC 7118 4.1).
 */
export class Fork {
  readonly request: SipRequest;
  readonly caller: Peer;
  readonly #host: ForkHost;
  readonly #branches: readonly Branch[];
  readonly #finals: SipResponse[] = [];
  #lastSent: SipResponse | undefined;
  #answered = false;
  #timerC: NodeJS.Timeout | undefined;
  #linger: NodeJS.Timeout | undefined;
  readonly #rejoins = new Set<NodeJS.Timeout>();

  /** `request` is as received; `forwarded` as it goes out, but for its Via and its target. */
  constructor(host: ForkHost, request: SipRequest, forwarded: SipRequest, caller: Peer, targets: readonly Peer[]) {
    this.#host = host;
    this.request = request;
    this.caller = caller;
    this.#branches = targets.map((peer) => {
      const id = `z9hG4bK${randomToken()}`;
      const via: SipHeader = { name: "Via", value: `${host.via};branch=${id}` };
      return {
        id,
        peer,
        request: { ...forwarded, uri: peer.contact, headers: [via, ...forwarded.headers] },
        state: "calling",
        cancelReason: undefined,
        cancelSent: false,
        timer: undefined,
      };
    });
  }

  /** The Via branches under which answers come back. */
  get branchIds(): readonly string[] {
    return this.#branches.map(({ id }) => id);
  }

  get #isInvite(): boolean {
    return this.request.method === "INVITE";
  }

  /** Sends the request to every target. */
  start(): void {
    if (this.#isInvite) this.#reply(replyTo(this.request, 100));
    this.#armTimerC();
    for (const branch of this.#branches) {
      if (!this.#host.send(branch.peer, branch.request)) this.#finish(branch, 480);
    }
  }

  /** The caller sent the same request again: it is told again what it was told last. */
  repeat(): void {
    if (this.#lastSent !== undefined) this.#host.send(this.caller, this.#lastSent);
  }

  /** Takes an answer whose topmost Via, ours, is already removed. */
  receive(branchId: string, response: SipResponse): void {
    const branch = this.#branches.find(({ id }) => id === branchId);
    if (branch === undefined) return;
    if (response.status < 200) this.#provisional(branch, response);
    else if (response.status < 300) this.#success(branch, response);
    else this.#failure(branch, response);
  }

  /** Ends every branch that has no final answer yet; `reason` becomes the Reason header (RFC 3326). */
  cancel(reason: string | undefined): void {
    for (const branch of this.#branches) this.#cancelBranch(branch, reason ?? "");
  }

  /** The caller acknowledged our non-2xx answer (RFC 3261 17.2.1). */
  acknowledged(): void {
    if (this.#branches.every(({ state }) => state === "done")) this.dispose();
  }

  /** A connection closed: its owner may come back within the rejoin time, else its part ends. */
  connectionClosed(connection: number): void {
    if (this.#answered) return;
    if (this.caller.connection === connection) {
      this.#rejoin(() => {
        if (!this.#host.reachable(this.caller)) this.cancel(undefined);
      });
    }
    for (const branch of this.#branches) {
      if (branch.peer.connection !== connection || branch.state === "done") continue;
      this.#rejoin(() => {
        if (!this.#host.reachable(branch.peer)) this.#finish(branch, 480);
      });
    }
  }

  /** Stops all timers and leaves the proxy's tables. */
  dispose(): void {
    clearTimeout(this.#timerC);
    clearTimeout(this.#linger);
    for (const timer of this.#rejoins) clearTimeout(timer);
    for (const { timer } of this.#branches) clearTimeout(timer);
    this.#host.ended();
  }

  #provisional(branch: Branch, response: SipResponse): void {
    if (branch.state === "done") return;
    branch.state = "proceeding";
    if (branch.cancelReason !== undefined) this.#sendCancel(branch);
    if (response.status === 100 || this.#answered) return;
    this.#armTimerC();
    this.#reply(response);
  }

  #success(branch: Branch, response: SipResponse): void {
    this.#close(branch);
    // every 2xx of an INVITE goes back, even a second one: only the caller can end the call that it made
    if (this.#isInvite || !this.#answered) this.#reply(response);
    this.#complete();
    if (this.#isInvite) for (const other of this.#branches) this.#cancelBranch(other, ANSWERED_ELSEWHERE);
  }

  #failure(branch: Branch, response: SipResponse): void {
    if (this.#isInvite) this.#acknowledge(branch, response);
    if (branch.state === "done") return;
    this.#close(branch);
    this.#finals.push(response);
    if (response.status >= 600) this.cancel(undefined);
    this.#settle();
  }

  /** Ends a branch with an answer of our own. */
  #finish(branch: Branch, status: number): void {
    if (branch.state === "done") return;
    this.#close(branch);
    this.#finals.push(replyTo(this.request, status));
    this.#settle();
  }

  #settle(): void {
    if (this.#answered || this.#branches.some(({ state }) => state !== "done")) return;
    const best = bestResponse(this.#finals);
    if (best !== undefined) this.#reply(best);
    this.#complete();
  }

  #close(branch: Branch): void {
    branch.state = "done";
    clearTimeout(branch.timer);
  }

  #complete(): void {
    if (this.#answered) return;
    this.#answered = true;
    clearTimeout(this.#timerC);
    this.#linger = setTimeout(() => this.dispose(), this.#host.timers.transaction);
  }

  #reply(response: SipResponse): void {
    this.#lastSent = response;
    this.#host.send(this.caller, response);
  }

  #cancelBranch(branch: Branch, reason: string): void {
    if (!this.#isInvite || branch.state === "done" || branch.cancelReason !== undefined) return;
    branch.cancelReason = reason;
    branch.timer = setTimeout(() => this.#finish(branch, 487), this.#host.timers.transaction);
    // RFC 3261 9.1: a CANCEL may not overtake the INVITE; it waits for the first provisional answer
    if (branch.state === "proceeding") this.#sendCancel(branch);
  }

  #sendCancel(branch: Branch): void {
    if (branch.cancelSent) return;
    branch.cancelSent = true;
    const reason = branch.cancelReason === undefined || branch.cancelReason === "" ? [] : [branch.cancelReason];
    const reasons = reason.map((value) => ({ name: "Reason", value }));
    this.#host.send(branch.peer, hopByHop(branch.request, "CANCEL", headerOf(branch.request, "To") ?? "", reasons));
  }

  /** RFC 3261 17.1.1.3: the hop that forwarded the INVITE acknowledges a final answer other than 2xx. */
  #acknowledge(branch: Branch, response: SipResponse): void {
    this.#host.send(branch.peer, hopByHop(branch.request, "ACK", headerOf(response, "To") ?? "", []));
  }

  #armTimerC(): void {
    clearTimeout(this.#timerC);
    const { timerC, transaction } = this.#host.timers;
    this.#timerC = setTimeout(() => this.#giveUp(), this.#isInvite ? timerC : transaction);
  }

  /** RFC 3261 16.8: a branch that rings is cancelled, one that never said anything counts as timed out. */
  #giveUp(): void {
    for (const branch of this.#branches) {
      if (this.#isInvite && branch.state === "proceeding") this.#cancelBranch(branch, "");
      else this.#finish(branch, 408);
    }
  }

  #rejoin(decide: () => void): void {
    const timer = setTimeout(() => {
      this.#rejoins.delete(timer);
      decide();
    }, this.#host.timers.rejoin);
    this.#rejoins.add(timer);
  }
}

/** A CANCEL or ACK for a forwarded INVITE: same target, topmost Via, From, Call-ID and sequence number. */
function hopByHop(invite: SipRequest, method: "CANCEL" | "ACK", to: string, extra: readonly SipHeader[]): SipRequest {
  const sequence = Number.parseInt(headerOf(invite, "CSeq") ?? "", 10);
  return {
    kind: "request",
    method,
    uri: invite.uri,
    headers: [
      { name: "Via", value: headerOf(invite, "Via") ?? "" },
      { name: "Max-Forwards", value: "70" },
      { name: "From", value: headerOf(invite, "From") ?? "" },
      { name: "To", value: to },
      { name: "Call-ID", value: headerOf(invite, "Call-ID") ?? "" },
      { name: "CSeq", value: `${sequence} ${method}` },
      ...extra,
    ],
    body: "",
  };
}
