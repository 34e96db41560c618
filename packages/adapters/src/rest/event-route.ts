import { CrewError } from "@crewdock/contract";
import type { Environment } from "./environment.ts";

/** What the backend turned out to offer; shared by all who listen. */
export interface EventOffers {
  stream: boolean;
  polling: boolean;
}

const longestPause = 30_000;
/** How long to ask from time to time before the stream gets another chance, in milliseconds. */
const streamRest = 300_000;
/** A stream that lives for less before it falls silent is being held back somewhere. */
const shortLife = 90_000;

/**
 * Chooses between the stream and asking from time to time. A stream that is refused, or opens and says nothing, or falls
 * silent twice, gives way for five minutes; one that cannot be opened is told apart from a server that is down by
 * asking once.
 */
export class EventRoute {
  readonly #env: Environment;
  readonly #offers: EventOffers;
  readonly #backoff: number;
  #way: "stream" | "polling" = "stream";
  #pollUntil = 0;
  /** Asking has worked since the stream was last heard. */
  #isServerThere = false;
  #openedAt = 0;
  #hasSpoken = false;
  #failures = 0;
  #stalls = 0;
  #pause: number;

  constructor(env: Environment, offers: EventOffers, backoff: number) {
    this.#env = env;
    this.#offers = offers;
    this.#backoff = backoff;
    this.#pause = backoff;
  }

  /** @throws CrewError `unsupported` when the backend offers neither */
  next(): "stream" | "polling" {
    const { stream, polling } = this.#offers;
    if (!stream && !polling) throw noEvents();
    if (!stream) this.#poll(Infinity);
    else if (!polling) this.#way = "stream";
    this.#openedAt = 0;
    this.#hasSpoken = false;
    return this.#way;
  }

  /** Whether a refusal means that there is no stream, so that asking should begin at once. */
  isClosedBy(error: CrewError): boolean {
    if (!isMissing(error) || !this.#offers.polling) return false;
    this.#offers.stream = false;
    this.#poll(Infinity);
    return true;
  }

  opened(): void {
    this.#openedAt = this.#env.now();
  }

  heard(): void {
    this.#hasSpoken = true;
    this.#isServerThere = false;
    this.#failures = 0;
  }

  /** The server says how long to wait before coming back. */
  hint(ms: number): void {
    this.#pause = Math.max(ms, this.#backoff);
  }

  /** The stream has ended in order. @returns how long to wait, in milliseconds */
  ended(): number {
    this.#stalls = 0;
    if (this.#hasSpoken) return this.#wait();
    this.#failures++;
    return this.#offers.polling ? this.#poll(this.#env.now() + streamRest) : this.#wait();
  }

  /** Asking has worked. @returns whether it stays at that */
  polled(): boolean {
    this.#failures = 0;
    this.#isServerThere = true;
    if (this.#pollUntil > this.#env.now()) return true;
    this.#way = "stream";
    return false;
  }

  /** Somebody may be signed in again. @returns how long to wait, in milliseconds; longer each time that it was not so */
  signedIn(): number {
    this.#failures++;
    return this.#wait();
  }

  /** @returns how long to wait, in milliseconds @throws the error, where trying again cannot mend it */
  after(error: CrewError): number {
    return Math.max(this.#afterError(error), Math.min((error.retryAfter ?? 0) * 1000, longestPause));
  }

  #afterError(error: CrewError): number {
    const missing = isMissing(error);
    if (missing) this.#offers[this.#way] = false;
    else if (!error.retryable && error.code !== "gone") throw error;
    const { stream, polling } = this.#offers;
    if (!stream && !polling) throw noEvents();
    if (this.#way === "polling") {
      this.#failures++;
      if (stream && (!this.#isServerThere || missing || this.#env.now() >= this.#pollUntil)) this.#way = "stream";
      return this.#wait();
    }
    this.#failures++;
    if (polling && (missing || this.#isHeldBack(error))) return this.#poll(this.#env.now() + streamRest);
    if (polling && error.code !== "gone" && this.#failures % 2 === 0) return this.#poll(0); // is it the server or the stream?
    return this.#wait();
  }

  #isHeldBack({ code }: CrewError): boolean {
    if (code === "invalid_answer" || this.#isServerThere) return true;
    if (code !== "timeout") {
      this.#stalls = 0;
      return false;
    }
    if (!this.#hasSpoken) return true;
    this.#stalls = this.#env.now() - this.#openedAt < shortLife ? this.#stalls + 1 : 1;
    return this.#stalls > 1;
  }

  /** At once. */
  #poll(until: number): 0 {
    this.#way = "polling";
    this.#pollUntil = until;
    this.#stalls = 0;
    return 0;
  }

  #wait(): number {
    const step = Math.min(this.#pause * 2 ** Math.min(this.#failures, 20), longestPause);
    return step * (0.75 + this.#env.random() / 2);
  }
}

function noEvents(): CrewError {
  return new CrewError("unsupported", { detail: "events" });
}

/** Whether the backend has no such thing at all. */
function isMissing({ code }: CrewError): boolean {
  return code === "unsupported" || code === "not_found";
}
