import type { Client, LiveEvent, LiveEventType } from "@crewdock/contract";
import type { ConformanceContext, Person } from "../kit/conformance-case.ts";
import { ensureArrives } from "../kit/expect.ts";

/** Milliseconds within which everybody has to know. */
export const SOON = 1000;

/** A stream of live events that is read on from where the last reading stopped. */
export interface Listening {
  /** The next event of the type, about the record where one is named. Fails when none comes within a second. */
  readonly hear: (type: LiveEventType, id?: string | null) => Promise<LiveEvent>;
  /** Everything up to that event, itself included. */
  readonly until: (type: LiveEventType, id?: string | null) => Promise<readonly LiveEvent[]>;
  readonly stop: () => void;
}

/** Listens as one of the actors; the stream has taken its place when this returns. */
export function listen({ as, signal }: ConformanceContext, actor: Person, since?: string): Listening {
  return listenOn(as(actor), signal, since);
}

/** The same over any connection. */
export function listenOn(client: Client, signal: AbortSignal, since?: string): Listening {
  const stop = new AbortController();
  const events = client.events.subscribe(since === undefined ? {} : { since }, {
    signal: AbortSignal.any([signal, stop.signal]),
  });
  const stream = events[Symbol.asyncIterator]();
  const until: Listening["until"] = async (type, id) => {
    const heard: LiveEvent[] = [];
    const fits = (event: LiveEvent): boolean =>
      heard.push(event) > 0 && event.type === type && (id === undefined || event.id === id);
    await ensureArrives(stream, fits, SOON, id === undefined ? type : `${type} of ${String(id)}`);
    return heard;
  };
  return {
    until,
    hear: async (type, id) => {
      const last = (await until(type, id)).at(-1);
      if (!last) throw new RangeError("nothing was heard");
      return last;
    },
    stop: () => stop.abort(),
  };
}
