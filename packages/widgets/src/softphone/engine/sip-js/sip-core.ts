import type { Dialog } from "sip.js/lib/core/dialogs/dialog.js";
import type { LoggerFactory } from "sip.js/lib/core/log/logger-factory.js";
import type { Body } from "sip.js/lib/core/messages/body.js";
import type { IncomingInviteRequest, OutgoingInviteRequestDelegate } from "sip.js/lib/core/messages/methods/invite.js";
import type { OutgoingRequestDelegate } from "sip.js/lib/core/messages/outgoing-request.js";
import type { OutgoingRequestMessageOptions } from "sip.js/lib/core/messages/outgoing-request-message.js";
import type { ResponseOptions } from "sip.js/lib/core/messages/outgoing-response.js";
import type { Transport } from "sip.js/lib/core/transport.js";
import type { UserAgentCoreConfiguration } from "sip.js/lib/core/user-agent-core/user-agent-core-configuration.js";
import type { UserAgentCore } from "sip.js/lib/core/user-agent-core/user-agent-core.js";
import type { UserAgentServer } from "sip.js/lib/core/user-agents/user-agent-server.js";
import {
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  InviteServerTransaction,
  InviteUserAgentClient,
  InviteUserAgentServer,
  NonInviteClientTransaction,
  OutgoingRequestMessage,
  TransactionState,
  type URI,
  UserAgentClient,
  constructOutgoingResponse,
} from "./stack.ts";

const ALLOW = "Allow: ACK, BYE, CANCEL, INFO, INVITE, MESSAGE, NOTIFY, OPTIONS, PRACK, REFER";
const ACCEPT = "Accept: application/sdp, application/dtmf-relay";

/**
 * Hands requests and responses to the transactions and dialogs they belong to (RFC 3261 sections 8 and 12), for a phone:
 * calls, registrations and OPTIONS. It stands in for the stack's own core, which brings subscriptions and publications
 * along and takes messages that nobody reads.
 */
export class SipCore {
  // Under these names the stack's dialogs and user agents find each other.
  readonly configuration: UserAgentCoreConfiguration;
  readonly dialogs: Map<string, Dialog> = new Map();
  readonly userAgentClients: Map<string, UserAgentClient> = new Map();
  readonly userAgentServers: Map<string, UserAgentServer> = new Map();
  readonly #transport: Transport;
  readonly #onInvite: (request: IncomingInviteRequest) => void;

  constructor(
    configuration: UserAgentCoreConfiguration,
    transport: Transport,
    onInvite: (request: IncomingInviteRequest) => void,
  ) {
    this.configuration = configuration;
    this.#transport = transport;
    this.#onInvite = onInvite;
  }

  /** The stack's parts are made for its own core, of which they use what this one has too. */
  get forStack(): UserAgentCore {
    return this as unknown as UserAgentCore;
  }

  get loggerFactory(): LoggerFactory {
    return this.configuration.loggerFactory;
  }

  get transport(): Transport {
    return this.#transport;
  }

  invite(message: OutgoingRequestMessage, delegate?: OutgoingInviteRequestDelegate): InviteUserAgentClient {
    return new InviteUserAgentClient(this.forStack, message, delegate);
  }

  /** Sends a request outside of dialogs; a challenge is answered on the way. */
  request(message: OutgoingRequestMessage, delegate?: OutgoingRequestDelegate): UserAgentClient {
    return new UserAgentClient(NonInviteClientTransaction, this.forStack, message, delegate);
  }

  makeOutgoingRequestMessage(
    method: string,
    target: URI,
    from: URI,
    to: URI,
    options: OutgoingRequestMessageOptions,
    extraHeaders?: string[],
    body?: Body,
  ): OutgoingRequestMessage {
    const { contact, supportedOptionTags, ...configuration } = this.configuration;
    const optionTags = [...supportedOptionTags];
    if (method === "REGISTER") optionTags.push("path", "gruu");
    if (method === "INVITE" && contact.pubGruu !== undefined) optionTags.push("gruu");
    const defaults: OutgoingRequestMessageOptions = {
      callIdPrefix: configuration.sipjsId,
      forceRport: configuration.viaForceRport,
      fromDisplayName: configuration.displayName,
      hackViaTcp: configuration.hackViaTcp,
      optionTags,
      routeSet: configuration.routeSet,
      viaHost: configuration.viaHost,
      ...(configuration.userAgentHeaderFieldValue === undefined
        ? {}
        : { userAgentString: configuration.userAgentHeaderFieldValue }),
    };
    return new OutgoingRequestMessage(method, target, from, to, { ...defaults, ...options }, extraHeaders, body);
  }

  replyStateless(message: IncomingRequestMessage, options: ResponseOptions): void {
    const { userAgentHeaderFieldValue: userAgent, supportedOptionTagsResponse: supported } = this.configuration;
    const response = constructOutgoingResponse(message, {
      ...options,
      supported,
      ...(userAgent === undefined ? {} : { userAgent }),
    });
    // A reply that cannot be sent is asked for again.
    this.#transport.send(response.message).catch(() => {});
  }

  receiveResponse(message: IncomingResponseMessage): void {
    this.userAgentClients.get(message.viaBranch + message.method)?.transaction.receiveResponse(message);
  }

  receiveRequest(message: IncomingRequestMessage): void {
    const known = this.userAgentServers.get(message.viaBranch);
    if (message.method === "CANCEL") this.#receiveCancel(message, known);
    // The ACK to a 2xx is a transaction of its own: one with this branch is not to the call (section 17.1.1.3).
    else if (message.method === "ACK" && known?.transaction.state === TransactionState.Accepted) return;
    else if (known) known.transaction.receiveRequest(message);
    else this.#receiveNew(message);
  }

  #receiveCancel(message: IncomingRequestMessage, known: UserAgentServer | undefined): void {
    this.replyStateless(message, { statusCode: known === undefined ? 481 : 200 });
    const { transaction } = known ?? {};
    if (transaction instanceof InviteServerTransaction && transaction.state === TransactionState.Proceeding)
      known?.receiveCancel(message);
  }

  #receiveNew(message: IncomingRequestMessage): void {
    const reply = this.#replyTo(message);
    if (reply === undefined) {
      if (message.toTag) this.#receiveInDialog(message);
      else this.#onInvite(new InviteUserAgentServer(this.forStack, message) as IncomingInviteRequest);
    } else if (message.method !== "ACK") {
      this.replyStateless(message, reply);
    }
  }

  /** What a request that goes no further is answered at once (sections 8.2.1, 8.2.2, 11.2 and 12.2.2). */
  #replyTo(message: IncomingRequestMessage): ResponseOptions | undefined {
    const { method, ruri, toTag } = message;
    if (ruri === undefined) return { statusCode: 400 };
    if (ruri.scheme !== "sip") return { statusCode: 416 };
    const { aor, contact } = this.configuration;
    if (![aor, contact.uri, contact.pubGruu].some((ours) => ours?.user === ruri.user)) return { statusCode: 404 };
    if (method === "OPTIONS") return { statusCode: 200, extraHeaders: [ALLOW, ACCEPT] };
    if (method === "INVITE" && !message.hasHeader("contact")) return { statusCode: 400 };
    if (toTag) return undefined;
    if (this.#isMerged(message)) return { statusCode: 482 };
    if (method === "BYE" || method === "INFO") return { statusCode: 481 };
    return method === "INVITE" ? undefined : { statusCode: 405, extraHeaders: [ALLOW] };
  }

  /** The same request on another path (section 8.2.2.2). */
  #isMerged({ fromTag, callId, cseq }: IncomingRequestMessage): boolean {
    return [...this.userAgentServers.values()].some(
      ({ transaction: { request } }) =>
        request.fromTag === fromTag && request.callId === callId && request.cseq === cseq,
    );
  }

  #receiveInDialog(message: IncomingRequestMessage): void {
    const dialog = this.dialogs.get(message.callId + message.toTag + message.fromTag);
    if (dialog) dialog.receiveRequest(message);
    else if (message.method !== "ACK") this.replyStateless(message, { statusCode: 481 });
  }
}
