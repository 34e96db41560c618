import type { Transport } from "sip.js/lib/core/transport.js";
import { keepFirstKnownChallenge } from "./digest.ts";

export interface WebSocketTransportOptions {
  /** Read at every attempt, so that fresh credentials may point elsewhere. */
  readonly url: () => string;
  readonly createWebSocket: (url: string, protocol: string) => WebSocket;
  readonly connectDeadline: number;
  readonly onMalformed: () => void;
}

/**
 * SIP over WebSocket (RFC 7118) for the stack. Unlike the stack's own it never waits for the browser's close event: a
 * socket that is given up is replaced at once.
 */
export class WebSocketTransport implements Transport {
  onDisconnect: (() => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly #options: WebSocketTransportOptions;
  #state: "disconnected" | "connecting" | "connected" = "disconnected";
  #socket: WebSocket | undefined;
  #connecting: Promise<void> | undefined;
  #abandon: ((error: Error) => void) | undefined;
  #traffic: (() => void) | undefined;

  constructor(options: WebSocketTransportOptions) {
    this.#options = options;
  }

  /** What stands in the Via header. */
  get protocol(): string {
    return this.#options.url().startsWith("ws:") ? "WS" : "WSS";
  }

  isConnected(): boolean {
    return this.#state === "connected";
  }

  connect(): Promise<void> {
    if (this.isConnected()) return Promise.resolve();
    this.#connecting ??= this.#open().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  send(message: string): Promise<void> {
    if (!this.isConnected() || this.#socket === undefined) return Promise.reject(new Error("not connected"));
    this.#socket.send(message);
    return Promise.resolve();
  }

  /** Gives the socket up now. What was sent is still flushed; what arrives later is not heard. */
  drop(): void {
    const socket = this.#socket;
    this.#abandon?.(new Error("dropped"));
    this.#lose(socket);
    socket?.close(1000);
  }

  /**
   * Whether anything at all arrives within `deadline` ms. Asks with a CRLF keep-alive (RFC 5626 section 4.4.1) and, for
   * servers that do not answer it, half-way through with `ask` as well.
   */
  async isAlive(deadline: number, ask: () => void): Promise<boolean> {
    if (!this.isConnected()) return false;
    let second: ReturnType<typeof setTimeout> | undefined;
    let traffic: (() => void) | undefined;
    let last: ReturnType<typeof setTimeout> | undefined;
    const alive = await new Promise<boolean>((resolve) => {
      traffic = () => resolve(true);
      this.#traffic = traffic;
      second = setTimeout(ask, deadline / 2);
      last = setTimeout(() => resolve(false), deadline);
      this.send("\r\n\r\n").catch(() => resolve(false));
    });
    clearTimeout(second);
    clearTimeout(last);
    if (this.#traffic === traffic) this.#traffic = undefined;
    return alive;
  }

  async #open(): Promise<void> {
    this.#state = "connecting";
    let socket: WebSocket | undefined;
    try {
      const opened = this.#options.createWebSocket(this.#options.url(), "sip");
      socket = opened;
      this.#socket = opened;
      await this.#untilOpen(opened);
    } catch (error) {
      this.#lose(socket);
      socket?.close();
      throw error;
    }
    this.#state = "connected";
  }

  #untilOpen(socket: WebSocket): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(deadline);
        this.#abandon = undefined;
      };
      const fail = (error: Error): void => {
        settle();
        reject(error);
      };
      const deadline = setTimeout(() => fail(new Error("connect deadline")), this.#options.connectDeadline);
      this.#abandon = fail;
      socket.addEventListener("open", () => {
        settle();
        resolve();
      });
      socket.addEventListener("close", () => {
        fail(new Error("closed"));
        this.#lose(socket);
      });
      socket.addEventListener("message", (event: MessageEvent<unknown>) => this.#receive(socket, event.data));
    });
  }

  #receive(socket: WebSocket, data: unknown): void {
    if (socket !== this.#socket) return;
    this.#traffic?.();
    if (typeof data !== "string" || /^[\r\n]*$/.test(data)) return;
    try {
      this.onMessage?.(keepFirstKnownChallenge(data));
    } catch {
      // The stack throws on what it cannot parse. The text may hold secrets, so only the fact is told.
      this.#options.onMalformed();
    }
  }

  /** Idempotent: whichever notices first, the close event, the ping or a new attempt. */
  #lose(socket: WebSocket | undefined): void {
    if (socket !== this.#socket || this.#state === "disconnected") return;
    const wasConnected = this.isConnected();
    this.#socket = undefined;
    this.#state = "disconnected";
    if (wasConnected) this.onDisconnect?.();
  }
}
