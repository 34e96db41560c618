import { Invitation } from "sip.js/lib/api/invitation.js";
import type { SessionDescriptionHandlerFactory } from "sip.js/lib/api/session-description-handler-factory.js";
import type { Session } from "sip.js/lib/api/session.js";
import { SIPExtension } from "sip.js/lib/api/user-agent-options.js";
import type { UserAgent } from "sip.js/lib/api/user-agent.js";
import type { Logger } from "sip.js/lib/core/log/logger.js";
import { LoggerFactory } from "sip.js/lib/core/log/logger-factory.js";
import { IncomingRequestMessage } from "sip.js/lib/core/messages/incoming-request-message.js";
import { IncomingResponseMessage } from "sip.js/lib/core/messages/incoming-response-message.js";
import type { IncomingInviteRequest } from "sip.js/lib/core/messages/methods/invite.js";
import { Parser } from "sip.js/lib/core/messages/parser.js";
import { createRandomToken, utf8Length } from "sip.js/lib/core/messages/utils.js";
import type { Contact } from "sip.js/lib/core/user-agent-core/user-agent-core-configuration.js";
import { UserAgentCore } from "sip.js/lib/core/user-agent-core/user-agent-core.js";
import { URI } from "sip.js/lib/grammar/uri.js";
import type { DigestSource } from "./digest.ts";
import { RotatingDigest } from "./digest.ts";
import type { WebSocketTransport } from "./web-socket-transport.ts";

export interface SipUserAgentOptions {
  readonly aor: URI;
  readonly displayName: string;
  readonly transport: WebSocketTransport;
  readonly digest: DigestSource;
  readonly handlerFactory: SessionDescriptionHandlerFactory;
  readonly onInvite: (invitation: Invitation) => void;
}

/** Seconds after which a call that rings here is given up, whatever the caller does. */
const NO_ANSWER_SECONDS = 180;
const MANDATORY_HEADERS = ["from", "to", "call_id", "cseq", "via"] as const;

/**
 * One address of record on the stack's core. It stands in for the stack's own `UserAgent`, which cannot be had without
 * its socket and its media handler (9 kB that are replaced here anyway) and prints configuration and messages.
 */
export class SipUserAgent {
  readonly aor: URI;
  readonly contact: Contact;
  readonly core: UserAgentCore;
  readonly transport: WebSocketTransport;
  readonly #viaHost: string = `${createRandomToken(12)}.invalid`;
  readonly #loggers = new LoggerFactory();
  readonly #surface: UserAgentSurface;

  constructor(options: SipUserAgentOptions) {
    this.aor = options.aor;
    this.transport = options.transport;
    // Messages carry credentials and numbers: the stack writes nothing anywhere.
    this.#loggers.builtinEnabled = false;
    this.contact = this.#makeContact();
    this.core = new UserAgentCore(
      {
        aor: options.aor,
        contact: this.contact,
        displayName: options.displayName,
        loggerFactory: this.#loggers,
        hackViaTcp: false,
        routeSet: [],
        supportedOptionTags: ["outbound"],
        supportedOptionTagsResponse: ["outbound", "gruu"],
        sipjsId: createRandomToken(5),
        userAgentHeaderFieldValue: "Crewdock",
        viaForceRport: false,
        viaHost: this.#viaHost,
        authenticationFactory: () => new RotatingDigest(this.#loggers, options.digest),
        transportAccessor: () => options.transport,
      },
      { onInvite: (request) => this.#onInvite(request, options) },
    );
    this.#surface = {
      _sessions: {},
      configuration: {
        uri: options.aor,
        noAnswerTimeout: NO_ANSWER_SECONDS,
        // The call sends it: the stack leaves a rejection unhandled when the caller cancels in that moment.
        sendInitialProvisionalResponse: false,
        sipExtension100rel: SIPExtension.Unsupported,
        sipExtensionReplaces: SIPExtension.Unsupported,
        sessionDescriptionHandlerFactory: options.handlerFactory,
        sessionDescriptionHandlerFactoryOptions: {},
      },
      contact: this.contact,
      userAgentCore: this.core,
      getLogger: (category) => this.#loggers.getLogger(category),
    };
    options.transport.onMessage = (text) => this.#receive(text);
  }

  /** For the stack's `Inviter` and `Invitation`: all that they use of a user agent. */
  get forSessions(): UserAgent {
    return this.#surface as unknown as UserAgent;
  }

  #makeContact(): Contact {
    const uri = new URI("sip", createRandomToken(8), this.#viaHost, undefined, { transport: "ws" });
    const contact: Contact = {
      pubGruu: undefined,
      tempGruu: undefined,
      uri,
      toString: ({ register = false, outbound = false } = {}) =>
        `<${register ? uri.toString() : (contact.pubGruu ?? uri).toString()}${outbound ? ";ob" : ""}>`,
    };
    return contact;
  }

  #onInvite(request: IncomingInviteRequest, options: SipUserAgentOptions): void {
    const invitation = new Invitation(this.forSessions, request);
    request.delegate = { onCancel: (cancel) => invitation._onCancel(cancel) };
    request.trying();
    options.onInvite(invitation);
  }

  /** Throws on what cannot be parsed. Responses that are not to us are dropped (RFC 3261 sections 8.1.3.3 and 18.1.2). */
  #receive(text: string): void {
    const message = Parser.parseMessage(text, this.#loggers.getLogger("sip.parser"));
    if (message === undefined || MANDATORY_HEADERS.some((name) => !message.hasHeader(name)))
      throw new SyntaxError("no SIP message");
    const complete = utf8Length(message.body) >= Number(message.getHeader("content-length") ?? 0);
    if (message instanceof IncomingRequestMessage) {
      if (complete) this.core.receiveIncomingRequestFromTransport(message);
      else this.core.replyStateless(message, { statusCode: 400 });
    } else if (message instanceof IncomingResponseMessage && complete) {
      const ours = message.getHeaders("via").length === 1 && message.via.host === this.#viaHost;
      if (ours) this.core.receiveIncomingResponseFromTransport(message);
    }
  }
}

/** What sessions of the stack read from their user agent. */
interface UserAgentSurface {
  readonly _sessions: Record<string, Session>;
  readonly configuration: Pick<
    UserAgent["configuration"],
    | "uri"
    | "noAnswerTimeout"
    | "sendInitialProvisionalResponse"
    | "sipExtension100rel"
    | "sipExtensionReplaces"
    | "sessionDescriptionHandlerFactory"
    | "sessionDescriptionHandlerFactoryOptions"
  >;
  readonly contact: Contact;
  readonly userAgentCore: UserAgentCore;
  readonly getLogger: (category: string) => Logger;
}
