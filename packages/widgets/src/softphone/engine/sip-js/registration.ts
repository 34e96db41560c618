import type { NameAddrHeader } from "sip.js/lib/grammar/name-addr-header.js";
import type { SipUserAgent } from "./sip-user-agent.ts";
import { Grammar, type IncomingResponseMessage, type OutgoingRequestMessage, URI } from "./stack.ts";

export type RegistrationResult =
  | { readonly kind: "registered"; readonly expiresInSeconds: number }
  | { readonly kind: "rejected"; readonly status: number; readonly retryAfterSeconds: number | undefined }
  | { readonly kind: "unreachable" };

/**
 * The binding of one address of record to this browser (RFC 3261 section 10, RFC 5626, GRUU of RFC 5627).
 * The stack's Registerer blocks after a request that a lost socket swallowed and refreshes at the last moment; here each
 * request has a deadline of its own, a newer one supersedes it, and the caller decides when to refresh.
 */
export class Registration {
  readonly #ua: SipUserAgent;
  readonly #instanceId: string;
  readonly #callId: string = crypto.randomUUID();
  #expires: number;
  #last: OutgoingRequestMessage | undefined;
  #bound = false;

  constructor(ua: SipUserAgent, instanceId: string, expiresSeconds: number) {
    this.#ua = ua;
    this.#instanceId = instanceId;
    this.#expires = expiresSeconds;
  }

  async register(deadline: number): Promise<RegistrationResult> {
    const response = await this.#send(this.#expires, deadline);
    if (response === undefined) return { kind: "unreachable" };
    const status = response.statusCode ?? 0;
    if (status === 423) {
      const least = Number(response.getHeader("min-expires"));
      if (least > this.#expires) {
        this.#expires = least;
        return this.register(deadline);
      }
    }
    if (status < 200 || status >= 300) {
      const retryAfter = Number.parseInt(response.getHeader("retry-after") ?? "", 10);
      return { kind: "rejected", status, retryAfterSeconds: Number.isNaN(retryAfter) ? undefined : retryAfter };
    }
    this.#bound = true;
    return { kind: "registered", expiresInSeconds: this.#accept(response) };
  }

  /** Sends the removal of the binding without waiting for the reply. */
  unregister(): void {
    if (!this.#bound) return;
    this.#bound = false;
    void this.#send(0, 1_000);
  }

  /** Reads the granted life time and adopts the GRUU, which stays valid over new connections. */
  #accept(response: IncomingResponseMessage): number {
    let granted = Number(response.getHeader("expires") ?? this.#expires);
    for (let i = 0; i < response.getHeaders("contact").length; i++) {
      const contact = response.parseHeader("contact", i) as NameAddrHeader | undefined;
      if (contact === undefined || !this.#isOurs(contact)) continue;
      granted = Number(contact.getParam("expires") ?? granted);
      const gruu = contact.getParam("pub-gruu");
      if (typeof gruu === "string") this.#ua.contact.pubGruu = Grammar.URIParse(gruu.replaceAll('"', ""));
    }
    return granted > 0 ? granted : this.#expires;
  }

  #isOurs(contact: NameAddrHeader): boolean {
    const instance = contact.getParam("+sip.instance");
    if (typeof instance === "string") return instance.includes(this.#instanceId);
    return contact.uri.user === this.#ua.contact.uri.user;
  }

  /** The final response, or undefined when none came: the socket broke or the deadline passed. */
  #send(expires: number, deadline: number): Promise<IncomingResponseMessage | undefined> {
    const { core, aor } = this.#ua;
    const registrar = new URI(aor.scheme, "", aor.host, aor.port);
    const contact = `${this.#ua.contact.toString({ register: true })};reg-id=1;+sip.instance="<urn:uuid:${this.#instanceId}>"`;
    const request = core.makeOutgoingRequestMessage(
      "REGISTER",
      registrar,
      aor,
      aor,
      // A challenge is answered under a higher number: go on from wherever the last request ended.
      { callId: this.#callId, cseq: (this.#last?.cseq ?? 0) + 1 },
      [`Contact: ${contact};expires=${expires}`],
    );
    this.#last = request;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), deadline);
      const settle = ({ message }: { readonly message: IncomingResponseMessage }): void => {
        clearTimeout(timer);
        // The stack reports a broken socket as a 503 of its own making, which has no text behind it.
        resolve(message.data === undefined || message.data === "" ? undefined : message);
      };
      core.request(request, { onAccept: settle, onReject: settle, onRedirect: settle });
    });
  }
}
