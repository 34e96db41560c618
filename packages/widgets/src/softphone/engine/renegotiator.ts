/**
 * `pending`: both sides offered at once (491), try again after a pause. `away`: the far end is not registered just now,
 * as after an outage of the server; try again after a longer one. `unreachable`: nothing came back, try when the
 * connection is restored. `gone`: the far end knows no such call.
 */
export type OfferOutcome = "accepted" | "pending" | "away" | "refused" | "unreachable" | "gone";

export interface RenegotiatorHooks {
  /** Sends a re-INVITE with what is desired now. Never rejects. */
  sendOffer(request: { readonly held: boolean; readonly restartIce: boolean }): Promise<OfferOutcome>;
  canSend(): boolean;
  pauseAfterGlare(): number;
  pauseWhileAway(): number;
  onSettled(): void;
  onHoldRefused(held: boolean): void;
  onGone(): void;
}

/**
 * Brings the far end to what is desired (held or not, a fresh ICE transport), one offer at a time. Only the latest wish
 * counts: hold, resume and hold again while an offer is under way costs one further offer at most.
 */
export class Renegotiator {
  readonly #hooks: RenegotiatorHooks;
  #wanted = false;
  #agreed = false;
  #restartWanted = false;
  #running = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(hooks: RenegotiatorHooks) {
    this.#hooks = hooks;
  }

  get holdPending(): boolean {
    return this.#wanted !== this.#agreed;
  }

  setHeld(held: boolean): void {
    this.#wanted = held;
    this.kick();
  }

  restartIce(): void {
    this.#restartWanted = true;
    this.kick();
  }

  /** Goes on with what is still open; call it when the connection is back. */
  kick(): void {
    if (!this.#running && this.#timer === undefined) void this.#run();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (!this.#closed && (this.#restartWanted || this.holdPending) && this.#hooks.canSend()) {
        const held = this.#wanted;
        const restartIce = this.#restartWanted;
        this.#restartWanted = false;
        const outcome = await this.#hooks.sendOffer({ held, restartIce });
        if (this.#closed) return;
        if (outcome === "accepted") {
          this.#agreed = held;
          continue;
        }
        if (outcome === "gone") return this.#hooks.onGone();
        if (outcome === "refused") {
          if (this.#wanted === held && held !== this.#agreed) {
            this.#wanted = this.#agreed;
            this.#hooks.onHoldRefused(this.#agreed);
          }
          continue;
        }
        this.#restartWanted ||= restartIce;
        if (outcome === "pending") this.#later(this.#hooks.pauseAfterGlare());
        if (outcome === "away") this.#later(this.#hooks.pauseWhileAway());
        return;
      }
    } finally {
      this.#running = false;
      if (!this.#closed) this.#hooks.onSettled();
    }
  }

  #later(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.kick();
    }, ms);
  }
}
