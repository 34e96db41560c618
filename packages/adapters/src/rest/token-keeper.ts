import { CrewError, isCrewError, type IsoTime } from "@crewdock/contract";
import { type Deferred, deferred } from "../deferred.ts";
import { Deadline, orAborted } from "./abort.ts";
import type { Environment } from "./environment.ts";

/** A token of the person who uses the widget, minted by the host's backend. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt: IsoTime;
}

/**
 * `first`: none was there; `refresh`: four fifths of its life are over; `expired`: it is past its end or was refused as
 * such; `refused`: the server knows it no more, though its time is not over (logged out, signed in anew, a key removed).
 */
export type TokenReason = "first" | "refresh" | "expired" | "refused";

/**
 * Asks the host for a token. It has ten seconds; then the signal aborts and the calls that wait fail with `timeout`.
 * A CrewError that it throws reaches the widget; a TypeError (what `fetch` throws without a connection) becomes
 * `unavailable`; anything else, and an answer that is no token, becomes `unauthenticated`.
 */
export type FetchToken = (request: {
  readonly reason: TokenReason;
  readonly signal: AbortSignal;
}) => Promise<AccessToken>;

interface Kept {
  readonly token: string;
  readonly refreshAt: number;
  readonly endsAt: number;
  /** It came for one that the server had refused, and nothing has been answered to it yet. */
  readonly isReplacement: boolean;
  /** Why another is needed, once the server has refused it. */
  readonly refusedAs: "expired" | "refused" | null;
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
const longestFetch = 10_000;
/** After a refresh in the background that failed, while the present token still works. */
const refreshPause = 5_000;

/** Holds one token in memory, and asks for the next once for however many calls wait for it. */
export class TokenKeeper {
  readonly #fetchToken: FetchToken;
  readonly #env: Environment;
  #kept: Kept | null = null;
  #coming: Coming | null = null;
  #whenAccepted: Deferred<void> | null = null;

  constructor(fetchToken: FetchToken, env: Environment) {
    this.#fetchToken = fetchToken;
    this.#env = env;
  }

  /** A token that is good as far as can be told. A caller who leaves does not take it from the others. @throws CrewError */
  async get(signal: AbortSignal): Promise<string> {
    const kept = this.#kept;
    const now = this.#env.now();
    if (kept && now < kept.endsAt) {
      if (now >= kept.refreshAt && !this.#coming) this.#refresh(kept);
      return kept.token;
    }
    const coming = this.#coming ?? this.#ask(kept ? (kept.refusedAs ?? "expired") : "first");
    coming.waiting++;
    try {
      return await orAborted(coming.promise, signal);
    } finally {
      if (--coming.waiting === 0 && signal.aborted) this.#giveUp(coming);
    }
  }

  /**
   * Forgets a token that the server has refused; one that came in the meantime stays.
   * @returns whether another may help: not when it was itself the answer to such a refusal
   */
  refuse(token: string, as: "expired" | "refused"): boolean {
    const kept = this.#kept;
    if (kept?.token !== token) return true;
    this.#kept = { ...kept, endsAt: 0, refusedAs: as };
    return !kept.isReplacement;
  }

  /** The server has answered to this token. */
  accept(token: string): void {
    if (this.#kept?.token === token && this.#kept.isReplacement) this.#kept = { ...this.#kept, isReplacement: false };
    this.#whenAccepted?.resolve();
    this.#whenAccepted = null;
  }

  /** Resolves when the server answers to a token again. @throws CrewError `cancelled`, `timeout` */
  accepted(signal: AbortSignal): Promise<void> {
    this.#whenAccepted ??= deferred();
    return orAborted(this.#whenAccepted.promise, signal);
  }

  #refresh(kept: Kept): void {
    const coming = this.#ask("refresh");
    coming.waiting++; // for all: nobody's leaving ends it
    // the present token still works; whoever finds it expired hears of the failure
    coming.promise.catch(() => {
      if (this.#kept === kept) this.#kept = { ...kept, refreshAt: this.#env.now() + refreshPause };
    });
  }

  #ask(reason: TokenReason): Coming {
    const abort = new AbortController();
    const replaces = this.#kept !== null && this.#kept.refusedAs !== null;
    const coming: Coming = { promise: this.#receive(reason, replaces, abort.signal), abort, waiting: 0 };
    this.#coming = coming;
    const settled = coming.promise.finally(() => this.#forget(coming));
    settled.catch(() => {}); // those who wait hear of it
    return coming;
  }

  /** Nobody waits any more; who comes next must not wait for what may never settle. */
  #giveUp(coming: Coming): void {
    this.#forget(coming);
    coming.abort.abort();
  }

  #forget(coming: Coming): void {
    if (this.#coming === coming) this.#coming = null;
  }

  async #receive(reason: TokenReason, replaces: boolean, signal: AbortSignal): Promise<string> {
    const deadline = new Deadline(this.#env, signal, longestFetch);
    try {
      const answer = this.#fetchToken({ reason, signal: deadline.signal });
      const { token, expiresAt } = checked(await orAborted(answer, deadline.signal));
      const now = this.#env.now();
      const life = Math.max(Date.parse(expiresAt) - now, leastLife);
      const [refreshAt, endsAt] = [now + life * refreshShare, now + life];
      this.#kept = { token, refreshAt, endsAt, isReplacement: replaces, refusedAs: null };
      return token;
    } catch (error) {
      throw tokenError(error);
    } finally {
      deadline.end();
    }
  }
}

/** Visible ASCII alone: what a header refuses would be quoted by the error that it throws. */
function checked(answer: unknown): AccessToken {
  const { token, expiresAt } = (answer ?? {}) as Partial<Readonly<Record<keyof AccessToken, unknown>>>;
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token) || typeof expiresAt !== "string")
    throw new CrewError("unauthenticated", { detail: "fetchToken gave no token" });
  if (Number.isNaN(Date.parse(expiresAt)))
    throw new CrewError("unauthenticated", { detail: "fetchToken gave no time for expiresAt" });
  return { token, expiresAt };
}

function tokenError(error: unknown): CrewError {
  if (isCrewError(error)) return error;
  const code = error instanceof TypeError ? "unavailable" : "unauthenticated";
  return new CrewError(code, { cause: error, detail: "fetchToken" });
}
