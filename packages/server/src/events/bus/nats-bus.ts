import { connect, type NatsConnection, type NodeConnectionOptions } from "@nats-io/transport-node";
import { Backoff } from "./backoff.ts";
import type { EventBus, EventBusOptions } from "./event-bus.ts";

export interface NatsBusOptions extends EventBusOptions {
  /** How to reach NATS and log in there: addresses, credentials, TLS. */
  readonly connection: Omit<
    NodeConnectionOptions,
    "noEcho" | "reconnect" | "maxReconnectAttempts" | "waitOnFirstConnect"
  >;
  /** Subject of the wake-ups; instances that share a database share it. @default "crewdock.outbox" */
  readonly subject?: string;
}

/**
 * Wakes instances through NATS: for fleets whose database should not keep a connection for each of them. Needs the package
 * `@nats-io/transport-node`. Neither JetStream nor any right but to publish and to subscribe to the one subject is needed.
 * Connects in the background and for ever: a server starts and works while NATS is away.
 */
export function natsBus(options: NatsBusOptions): EventBus {
  return new NatsBus(options);
}

class NatsBus implements EventBus {
  readonly #options: NatsBusOptions;
  readonly #subject: string;
  readonly #listeners = new Set<() => void>();
  readonly #backoff = new Backoff(() => void this.#connect());
  #connection: NatsConnection | undefined;
  #up = false;
  #connecting: Promise<void>;
  #closed = false;

  constructor(options: NatsBusOptions) {
    this.#options = options;
    this.#subject = options.subject ?? "crewdock.outbox";
    this.#connecting = this.#connect();
  }

  wake(): void {
    // While the line is down nothing is kept for later: everybody looks anew when it is back.
    if (this.#up) this.#connection?.publish(this.#subject);
  }

  listen(woken: () => void): () => void {
    this.#listeners.add(woken);
    return () => this.#listeners.delete(woken);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#up = false;
    this.#listeners.clear();
    this.#backoff.stop();
    await this.#connecting;
    await this.#connection?.close();
  }

  /** Never rejects. */
  #connect(): Promise<void> {
    this.#connecting = this.#open().catch((error: unknown) => {
      this.#options.onError?.(error);
      if (!this.#closed) this.#backoff.schedule();
    });
    return this.#connecting;
  }

  async #open(): Promise<void> {
    if (this.#closed) return;
    const connection = await connect({
      name: "crewdock",
      timeout: 5_000,
      reconnectTimeWait: 500,
      ...this.#options.connection,
      noEcho: true,
      maxReconnectAttempts: -1,
      ignoreAuthErrorAbort: true,
    });
    connection.subscribe(this.#subject, {
      callback: (error) => (error ? this.#options.onError?.(error) : this.#tell()),
    });
    this.#connection = connection;
    this.#backoff.reset();
    void this.#watch(connection);
    this.#comeUp();
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === "disconnect") this.#up = false;
      else if (status.type === "reconnect") this.#comeUp();
      else if (status.type === "error") this.#options.onError?.(status.error);
    }
  }

  #comeUp(): void {
    if (this.#closed) return;
    this.#up = true;
    this.#tell(); // of what came while there was no line
  }

  #tell(): void {
    for (const woken of this.#listeners) woken();
  }
}
