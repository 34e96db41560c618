import { CrewError, isCrewError, type IsoTime } from "@crewdock/contract";
import { orAborted } from "./abort.ts";

/** A token of the person who uses the widget, minted by the host's backend. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt: IsoTime;
}

/** `first`: none was there; `refresh`: four fifths of its life are over; `expired`: it is past its end or was refused as such. */
export type TokenReason = "first" | "refresh" | "expired";

/**
 * Asks the host for a token. A CrewError that it throws reaches the widget; a TypeError (what `fetch` throws without
 * a connection) becomes `unavailable`, anything else `unauthenticated`.
 */
export type FetchToken = (request: {
  readonly reason: TokenReason;
  readonly signal: AbortSignal;
}) => Promise<AccessToken>;

interface Kept {
  readonly token: string;
  readonly refreshAt: number;
  readonly endsAt: number;
}

/** A token on its way, and how many calls wait for it. */
interface Coming {
  readonly promise: Promise<string>;
  readonly abort: AbortController;
  waiting: number;
}

/** Of a token that seems to be past its end on arrival: then this machine's clock is wrong, and the server decides. */
const leastLife = 30_000;
const refreshShare = 0.8;

/** Holds one token in memory, and asks for the next once for however many calls wait for it. */
export class TokenKeeper {
  readonly #fetchToken: FetchToken;
  readonly #now: () => number;
  #kept: Kept | null = null;
  #coming: Coming | null = null;

  constructor(fetchToken: FetchToken, now: () => number) {
    this.#fetchToken = fetchToken;
    this.#now = now;
  }

  /** A token that is good as far as can be told. A caller who leaves does not take it from the others. */
  async get(signal: AbortSignal): Promise<string> {
    const kept = this.#kept;
    const now = this.#now();
    if (kept && now < kept.endsAt) {
      if (now >= kept.refreshAt && !this.#coming) {
        const coming = this.#ask("refresh");
        coming.waiting++; // for all: nobody's leaving ends it
        coming.promise.catch(() => {}); // the present token still works; whoever finds it expired hears of the failure
      }
      return kept.token;
    }
    const coming = this.#coming ?? this.#ask(kept ? "expired" : "first");
    coming.waiting++;
    try {
      return await orAborted(coming.promise, signal);
    } finally {
      if (--coming.waiting === 0 && signal.aborted) coming.abort.abort();
    }
  }

  /** Forgets a token that the server called expired; one that came in the meantime stays. */
  drop(token: string): void {
    if (this.#kept?.token === token) this.#kept = { ...this.#kept, endsAt: 0 };
  }

  #ask(reason: TokenReason): Coming {
    const abort = new AbortController();
    const coming: Coming = { promise: this.#receive(reason, abort.signal), abort, waiting: 0 };
    this.#coming = coming;
    const settled = coming.promise.finally(() => {
      if (this.#coming === coming) this.#coming = null;
    });
    settled.catch(() => {}); // those who wait hear of it
    return coming;
  }

  async #receive(reason: TokenReason, signal: AbortSignal): Promise<string> {
    const { token, expiresAt } = await this.#fetchToken({ reason, signal }).catch((error: unknown) => {
      throw tokenError(error);
    });
    const end = Date.parse(expiresAt);
    if (typeof token !== "string" || token === "" || Number.isNaN(end))
      throw new CrewError("unauthenticated", { detail: "fetchToken gave no token" });
    const now = this.#now();
    const life = Math.max(end - now, leastLife);
    this.#kept = { token, refreshAt: now + life * refreshShare, endsAt: now + life };
    return token;
  }
}

function tokenError(error: unknown): CrewError {
  if (isCrewError(error)) return error;
  const code = error instanceof TypeError ? "unavailable" : "unauthenticated";
  return new CrewError(code, { cause: error, detail: "fetchToken" });
}
