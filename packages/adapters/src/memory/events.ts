import {
  type CallContext,
  CrewError,
  type EventChanges,
  type LiveEvent,
  liveEventTypes,
  type Ports,
} from "@crewdock/contract";
import type { EventLog } from "./event-log.ts";
import { type Backstage, demandOffered, operationOf, readInput, verb } from "./verb.ts";
import { enter } from "./login-session.ts";

export function eventsPort(backstage: Backstage): Ports["events"] {
  return {
    subscribe: (input, context) => {
      const operation = operationOf("events", "subscribe");
      const { since } = readInput(operation, input) as { readonly since?: string };
      // the place is taken now, not at the first read: what happens in between must not be lost
      return listen(backstage, placeOf(since, backstage.store.events), context);
    },
    changesSince: verb(backstage, "events", "changesSince", ({ since, limit = 200 }, { store: { events }, actor }) =>
      changesSince(events, placeOf(since, events), limit, actor.user.id),
    ),
  };
}

function placeOf(since: string | undefined, events: EventLog): number {
  if (since === undefined) return events.last;
  return /^\d+$/.test(since) ? Number(since) : Number.NaN;
}

function changesSince(log: EventLog, place: number, limit: number, actorId: string): EventChanges {
  const entries = log.after(place);
  if (entries === null) return { events: [], cursor: String(log.last), reset: true };
  const events = entries.flatMap(({ event, sees }) => (sees(actorId) ? [event] : []));
  const cursor = events.length > limit ? events[limit - 1]?.cursor : undefined;
  return { events: events.slice(0, limit), cursor: cursor ?? String(log.last), reset: false };
}

async function* listen(backstage: Backstage, start: number, { signal }: CallContext): AsyncGenerator<LiveEvent> {
  const { store, rehearsal } = backstage;
  const holder = backstage.holder();
  let cursor = start;
  try {
    demandOffered(store, "events.subscribe");
    await rehearsal.before("events.subscribe", signal);
    while (!signal.aborted) {
      enter(store, holder); // ends the stream of somebody who may no longer log in
      const entries = store.events.after(cursor);
      if (entries === null) {
        cursor = store.events.last;
        const at = store.now().toISOString();
        for (const type of liveEventTypes) yield { cursor: String(cursor), type, id: null, at };
        continue;
      }
      for (const { event, sees } of entries) {
        cursor = Number(event.cursor);
        if (sees(holder.userId)) yield event;
        if (signal.aborted) return;
      }
      await store.events.next(cursor, signal);
    }
  } catch (error) {
    if (error instanceof CrewError && error.code === "cancelled") return;
    throw error;
  }
}
