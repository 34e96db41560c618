import { randomUUID } from "node:crypto";
import {
  Inviter,
  Registerer,
  RegistererState,
  SessionState,
  UserAgent,
  type Invitation,
  type Session,
  type SessionDescriptionHandler,
} from "sip.js";
import type { IncomingResponse } from "sip.js/lib/core/index.js";
import { WebSocket } from "ws";
import type { Credentials } from "./credentials.ts";

export interface PhoneOptions {
  readonly webSocketUrl: string;
  readonly domain: string;
  readonly user: string;
  readonly credentials: Credentials;
  readonly instanceId?: string;
}

/** A call on its way: resolves with the status of the final answer, and at the first 180. */
export interface OutgoingCall {
  readonly session: Inviter;
  readonly answered: Promise<number>;
  readonly ringing: Promise<void>;
}

const sockets = new Set<WebSocket>();

/** The WebSocket of a page on an allowed origin. */
class PageSocket extends WebSocket {
  constructor(url: string, protocols: string) {
    super(url, protocols, { origin: "http://127.0.0.1:3000" });
    sockets.add(this);
    this.on("close", () => sockets.delete(this));
  }
}

/** A session description that is never negotiated: signalling is what these tests are about. */
const silentMedia: SessionDescriptionHandler = {
  close: () => undefined,
  getDescription: () => Promise.resolve({ body: "v=0\r\n", contentType: "application/sdp" }),
  hasDescription: (contentType) => contentType === "application/sdp",
  rollbackDescription: () => Promise.resolve(),
  setDescription: () => Promise.resolve(),
  sendDtmf: () => true,
};

/** sip.js in Node: a user agent with a registration, and the calls that reach it. */
export class SipJsPhone {
  readonly agent: UserAgent;
  readonly registerer: Registerer;
  readonly #invitations: Invitation[] = [];
  readonly #waiting: ((invitation: Invitation) => void)[] = [];
  #socket: WebSocket | undefined;

  private constructor(options: PhoneOptions) {
    this.agent = new UserAgent({
      uri: UserAgent.makeURI(`sip:${options.user}@${options.domain}`)!,
      authorizationUsername: options.credentials.username,
      authorizationPassword: options.credentials.password,
      transportOptions: { server: options.webSocketUrl, traceSip: false },
      sessionDescriptionHandlerFactory: () => silentMedia,
      logBuiltinEnabled: false,
      gracefulShutdown: false,
      delegate: {
        onInvite: (invitation) => {
          const waiter = this.#waiting.shift();
          if (waiter === undefined) this.#invitations.push(invitation);
          else waiter(invitation);
        },
      },
    });
    const instanceId = options.instanceId ?? randomUUID();
    this.registerer = new Registerer(this.agent, { regId: 1, instanceId, logConfiguration: false });
  }

  static async start(options: PhoneOptions): Promise<SipJsPhone> {
    globalThis.WebSocket = PageSocket as unknown as typeof globalThis.WebSocket;
    const phone = new SipJsPhone(options);
    await phone.#connect(() => phone.agent.start());
    return phone;
  }

  /** Registers; the status of the final answer. */
  register(): Promise<number> {
    return new Promise((resolve, reject) => {
      const done = ({ message }: IncomingResponse): void => resolve(message.statusCode ?? 0);
      this.registerer.register({ requestDelegate: { onAccept: done, onReject: done } }).catch(reject);
    });
  }

  /** Calls; the inviter, and the status of the final answer. */
  call(target: string, extraHeaders: string[] = []): OutgoingCall {
    const session = new Inviter(this.agent, UserAgent.makeURI(target)!, { extraHeaders });
    const ringing = Promise.withResolvers<void>();
    const onProgress = ({ message }: IncomingResponse): void => {
      if (message.statusCode === 180) ringing.resolve();
    };
    const answered = new Promise<number>((resolve, reject) => {
      const done = ({ message }: IncomingResponse): void => resolve(message.statusCode ?? 0);
      session.invite({ requestDelegate: { onAccept: done, onReject: done, onProgress } }).catch(reject);
    });
    return { session, answered, ringing: ringing.promise };
  }

  /** The next call that comes in. */
  nextCall(): Promise<Invitation> {
    const waiting = this.#invitations.shift();
    if (waiting !== undefined) return Promise.resolve(waiting);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Cuts the WebSocket, opens another, and registers again. */
  async reconnect(): Promise<number> {
    await this.cut();
    await this.#connect(() => this.agent.reconnect());
    return this.register();
  }

  /** Cuts the WebSocket without a closing handshake, as a lost network does. */
  async cut(): Promise<void> {
    const { transport } = this.agent;
    const gone = new Promise<void>((resolve) => {
      transport.onDisconnect = () => resolve();
    });
    this.#socket?.terminate();
    await gone;
  }

  async stop(): Promise<void> {
    await this.registerer.dispose().catch(() => undefined);
    await this.agent.stop().catch(() => undefined);
    this.#socket?.terminate();
  }

  get registered(): boolean {
    return this.registerer.state === RegistererState.Registered;
  }

  async #connect(open: () => Promise<void>): Promise<void> {
    const before = new Set(sockets);
    await open();
    this.#socket = [...sockets].find((socket) => !before.has(socket));
  }
}

/** Resolves when the session has ended, by whichever side. */
export function ended(session: Session): Promise<void> {
  return reached(session, SessionState.Terminated);
}

/** Resolves when the session is in that state. */
export function reached(session: Session, state: SessionState): Promise<void> {
  if (session.state === state) return Promise.resolve();
  return new Promise((resolve) => {
    session.stateChange.addListener((now) => {
      if (now === state) resolve();
    });
  });
}
