/** So many answers, and so many characters in all, are kept. */
const most = 50;
const roomiest = 2_000_000;

interface Kept {
  readonly etag: string;
  readonly text: string;
}

/**
 * Answers that the server has put an ETag on, the latest of them, so that a second reading costs one short answer
 * (RFC 9110, section 13.1.2). They are good for the token they were got with: whoever signs in next sees none of them.
 */
export class AnswerCache {
  readonly #kept = new Map<string, Kept>();
  #token = "";
  #room = roomiest;
  #isOn = true;

  find(path: string, token: string): Kept | undefined {
    if (token !== this.#token) this.#clear();
    return this.#kept.get(path);
  }

  keep(path: string, token: string, kept: Kept): void {
    if (token !== this.#token) this.#clear();
    this.#token = token;
    this.drop(path);
    if (!this.#isOn || kept.text.length > roomiest / 4) return;
    this.#kept.set(path, kept);
    this.#room -= kept.text.length;
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= most && this.#room >= 0) break;
      this.drop(oldest);
    }
  }

  drop(path: string): void {
    this.#room += this.#kept.get(path)?.text.length ?? 0;
    this.#kept.delete(path);
  }

  /** For a server that lets no page of another origin send `If-None-Match`. */
  turnOff(): void {
    this.#isOn = false;
    this.#clear();
  }

  #clear(): void {
    this.#kept.clear();
    this.#room = roomiest;
  }
}
