import type { Connection, ConnectionStatus } from "@crewdock/contract";
import type { Environment } from "./environment.ts";

/** Knows from the calls and from the browser whether the backend can be reached, and tells those who want to hear. */
export class ConnectionMonitor implements Connection {
  readonly #env: Environment;
  readonly #listeners = new Set<(status: ConnectionStatus) => void>();
  #status: ConnectionStatus;
  #ignoreNetwork: () => void = () => {};

  constructor(env: Environment) {
    this.#env = env;
    this.#status = { reachable: null, since: this.#now(), events: "none" };
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  onChange(listener: (status: ConnectionStatus) => void): () => void {
    const own = (status: ConnectionStatus): void => listener(status); // the same function may listen twice
    if (this.#listeners.size === 0) this.#ignoreNetwork = this.#env.onNetworkChange(() => this.#networkChanged());
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#ignoreNetwork();
    };
  }

  readonly reached = (reachable: boolean | null): void => {
    if (reachable !== this.#status.reachable) this.#set({ ...this.#status, reachable, since: this.#now() });
  };

  readonly eventsBy = (events: ConnectionStatus["events"]): void => {
    if (events !== this.#status.events) this.#set({ ...this.#status, events });
  };

  #networkChanged(): void {
    if (!this.#env.hasNetwork()) this.reached(false);
    else if (this.#status.reachable === false) this.reached(null); // the next call tells
  }

  #set(status: ConnectionStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }

  #now(): string {
    return new Date(this.#env.now()).toISOString();
  }
}
