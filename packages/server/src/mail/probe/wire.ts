import { connect, isIP, type Socket } from "node:net";
import { connect as tlsConnect, type SecureContext, type TLSSocket } from "node:tls";
import type { MailFailureCode } from "@crewdock/contract";
import type { PinnedAddress } from "../../net/egress.ts";
import { ProbeFailure } from "./probe-failure.ts";
import { transportFailure } from "./transport-failure.ts";

const MAX_LINE = 64 * 1024;
const MAX_TOTAL = 8 * 1024 * 1024;
const CRLF = Buffer.from("\r\n");

/**
 * One connection of a check, read line by line. Goes to the pinned address only and dies as a whole: the first thing
 * that goes wrong (an error, a time limit, a cancellation) closes the socket and is what every later call throws.
 */
export class Wire {
  readonly pinned: PinnedAddress;
  /** Whether TLS is up, with the certificate verified. */
  secured = false;
  #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #total = 0;
  #failure: ProbeFailure | null = null;
  #ended = false;
  #wake: (() => void) | null = null;
  readonly #signal: AbortSignal;
  readonly #onAbort = (): void => this.fail(new ProbeFailure("cancelled"));

  /** @throws ProbeFailure when the server cannot be connected to within `ms` milliseconds. */
  static async open(pinned: PinnedAddress, ms: number, signal: AbortSignal): Promise<Wire> {
    if (signal.aborted) throw new ProbeFailure("cancelled");
    const socket = connect({ host: pinned.address, port: pinned.port, family: pinned.family, noDelay: true });
    const wire = new Wire(pinned, socket, signal);
    await wire.within(ms, "connect_timeout", () => wire.#until((done) => socket.once("connect", done)));
    return wire;
  }

  private constructor(pinned: PinnedAddress, socket: Socket, signal: AbortSignal) {
    this.pinned = pinned;
    this.#socket = socket;
    this.#signal = signal;
    signal.addEventListener("abort", this.#onAbort, { once: true });
    this.#listen(socket);
  }

  /** Runs `work` against a time limit; running out of it ends the connection with `code`. */
  async within<T>(ms: number, code: MailFailureCode, work: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.fail(new ProbeFailure(code)), ms);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Starts TLS 1.2 or later and verifies the certificate against the pinned name.
   * @throws ProbeFailure `tls_…`; also when the server has already sent more than its go-ahead (CVE-2011-0411).
   */
  async secure(secureContext: SecureContext): Promise<void> {
    if (this.#received.length > 0) throw new ProbeFailure("tls_failed");
    const plain = this.#socket;
    plain.removeAllListeners("data");
    const { host } = this.pinned;
    const socket = tlsConnect({ socket: plain, secureContext, host, ...(isIP(host) ? {} : { servername: host }) });
    this.#socket = socket;
    this.#listen(socket, "encryption");
    await this.#until((done) => socket.once("secureConnect", done));
    this.secured = true;
  }

  /** The next line without its line break. Bytes are read as UTF-8, or as Latin-1 where they are not. */
  async readLine(): Promise<string> {
    for (;;) {
      const end = this.#received.indexOf(CRLF.subarray(1));
      if (end >= 0) {
        const line = this.#take(end + 1);
        return decode(line.subarray(0, end > 0 && line[end - 1] === CRLF[0] ? end - 1 : end));
      }
      if (this.#received.length > MAX_LINE) {
        throw this.#fatal(new ProbeFailure("not_a_mail_server", { serverText: this.pending() }));
      }
      await this.#more();
    }
  }

  /** Exactly `count` bytes, for the literals of IMAP. */
  async readBytes(count: number): Promise<Buffer> {
    if (count > MAX_TOTAL) throw this.#fatal(new ProbeFailure("unknown"));
    while (this.#received.length < count) await this.#more();
    return this.#take(count);
  }

  /** What has arrived and not yet been read, as far as it may be shown. */
  pending(): string {
    return decode(this.#received.subarray(0, 200));
  }

  write(text: string): void {
    if (this.#failure) throw this.#failure;
    this.#socket.write(text);
  }

  /** Address of this end, for the greeting of SMTP. */
  get localAddress(): string | undefined {
    return this.#socket.localAddress;
  }

  /** Ends the connection with a reason. Only the first reason counts. */
  fail(failure: ProbeFailure): void {
    this.#fatal(failure);
  }

  /** Ends the connection after what was written has gone out. */
  close(farewell = ""): void {
    if (!this.#failure && farewell) this.#socket.write(farewell);
    this.#failure ??= new ProbeFailure("cancelled");
    this.#signal.removeEventListener("abort", this.#onAbort);
    this.#socket.destroySoon();
  }

  #fatal(failure: ProbeFailure): ProbeFailure {
    this.#failure ??= failure;
    this.#signal.removeEventListener("abort", this.#onAbort);
    this.#socket.destroy();
    this.#wake?.();
    return this.#failure;
  }

  #take(count: number): Buffer {
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return taken;
  }

  #listen(socket: Socket | TLSSocket, during: "connection" | "encryption" = "connection"): void {
    socket.on("data", (chunk: Buffer) => {
      this.#total += chunk.length;
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      if (this.#total > MAX_TOTAL) this.fail(new ProbeFailure("unknown"));
      this.#wake?.();
    });
    // An error after the handshake is one of the connection again.
    socket.on("error", (error) => this.fail(transportFailure(error, this.secured ? "connection" : during)));
    const ended = (): void => {
      if (socket !== this.#socket) return;
      this.#ended = true;
      this.#wake?.();
    };
    socket.on("end", ended);
    socket.on("close", ended);
  }

  async #until(subscribe: (done: () => void) => void): Promise<void> {
    const awaited = { arrived: false };
    subscribe(() => {
      awaited.arrived = true;
      this.#wake?.();
    });
    while (!awaited.arrived) await this.#more(() => awaited.arrived);
  }

  /** Waits for anything to happen; throws what ended the connection once nothing more can come. */
  async #more(arrived: () => boolean = () => false): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#ended) throw this.#fatal(new ProbeFailure("connection_reset"));
    const before = this.#total;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
    this.#wake = null;
    // What the server said before it hung up is still to be read.
    if (this.#total === before && !arrived() && this.#failure) throw this.#failure;
  }
}

function decode(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  return text.includes("\uFFFD") ? bytes.toString("latin1") : text;
}
