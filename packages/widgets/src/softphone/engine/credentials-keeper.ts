import type { PhoneCredentials } from "@crewdock/contract";
import type { CredentialsReason, CredentialsUse, FetchCredentials } from "./sip-engine.ts";

interface Held {
  readonly credentials: PhoneCredentials;
  readonly refreshAt: number;
  readonly endsAt: number;
}

/** A clock that runs ahead of the server's must not turn fresh credentials into expired ones. */
const SHORTEST_LIFE_MS = 60_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Holds the credentials of each use in memory, fetches each once for many callers, and renews those for receiving by itself. */
export class CredentialsKeeper {
  readonly #fetch: FetchCredentials;
  readonly #refreshShare: number;
  readonly #held = new Map<CredentialsUse, Held>();
  readonly #pending = new Map<CredentialsUse, Promise<PhoneCredentials>>();
  readonly #lifetime = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Called when the credentials for receiving were renewed ahead of their end. */
  onRenewed: ((credentials: PhoneCredentials) => void) | undefined;

  constructor(fetch: FetchCredentials, refreshShare: number) {
    this.#fetch = fetch;
    this.#refreshShare = refreshShare;
  }

  /** What is in hand and has not expired, whether or not it is due for renewal. */
  peek(use: CredentialsUse): PhoneCredentials | undefined {
    const held = this.#held.get(use);
    return held && Date.now() < held.endsAt ? held.credentials : undefined;
  }

  /** Those in hand while they are good, otherwise fresh ones. `refresh` and `rejected` always fetch. */
  get(use: CredentialsUse, reason: CredentialsReason): Promise<PhoneCredentials> {
    const held = this.#held.get(use);
    if (held && reason === "start" && Date.now() < held.refreshAt) return Promise.resolve(held.credentials);
    const pending = this.#pending.get(use) ?? this.#load(use, reason);
    this.#pending.set(use, pending);
    return pending;
  }

  drop(use: CredentialsUse): void {
    this.#held.delete(use);
    if (use === "receive") clearTimeout(this.#timer);
  }

  dispose(): void {
    this.#lifetime.abort();
    this.#held.clear();
    clearTimeout(this.#timer);
  }

  async #load(use: CredentialsUse, reason: CredentialsReason): Promise<PhoneCredentials> {
    try {
      const credentials = await this.#fetch({ use, reason, signal: this.#lifetime.signal });
      this.#lifetime.signal.throwIfAborted();
      const life = Math.max(SHORTEST_LIFE_MS, Date.parse(credentials.expiresAt) - Date.now()) || SHORTEST_LIFE_MS;
      const refreshIn = Math.min(life * this.#refreshShare, LONGEST_TIMER_MS);
      this.#held.set(use, { credentials, refreshAt: Date.now() + refreshIn, endsAt: Date.now() + life });
      if (use === "receive") this.#renewIn(refreshIn);
      return credentials;
    } finally {
      this.#pending.delete(use);
    }
  }

  #renewIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.get("receive", "refresh").then(
        (credentials) => this.onRenewed?.(credentials),
        // The old ones still have a quarter of their life: try again well before it is over.
        () => {
          if (!this.#lifetime.signal.aborted) this.#renewIn(Math.max(5_000, ms / 10));
        },
      );
    }, ms);
  }
}
