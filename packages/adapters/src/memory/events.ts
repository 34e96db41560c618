import { type CallContext, CrewError, type LiveEvent, liveEventTypes, type Ports } from "@crewdock/contract";
import { actorOf } from "./actor.ts";
import { type Backstage, operationOf, readInput } from "./verb.ts";

export function eventsPort(backstage: Backstage): Ports["events"] {
  return {
    subscribe: (input, context) => {
      const operation = operationOf("events", "subscribe");
      const { since } = readInput(operation, input) as { readonly since?: string };
      // the place is taken now, not at the first read: what happens in between must not be lost
      const start =
        since === undefined ? backstage.store.events.last : /^\d+$/.test(since) ? Number(since) : Number.NaN;
      return listen(backstage, start, context);
    },
  };
}

async function* listen(backstage: Backstage, start: number, { signal }: CallContext): AsyncGenerator<LiveEvent> {
  const { store, rehearsal } = backstage;
  const actorId = backstage.actorId();
  let cursor = start;
  try {
    await rehearsal.before("events.subscribe", signal);
    while (!signal.aborted) {
      actorOf(store, actorId); // ends the stream of somebody who may no longer log in
      const entries = store.events.after(cursor);
      if (entries === null) {
        cursor = store.events.last;
        const at = store.now().toISOString();
        for (const type of liveEventTypes) yield { cursor: String(cursor), type, id: null, at };
        continue;
      }
      for (const { event, sees } of entries) {
        cursor = Number(event.cursor);
        if (sees(actorId)) yield event;
        if (signal.aborted) return;
      }
      await store.events.next(cursor, signal);
    }
  } catch (error) {
    if (error instanceof CrewError && error.code === "cancelled") return;
    throw error;
  }
}
