import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** `fresh` may be used, `stale` was good once (RFC 7616 3.3: ask again without asking the person), `foreign` is not ours. */
export type NonceState = "fresh" | "stale" | "foreign";

/** Signed nonces with an end, and the highest nonce count seen with each (RFC 7616 3.4 and 5.5). */
export class Nonces {
  readonly #secret = randomBytes(32);
  readonly #counts = new Map<string, { count: number; until: number }>();
  readonly #lifetimeMs: number;
  readonly #now: () => number;

  constructor(lifetimeMs: number, now: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#now = now;
  }

  /** A new nonce: its end, some randomness, and our signature over both. */
  issue(): string {
    const body = `${(this.#now() + this.#lifetimeMs).toString(36)}.${randomBytes(9).toString("base64url")}`;
    return `${body}.${this.#sign(body)}`;
  }

  /** Whose nonce it is and whether it still counts. */
  state(nonce: string): NonceState {
    const cut = nonce.lastIndexOf(".");
    const body = nonce.slice(0, Math.max(cut, 0));
    const given = Buffer.from(nonce.slice(cut + 1));
    const own = Buffer.from(this.#sign(body));
    if (given.length !== own.length || !timingSafeEqual(given, own)) return "foreign";
    return this.#endOf(body) > this.#now() ? "fresh" : "stale";
  }

  /** Takes a nonce count once; false when it is not above every count seen with this nonce: a replay. */
  spend(nonce: string, count: number): boolean {
    const seen = this.#counts.get(nonce);
    if (seen !== undefined && count <= seen.count) return false;
    if (seen === undefined) this.#forgetEnded();
    this.#counts.set(nonce, { count, until: this.#endOf(nonce) });
    return true;
  }

  #endOf(nonce: string): number {
    return Number.parseInt(nonce.split(".", 1)[0] ?? "", 36);
  }

  #sign(body: string): string {
    return createHmac("sha256", this.#secret).update(body).digest("base64url").slice(0, 22);
  }

  /** Insertion order is nearly the order of the ends, so the first that still counts ends the sweep. */
  #forgetEnded(): void {
    for (const [nonce, { until }] of this.#counts) {
      if (until > this.#now()) return;
      this.#counts.delete(nonce);
    }
  }
}
