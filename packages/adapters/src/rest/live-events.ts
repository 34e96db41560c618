import { CrewError, type EventChanges, isCrewError, type LiveEvent } from "@crewdock/contract";
import { Deadline, pause } from "./abort.ts";
import { demandMediaType } from "./body.ts";
import type { Environment } from "./environment.ts";
import { everything, readEvent } from "./event-reading.ts";
import { type EventOffers, EventRoute } from "./event-route.ts";
import { linesOf } from "./lines.ts";
import { readError } from "./read-error.ts";
import { eventsOf } from "./server-sent-events.ts";

/** A stream says something at once; what does not get through in this time is being held back, in milliseconds. */
const firstWordWithin = 5_000;
/** Longer than the silence between two signs of life of the server. */
const longestSilence = 45_000;
/** For opening a stream: the sender has shorter limits of its own. */
const longestOpening = 60_000;
/** From one trying to the next while nobody is signed in: they may sign in in another tab. */
const signedOutPause = 90_000;
/** An answer with so many events has more behind it. */
export const mostEvents = 200;

export interface LiveEventsOptions {
  readonly env: Environment;
  readonly offers: EventOffers;
  /** Milliseconds before the first new try; doubles with each. */
  readonly backoff: number;
  /** Milliseconds from one asking to the next where there is no stream. */
  readonly pollEvery: number;
  /** Opens the stream after the event with this id. */
  readonly open: (since: string | undefined, signal: AbortSignal) => Promise<Response>;
  /** Asks for what has happened since. */
  readonly poll: (since: string | undefined, signal: AbortSignal) => Promise<EventChanges>;
  /** Told of the first opening, which begins with the call, not with the first read. */
  readonly opening: (begun: Promise<unknown>) => void;
  /** Resolves when a call has got through to the server again. */
  readonly accepted: (signal: AbortSignal) => Promise<void>;
  /** Told how events come in. */
  readonly by: (how: "stream" | "polling" | "none") => void;
}

type Source =
  | { readonly kind: "stream"; readonly response: Response; readonly deadline: Deadline }
  | { readonly kind: "changes"; readonly changes: EventChanges };

/**
 * Live events over fetch, so that the token travels in a header. Comes back after each break with the last id it saw,
 * at once when the browser says it is online again; asks from time to time where no stream gets through, and tries the
 * stream again now and then. Where the gap cannot be filled it says that everything may have changed. When the person is
 * logged out meanwhile, it waits for them to sign in again; then everything may have changed, the person too. Ends when
 * the signal aborts, throws what trying again cannot mend, and `unauthenticated` when nobody is signed in at its start.
 */
export function liveEvents(
  options: LiveEventsOptions,
  since: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent> {
  const listening = new Listening(options, since, signal);
  const first = listening.begin();
  options.opening(first);
  first.catch(() => {}); // the loop hears of it, if anybody reads at all
  return listening.events(first);
}

class Listening {
  readonly #options: LiveEventsOptions;
  readonly #signal: AbortSignal;
  readonly #route: EventRoute;
  /** How far everything has been told. */
  #place: string | undefined;
  /** Nothing can have been missed yet. */
  #isFirst = true;

  constructor(options: LiveEventsOptions, since: string | undefined, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#place = since;
    this.#route = new EventRoute(options.env, options.offers, options.backoff);
  }

  /** @throws CrewError */
  async begin(): Promise<Source> {
    if (this.#route.next() === "stream") {
      try {
        return await this.#open();
      } catch (error) {
        if (!isCrewError(error) || !this.#route.isClosedBy(error)) throw error;
      }
    }
    return { kind: "changes", changes: await this.#options.poll(this.#place, this.#signal) };
  }

  async *events(first: Promise<Source>): AsyncGenerator<LiveEvent> {
    const { env, by } = this.#options;
    let next: Promise<Source> | null = first;
    try {
      while (!this.#signal.aborted) {
        let wait: number;
        try {
          const source = await (next ?? this.begin());
          wait = source.kind === "stream" ? yield* this.#listen(source) : yield* this.#tell(source.changes);
        } catch (thrown) {
          if (this.#signal.aborted) return;
          by("none");
          const error = readError(thrown, this.#signal, env.now());
          const isSignedOut = error.code === "unauthenticated" && !this.#isFirst;
          if (isSignedOut) await this.#untilSignedIn();
          if (error.code === "gone" || isSignedOut) this.#place = undefined;
          wait = isSignedOut ? this.#route.signedIn() : this.#route.after(error);
        }
        next = null;
        this.#isFirst = false;
        if (wait > 0) await pause(env, wait, this.#signal).catch(() => {}); // then the loop ends
      }
    } finally {
      by("none");
    }
  }

  async #untilSignedIn(): Promise<void> {
    const { env, accepted } = this.#options;
    const enough = new AbortController();
    const stop = (): void => enough.abort();
    if (this.#signal.aborted) stop();
    this.#signal.addEventListener("abort", stop);
    const { signal } = enough;
    await Promise.race([accepted(signal), pause(env, signedOutPause, signal)]).catch(() => {}); // then the loop ends
    stop();
    this.#signal.removeEventListener("abort", stop);
  }

  async #open(): Promise<Source> {
    const deadline = new Deadline(this.#options.env, this.#signal, longestOpening);
    try {
      const response = await this.#options.open(this.#place, deadline.signal);
      demandMediaType(response, /^text\/event-stream$/);
      deadline.lift(); // nobody may be reading yet
      return { kind: "stream", response, deadline };
    } catch (error) {
      deadline.end();
      throw error;
    }
  }

  /** @returns how long to wait before what comes next */
  async *#listen({ response, deadline }: Extract<Source, { kind: "stream" }>): AsyncGenerator<LiveEvent, number> {
    const { env, by } = this.#options;
    const heard = (): void => {
      this.#route.heard();
      by("stream");
      deadline.extend(longestSilence);
    };
    let isBack = false;
    // a connection from before the network changed is dead, and nobody says so
    const ignore = env.onNetworkChange(() => {
      isBack = env.hasNetwork();
      if (isBack) deadline.fail(new CrewError("unavailable", { detail: "the network was away" }));
    });
    try {
      this.#route.opened();
      deadline.extend(firstWordWithin);
      // without an id of its own the server cannot tell what happened since the break, or since a first try that
      // failed: by then the lists have been loaded
      if (!this.#isFirst && this.#place === undefined) yield* everything("", env.now());
      const lines = linesOf(response, deadline.signal, heard);
      for await (const { id, data } of eventsOf(lines, { retry: (ms) => this.#route.hint(ms) })) {
        this.#place = id ?? this.#place;
        if (data === null) continue;
        const event = readEvent(data);
        if (event) yield event;
        else yield* everything(this.#place ?? "", env.now());
      }
      return this.#route.ended();
    } catch (error) {
      if (isBack && !this.#signal.aborted) return 0;
      throw error;
    } finally {
      ignore();
      deadline.end();
    }
  }

  /** @returns how long to wait before what comes next */
  async *#tell({ events, cursor, reset }: EventChanges): AsyncGenerator<LiveEvent, number> {
    const { env, by, pollEvery } = this.#options;
    const stays = this.#route.polled();
    if (stays) by("polling");
    const gap = reset || (!this.#isFirst && this.#place === undefined);
    if (gap) yield* everything(cursor, env.now());
    else yield* events;
    this.#place = cursor;
    return !stays || events.length >= mostEvents ? 0 : pollEvery * (0.75 + env.random() / 2);
  }
}
