import type { SessionDescriptionHandlerFactory } from "sip.js/lib/api/session-description-handler-factory.js";
import type { Session } from "sip.js/lib/api/session.js";
import type { UserAgent } from "sip.js/lib/api/user-agent.js";
import type { Logger } from "sip.js/lib/core/log/logger.js";
import type { LoggerFactory } from "sip.js/lib/core/log/logger-factory.js";
import type { DigestAuthentication } from "sip.js/lib/core/messages/digest-authentication.js";
import type { IncomingInviteRequest } from "sip.js/lib/core/messages/methods/invite.js";
import type { Contact } from "sip.js/lib/core/user-agent-core/user-agent-core-configuration.js";
import type { UserAgentCore } from "sip.js/lib/core/user-agent-core/user-agent-core.js";
import type { DigestSource } from "./digest.ts";
import { RotatingDigest } from "./digest.ts";
import { SipCore } from "./sip-core.ts";
import {
  IncomingRequestMessage,
  IncomingResponseMessage,
  Invitation,
  Parser,
  SIPExtension,
  URI,
  createRandomToken,
  utf8Length,
} from "./stack.ts";
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

/** Messages carry credentials and numbers: the stack writes nothing anywhere. */
const mute = (): void => {};
const silent = { error: mute, warn: mute, log: mute, debug: mute } as unknown as Logger;
const silence = { getLogger: () => silent } as unknown as LoggerFactory;

/**
 * One address of record on the stack. It stands in for the stack's own `UserAgent`, which cannot be had without
 * its socket and its media handler (9 kB that are replaced here anyway) and prints configuration and messages.
 */
export class SipUserAgent {
  readonly aor: URI;
  readonly contact: Contact;
  readonly core: SipCore;
  readonly transport: WebSocketTransport;
  readonly #viaHost: string = `${createRandomToken(12)}.invalid`;
  readonly #surface: UserAgentSurface;

  constructor(options: SipUserAgentOptions) {
    this.aor = options.aor;
    this.transport = options.transport;
    this.contact = this.#makeContact();
    this.core = new SipCore(
      {
        aor: options.aor,
        contact: this.contact,
        displayName: options.displayName,
        loggerFactory: silence,
        hackViaTcp: false,
        routeSet: [],
        supportedOptionTags: ["outbound"],
        supportedOptionTagsResponse: ["outbound", "gruu"],
        sipjsId: createRandomToken(5),
        userAgentHeaderFieldValue: "Crewdock",
        viaForceRport: false,
        viaHost: this.#viaHost,
        authenticationFactory: () => new RotatingDigest(options.digest) as unknown as DigestAuthentication,
        transportAccessor: () => options.transport,
      },
      options.transport,
      (request) => this.#onInvite(request, options),
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
      userAgentCore: this.core.forStack,
      getLogger: () => silent,
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
    const message = Parser.parseMessage(text, silent);
    if (message === undefined || MANDATORY_HEADERS.some((name) => !message.hasHeader(name)))
      throw new SyntaxError("no SIP message");
    const complete = utf8Length(message.body) >= Number(message.getHeader("content-length") ?? 0);
    if (message instanceof IncomingRequestMessage) {
      if (complete) this.core.receiveRequest(message);
      else this.core.replyStateless(message, { statusCode: 400 });
    } else if (message instanceof IncomingResponseMessage && complete) {
      const ours = message.getHeaders("via").length === 1 && message.via.host === this.#viaHost;
      if (ours) this.core.receiveResponse(message);
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
