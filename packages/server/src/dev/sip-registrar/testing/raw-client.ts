import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import {
  digestHa1,
  digestResponse,
  formatMessage,
  headerOf,
  parseAuth,
  parseMessage,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from "../../../telephony/sip/index.ts";

/** Credentials as a phone holds them. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

type Waiter = { readonly wanted: (message: SipMessage) => boolean; readonly resolve: (message: SipMessage) => void };

/** A WebSocket that speaks SIP line by line, for tests that need to send what no library would. */
export class RawClient {
  readonly socket: WebSocket;
  readonly host: string = `${randomUUID().slice(0, 12)}.invalid`;
  readonly #inbox: SipMessage[] = [];
  readonly #waiters: Waiter[] = [];
  #sequence = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer) => {
      const text = data.toString();
      if (text.trim() !== "") this.#deliver(parseMessage(text));
    });
  }

  static async connect(url: string, origin = "http://127.0.0.1:3000"): Promise<RawClient> {
    const socket = new WebSocket(url, "sip", { origin });
    const client = new RawClient(socket);
    await new Promise((resolve, reject) => {
      socket.once("open", resolve).once("error", reject);
    });
    return client;
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  send(message: SipMessage): void {
    this.socket.send(formatMessage(message));
  }

  /** The next message that fits, among those that nobody took yet. */
  take(wanted: (message: SipMessage) => boolean): Promise<SipMessage> {
    const at = this.#inbox.findIndex(wanted);
    if (at >= 0) return Promise.resolve(this.#inbox.splice(at, 1)[0]!);
    return new Promise((resolve) => this.#waiters.push({ wanted, resolve }));
  }

  async takeRequest(method: string): Promise<SipRequest> {
    return (await this.take((message) => message.kind === "request" && message.method === method)) as SipRequest;
  }

  async takeResponse(method: string, status?: number): Promise<SipResponse> {
    const wanted = (message: SipMessage): boolean =>
      message.kind === "response" &&
      message.status > 100 &&
      (status === undefined || message.status === status) &&
      headerOf(message, "CSeq")!.endsWith(` ${method}`);
    return (await this.take(wanted)) as SipResponse;
  }

  /** Whether a message that fits is waiting to be taken. */
  has(wanted: (message: SipMessage) => boolean): boolean {
    return this.#inbox.some(wanted);
  }

  request(
    method: string,
    uri: string,
    from: string,
    to: string,
    extra: readonly SipHeader[] = [],
    body = "",
  ): SipRequest {
    this.#sequence += 1;
    return {
      kind: "request",
      method,
      uri,
      headers: [
        { name: "Via", value: `SIP/2.0/WS ${this.host};branch=z9hG4bK${randomUUID()}` },
        { name: "Max-Forwards", value: "70" },
        { name: "From", value: `<${from}>;tag=${randomUUID().slice(0, 8)}` },
        { name: "To", value: `<${to}>` },
        { name: "Call-ID", value: this.host },
        { name: "CSeq", value: `${this.#sequence} ${method}` },
        ...extra,
      ],
      body,
    };
  }

  /** Sends a request, answers one challenge, and gives the final (or first ringing) response and what was sent last. */
  async authenticated(
    request: SipRequest,
    credentials: Credentials,
  ): Promise<{ readonly response: SipResponse; readonly sent: SipRequest }> {
    this.send(request);
    const challenge = await this.takeResponse(request.method);
    if (challenge.status !== 401 && challenge.status !== 407) return { response: challenge, sent: request };
    const sent = this.next(request, [answerTo(challenge, request, credentials)]);
    this.send(sent);
    return { response: await this.takeResponse(request.method), sent };
  }

  /** The same request as a new transaction. */
  next(request: SipRequest, extra: readonly SipHeader[] = []): SipRequest {
    this.#sequence += 1;
    const headers = request.headers
      .filter(({ name }) => !/authorization$/i.test(name))
      .map((header) => {
        if (header.name === "CSeq") return { name: "CSeq", value: `${this.#sequence} ${request.method}` };
        if (header.name === "Via")
          return { name: "Via", value: `SIP/2.0/WS ${this.host};branch=z9hG4bK${randomUUID()}` };
        return header;
      });
    return { ...request, headers: [...headers, ...extra] };
  }

  #deliver(message: SipMessage): void {
    const at = this.#waiters.findIndex(({ wanted }) => wanted(message));
    if (at < 0) this.#inbox.push(message);
    else this.#waiters.splice(at, 1)[0]!.resolve(message);
  }
}

/** The credentials header that answers a challenge. */
export function answerTo(
  challenge: SipResponse,
  request: SipRequest,
  credentials: Credentials,
  nonceCount = "00000001",
): SipHeader {
  const proxy = challenge.status === 407;
  const { params } = parseAuth(headerOf(challenge, proxy ? "Proxy-Authenticate" : "WWW-Authenticate")!);
  const realm = params.get("realm")!;
  const nonce = params.get("nonce")!;
  const protection = { nonceCount, clientNonce: "0a4f113b" };
  const ha1 = digestHa1("MD5", credentials.username, realm, credentials.password);
  const response = digestResponse({
    algorithm: "MD5",
    ha1,
    nonce,
    method: request.method,
    uri: request.uri,
    protection,
  });
  return {
    name: proxy ? "Proxy-Authorization" : "Authorization",
    value:
      `Digest username="${credentials.username}", realm="${realm}", nonce="${nonce}", uri="${request.uri}", ` +
      `response="${response}", algorithm=MD5, qop=auth, nc=${nonceCount}, cnonce="${protection.clientNonce}"`,
  };
}
