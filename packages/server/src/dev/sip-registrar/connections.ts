import type { RawData, WebSocket } from "ws";
import { formatMessage, parseMessage, SipSyntaxError, type SipMessage } from "../../telephony/sip/index.ts";
import type { DevRegistrarLog } from "./events.ts";
import type { SipProxy } from "./proxy.ts";

export interface ConnectionsOptions {
  readonly proxy: SipProxy;
  readonly log: DevRegistrarLog;
  readonly pingMs: number;
}

/** Messages of one connection that may wait for the one before them. */
const MAX_QUEUE = 200;
const MAX_CONNECTIONS = 500;
/** RFC 6455 7.4.1: policy violation, try again later */
const CLOSE_POLICY = 1008;
const CLOSE_BUSY = 1013;

/** The open WebSockets: cut into SIP messages on the way in, kept alive, and told of when they close (RFC 7118). */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #open = new Map<number, WebSocket>();
  #last = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  isOpen(connection: number): boolean {
    return this.#open.has(connection);
  }

  /** Sends to a connection if it is still there. */
  send(connection: number, message: SipMessage): void {
    this.#open.get(connection)?.send(formatMessage(message));
  }

  /** Takes over a WebSocket whose handshake is done. */
  add(socket: WebSocket): void {
    const { proxy, log } = this.#options;
    // ws follows every error with a close, so there is nothing to do but to tell
    socket.on("error", (cause) => log({ kind: "failed", cause }));
    if (this.#open.size >= MAX_CONNECTIONS) return socket.close(CLOSE_BUSY);
    this.#last += 1;
    const connection = this.#last;
    this.#open.set(connection, socket);
    log({ kind: "opened", connection });
    const stopPings = this.#keepAlive(socket);
    let waiting = 0;
    let queue = Promise.resolve();
    socket.on("message", (data) => {
      waiting += 1;
      if (waiting > MAX_QUEUE) {
        log({ kind: "overloaded", connection });
        socket.close(CLOSE_POLICY);
        return;
      }
      // one after the other, so that a CANCEL does not overtake the INVITE whose credentials are being checked
      queue = queue.then(() => this.#receive(connection, socket, data)).then(() => void (waiting -= 1));
    });
    socket.on("close", () => {
      stopPings();
      this.#open.delete(connection);
      proxy.connectionClosed(connection);
      log({ kind: "closed", connection });
    });
  }

  /** Cuts every connection. */
  closeAll(): void {
    for (const socket of this.#open.values()) socket.terminate();
  }

  async #receive(connection: number, socket: WebSocket, data: RawData): Promise<void> {
    const { proxy, log } = this.#options;
    const text = textOf(data);
    // RFC 5626 3.5.1: a double CRLF is a ping and a single one the pong
    if (text === "\r\n\r\n") return socket.send("\r\n");
    if (text === "\r\n") return undefined;
    try {
      await proxy.receive(connection, parseMessage(text));
    } catch (cause) {
      if (cause instanceof SipSyntaxError) log({ kind: "malformed", connection });
      else log({ kind: "failed", cause });
    }
    return undefined;
  }

  #keepAlive(socket: WebSocket): () => void {
    let alive = true;
    socket.on("pong", () => {
      alive = true;
    });
    const timer = setInterval(() => {
      if (!alive) return socket.terminate();
      alive = false;
      socket.ping();
    }, this.#options.pingMs);
    return () => clearInterval(timer);
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString();
}
