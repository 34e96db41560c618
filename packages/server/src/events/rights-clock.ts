import { nextEndOf, rightsAt } from "@crewdock/contract";
import type { Actor } from "../rights/actor.ts";

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Tells when the next role of a person runs out: no event speaks of it, since nothing is written then. */
export class RightsClock {
  readonly #ended: (at: Date) => void;
  readonly #now: () => Date;
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => Date, ended: (at: Date) => void) {
    this.#now = now;
    this.#ended = ended;
  }

  /** Waits for the next end among the roles of the person, as they are at `at`. */
  set({ user, rights }: Actor, at: Date): void {
    clearTimeout(this.#timer);
    const next = nextEndOf(rightsAt(rights, at), user);
    if (next === null) return;
    const wait = Math.max(0, next.getTime() - this.#now().getTime());
    if (wait <= LONGEST_TIMER_MS) this.#timer = setTimeout(() => this.#ended(next), wait).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
