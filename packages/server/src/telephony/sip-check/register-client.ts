import { randomBytes } from "node:crypto";
import {
  escapeUser,
  formatMessage,
  headerOf,
  headerValues,
  parseVia,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from "../sip/index.ts";
import { answerChallenge, strongestChallenge, type Challenge } from "./challenges.ts";
import { within } from "./deadline.ts";
import { refusalOf } from "./failures.ts";
import { SipCheckError } from "./sip-check-error.ts";
import type { SipTransport } from "./transport.ts";

/** Whose contact is registered, and how long an answer is waited for. */
export interface RegisterClientOptions {
  readonly login: string;
  readonly password: string;
  readonly domain: string;
  readonly transport: SipTransport;
  /** for one request, milliseconds */
  readonly answerMs: number;
  /** T1 of RFC 3261 17.1.1.1, milliseconds */
  readonly t1Ms: number;
}

const T2_MS = 4000;
const MAX_EXCHANGES = 6;
const MAX_EXPIRES = 86_400;

/** Registers and removes one contact of its own by a series of REGISTER requests (RFC 3261 10.2). */
export class RegisterClient {
  readonly #options: RegisterClientOptions;
  readonly #callId = `${randomBytes(12).toString("hex")}@crewdock.invalid`;
  readonly #tag = randomBytes(6).toString("hex");
  readonly #contact: string;
  readonly #challenges = new Map<Challenge["header"], { readonly challenge: Challenge; count: number }>();
  #sequence = 0;

  constructor(options: RegisterClientOptions) {
    this.#options = options;
    const { protocol, local } = options.transport;
    const parameter = protocol === "UDP" ? "" : `;transport=${protocol === "WSS" ? "ws" : protocol.toLowerCase()}`;
    this.#contact = `<sip:check-${randomBytes(6).toString("hex")}@${local}${parameter}>`;
  }

  /**
   * Sends one REGISTER for its contact (0 seconds: removal) and waits for the final answer, whatever it is.
   *
   * @throws SipCheckError `no_answer`, or why the connection ended
   */
  async exchange(seconds: number, signal: AbortSignal): Promise<SipResponse> {
    const { answerMs, transport, t1Ms } = this.#options;
    const branch = `z9hG4bK${randomBytes(12).toString("hex")}`;
    const text = formatMessage(this.#request(seconds, branch));
    const late = new SipCheckError("no_answer");
    return within(answerMs, signal, late, async (deadline) => {
      transport.send(text);
      const stop = transport.protocol === "UDP" ? retransmit(() => transport.send(text), t1Ms) : () => undefined;
      try {
        for (;;) {
          const message = await transport.inbox.next(deadline);
          if (message.kind !== "response" || message.status < 200) continue;
          if (parseVia(headerValues(message, "Via")[0] ?? "")?.branch === branch) return message;
        }
      } finally {
        stop();
      }
    });
  }

  /**
   * Registers its contact for that many seconds, or for as many as the server demands at least; answers challenges.
   * `first` is an answer that {@link exchange} has had already.
   *
   * @throws SipCheckError when the registrar refuses or is silent
   */
  async register(seconds: number, signal: AbortSignal, first?: SipResponse): Promise<void> {
    let wanted = seconds;
    let response = first ?? (await this.exchange(wanted, signal));
    const answered = new Set<string>();
    for (let exchanges = 1; response.status >= 300; exchanges += 1) {
      if (exchanges >= MAX_EXCHANGES) throw new SipCheckError("server_error", { status: response.status });
      if (response.status === 401 || response.status === 407) this.#prepareAnswer(response, answered);
      else if (response.status === 423 && wanted !== 0) wanted = longerTime(response, wanted);
      else throw refusalOf(response, answered.size > 0);
      response = await this.exchange(wanted, signal);
    }
  }

  #prepareAnswer(response: SipResponse, answered: Set<string>): void {
    const challenge = strongestChallenge(response);
    // asked for a way to log in that is not understood: nothing wrong with the account, and trying again is no use
    if (challenge === undefined) throw new SipCheckError("server_error", { status: response.status, retryable: false });
    const key = `${challenge.header} ${challenge.realm}`;
    if (answered.has(key) && !challenge.stale) throw refusalOf(response, true);
    answered.add(key);
    this.#challenges.set(challenge.header, { challenge, count: 0 });
  }

  #request(seconds: number, branch: string): SipRequest {
    const { login, domain, transport } = this.#options;
    const { protocol, local } = transport;
    const uri = `sip:${domain}`;
    const aor = `<sip:${escapeUser(login)}@${domain}>`;
    this.#sequence += 1;
    return {
      kind: "request",
      method: "REGISTER",
      uri,
      headers: [
        { name: "Via", value: `SIP/2.0/${protocol} ${local};branch=${branch};rport` },
        { name: "Max-Forwards", value: "70" },
        { name: "From", value: `${aor};tag=${this.#tag}` },
        { name: "To", value: aor },
        { name: "Call-ID", value: this.#callId },
        { name: "CSeq", value: `${this.#sequence} REGISTER` },
        { name: "Contact", value: `${this.#contact};expires=${seconds}` },
        { name: "Expires", value: String(seconds) },
        { name: "User-Agent", value: "Crewdock account check" },
        ...this.#answers(uri),
      ],
      body: "",
    };
  }

  #answers(uri: string): readonly SipHeader[] {
    const { login, password } = this.#options;
    return [...this.#challenges.values()].map((entry) => {
      entry.count += 1;
      const { challenge, count } = entry;
      return answerChallenge(challenge, { username: login, password, method: "REGISTER", uri, count });
    });
  }
}

/** Timer E of RFC 3261 17.1.2.2: T1, doubled up to T2, until it is stopped. */
function retransmit(send: () => void, t1Ms: number): () => void {
  let wait = t1Ms;
  let timer = setTimeout(again, wait);
  function again(): void {
    send();
    wait = Math.min(wait * 2, T2_MS);
    timer = setTimeout(again, wait);
  }
  return () => clearTimeout(timer);
}

/** The time that a 423 asks for (RFC 3261 21.4.17). */
function longerTime(response: SipResponse, wanted: number): number {
  const least = Number(headerOf(response, "Min-Expires") ?? Number.NaN);
  if (!(least > wanted && least <= MAX_EXPIRES))
    throw new SipCheckError("server_error", { status: 423, retryable: false });
  return least;
}
