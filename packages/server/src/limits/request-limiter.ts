import { CrewError } from "@crewdock/contract";

/** A steady rate with room for a burst. */
export interface RequestRate {
  /** Requests that become free again each second. */
  readonly perSecond: number;
  /** Requests that may come all at once. */
  readonly burst: number;
}

/** How many requests one instance answers; null for no limit. Attempts at secrets have limits of their own, shared by all instances. */
export interface RequestLimits {
  readonly perUser: RequestRate | null;
  /** An IPv6 address counts with its /64, which is what one customer gets. */
  readonly perAddress: RequestRate | null;
  /** All calls of the host's backend together. */
  readonly perHostKey: RequestRate | null;
  /** Event streams that one user may have open at once: one for each of their pages. @default 20 */
  readonly streamsPerUser?: number | null;
}

/** Wide enough for whole offices behind one address; a page gone wild is stopped. */
export const defaultRequestLimits: Required<RequestLimits> = {
  perUser: { perSecond: 100, burst: 3000 },
  perAddress: { perSecond: 500, burst: 10_000 },
  perHostKey: { perSecond: 500, burst: 10_000 },
  streamsPerUser: 20,
};

/** Keys that are remembered at once; beyond, the one that was silent for longest is forgotten. */
const MOST_KEYS = 20_000;

/**
 * Counts requests under keys by the generic cell rate algorithm (ITU-T I.371): one number a key, which is when its
 * allowance is whole again.
 */
export class RequestLimiter {
  readonly #interval: number;
  readonly #room: number;
  readonly #mostKeys: number;
  /** In the order of their last request. */
  readonly #wholeAt = new Map<string, number>();

  constructor({ perSecond, burst }: RequestRate, mostKeys: number = MOST_KEYS) {
    this.#interval = 1000 / perSecond;
    this.#room = this.#interval * (burst - 1);
    this.#mostKeys = mostKeys;
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#wholeAt.size;
  }

  /** Counts one request. @throws CrewError `rate_limited` with the seconds until the next is welcome; that one is not counted */
  take(key: string, now: number): void {
    const wholeAt = Math.max(now, this.#wholeAt.get(key) ?? 0);
    const wait = wholeAt - this.#room - now;
    if (wait > 0) throw new CrewError("rate_limited", { retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
    this.#wholeAt.delete(key);
    this.#wholeAt.set(key, wholeAt + this.#interval);
    if (this.#wholeAt.size > this.#mostKeys) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const [oldest] = this.#wholeAt.keys();
    if (oldest !== undefined) this.#wholeAt.delete(oldest);
  }
}

/** The limiters of one server. */
export interface RequestGuard {
  user(id: string, now: Date): void;
  /** Undefined when nobody knows where the request came from: then it is not counted here. */
  address(address: string | undefined, now: Date): void;
  hostKey(now: Date): void;
}

/** @throws CrewError `rate_limited`, from each of the methods */
export function createRequestGuard(limits: RequestLimits): RequestGuard {
  const limiter = (rate: RequestRate | null): RequestLimiter | undefined =>
    rate ? new RequestLimiter(rate) : undefined;
  const users = limiter(limits.perUser);
  const addresses = limiter(limits.perAddress);
  const hosts = limiter(limits.perHostKey);
  return {
    user: (id, now) => users?.take(id, now.getTime()),
    address: (address, now) => {
      if (address !== undefined) addresses?.take(networkOf(address), now.getTime());
    },
    hostKey: (now) => hosts?.take("", now.getTime()),
  };
}

/** Whom an address stands for: itself, or the /64 of an IPv6 one. Takes the long form that `clientAddress` gives. */
function networkOf(address: string): string {
  return address.includes(":") ? address.split(":").slice(0, 4).join(":") : address;
}
