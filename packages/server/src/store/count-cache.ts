/** How long a count stands at most, in milliseconds: what another instance has changed may be heard of late. */
const LONGEST_MS = 1_000;
/** So many counts are remembered; the oldest is forgotten first. */
const MOST = 500;

interface Entry {
  readonly edition: number;
  readonly until: number;
  readonly count: Promise<number>;
}

/**
 * Remembers how many rows lists have, since counting costs as much as reading a page. A count stands until anything is
 * changed through this instance or heard of from another one, and never longer than a second; those who ask for the same
 * at once wait for one counting.
 */
export class CountCache {
  readonly #edition: () => number;
  readonly #clock: () => number;
  readonly #entries = new Map<string, Entry>();

  /**
   * @param edition another number after each change, from before the change is answered
   * @param clock milliseconds from any start
   */
  constructor(edition: () => number, clock: () => number = () => performance.now()) {
    this.#edition = edition;
    this.#clock = clock;
  }

  /** The count that `key` stands for, counted now unless it is known. */
  get(key: string, count: () => Promise<number>): Promise<number> {
    const [edition, now] = [this.#edition(), this.#clock()];
    const known = this.#entries.get(key);
    if (known && known.edition === edition && known.until > now) return known.count;
    const entry = { edition, until: now + LONGEST_MS, count: count() };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.count.catch(() => this.#forget(key, entry)); // whoever asked sees the error; the next one counts anew
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST && oldest !== undefined) this.#entries.delete(oldest);
    return entry.count;
  }

  #forget(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}
