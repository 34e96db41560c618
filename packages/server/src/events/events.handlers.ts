import { type LiveEvent, liveEventTypes } from "@crewdock/contract";
import type { Call, Handlers } from "../http/handlers.ts";
import { type Actor, loadActor } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import type { StoredEvent } from "./feed.ts";
import { isVisible } from "./visibility.ts";

export function eventsHandlers(services: Services): Handlers["events"] {
  return {
    // Not a generator itself: listening has to begin now, before the caller loads what it wants to keep fresh.
    subscribe: ({ since }, call) => {
      const queue = new Queue();
      const start = services.feed.position;
      const stop = services.feed.listen((event) => {
        if (event.tenant === call.tenant) queue.push(event);
      });
      call.signal.addEventListener("abort", () => queue.end(), { once: true });
      if (call.signal.aborted) queue.end();
      return events(services, call, queue, { start, since }, stop);
    },
  };
}

async function* events(
  services: Services,
  call: Call,
  queue: Queue,
  from: { readonly start: number; readonly since: string | undefined },
  stop: () => void,
): AsyncGenerator<LiveEvent> {
  let actor: Actor | undefined = call.actor;
  let position = from.start;
  try {
    if (from.since !== undefined) {
      const missed = /^\d{1,15}$/.test(from.since)
        ? await services.feed.after(call.tenant, Number(from.since))
        : undefined;
      if (!missed) yield* everything(position, call);
      for (const event of missed ?? []) {
        position = Math.max(position, event.seq);
        if (isVisible(event, actor)) yield toLiveEvent(event);
      }
    }
    for await (const event of queue) {
      if (event.seq <= position) continue;
      position = event.seq;
      const aboutActor = event.type === "rights.changed" && (event.id === null || event.id === actor.user.id);
      if (aboutActor || event.id === actor.user.id) {
        actor = await loadActor(services.db, services.facts, call.tenant, actor.user.id, services.now());
        if (actor?.user.state !== "active") return; // blocked or gone: the stream ends, a new one is refused
      }
      if (isVisible(event, actor)) yield toLiveEvent(event);
    }
  } finally {
    stop();
  }
}

function* everything(position: number, call: Call): Generator<LiveEvent> {
  for (const type of liveEventTypes) yield { cursor: String(position), type, id: null, at: call.now.toISOString() };
}

function toLiveEvent({ seq, type, id, at }: StoredEvent): LiveEvent {
  return { cursor: String(seq), type, id, at };
}

/** What has arrived and was not yet taken. Somebody who takes nothing for too long is cut off instead of filling the memory. */
class Queue implements AsyncIterable<StoredEvent> {
  readonly #events: StoredEvent[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  push(event: StoredEvent): void {
    if (this.#events.length >= 10_000) this.#ended = true;
    else this.#events.push(event);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StoredEvent> {
    for (;;) {
      const event = this.#events.shift();
      if (this.#ended) return;
      if (event) yield event;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
