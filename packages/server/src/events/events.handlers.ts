import { isCrewError, isToldOf, type LiveEvent, liveEventTypes } from "@crewdock/contract";
import { reloadActor } from "../auth/authenticate.ts";
import type { Call, Handlers } from "../http/handlers.ts";
import type { Actor } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import { changesSince, readPlace, toLiveEvent } from "./changes-since.ts";
import { EventQueue } from "./event-queue.ts";
import type { StoredEvent } from "./outbox.ts";
import type { LiveStream } from "@crewdock/contract/serve";
import { RightsClock } from "./rights-clock.ts";

/** What a stream hears: an event, or that a role of its reader ran out at a time. */
type Heard = StoredEvent | { readonly type: "role.ended"; readonly at: Date };

export function eventsHandlers(services: Services): Handlers["events"] {
  return {
    // Not a generator itself: listening has to begin now, before the caller loads what it wants to keep fresh.
    subscribe: ({ since }, call) => subscribe(services, since, call),
    changesSince: (input, call) => changesSince(services, input, call),
  };
}

function subscribe(services: Services, since: string | undefined, call: Call): LiveStream {
  const queue = new EventQueue<Heard>();
  const clock = new RightsClock(services.now, (at) => queue.push({ type: "role.ended", at }));
  const place = { position: services.feed.position, known: since === undefined };
  const unlisten = services.feed.listen((event) => {
    if (event.tenant === call.tenant) queue.push(event);
  });
  // A reader that stands still never comes back to its loop, so its end has to do this by itself.
  const stop = (): void => {
    unlisten();
    clock.stop();
    queue.end();
  };
  call.signal.addEventListener("abort", stop, { once: true });
  if (call.signal.aborted) stop();
  else clock.set(call.actor, call.now);
  const told = events(services, call, { queue, clock, place, since, stop });
  return {
    cursor: () => (place.known ? String(place.position) : undefined),
    [Symbol.asyncIterator]: () => told,
  };
}

interface Listening {
  readonly queue: EventQueue<Heard>;
  readonly clock: RightsClock;
  /** How far the reader has been told everything; known once it also has what it missed. */
  readonly place: { position: number; known: boolean };
  readonly since: string | undefined;
  readonly stop: () => void;
}

async function* events(
  services: Services,
  call: Call,
  { queue, clock, place, since, stop }: Listening,
): AsyncGenerator<LiveEvent> {
  let actor: Actor | undefined = call.actor;
  const reload = async (at: Date): Promise<Actor | undefined> => {
    try {
      const loaded = await reloadActor(services, call.actor, at);
      if (!call.signal.aborted) clock.set(loaded, at);
      return loaded;
    } catch (error) {
      // blocked, gone or logged out: the stream ends, a new one is refused
      if (isCrewError(error) && (error.code === "forbidden" || error.code === "unauthenticated")) return undefined;
      throw error;
    }
  };
  try {
    if (since !== undefined) {
      const known = readPlace(since);
      const missed = known && (await services.feed.after(call.tenant, known.seq));
      if (missed) place.position = Math.max(place.position, known.seq); // another instance may have told more than this one
      else yield* everything(place.position, call);
      for (const event of missed ?? []) {
        if (isToldOf(event, actor.own)) yield toLiveEvent(event);
        place.position = Math.max(place.position, event.seq);
      }
      place.known = true;
    }
    for (let event = await queue.take(); event; event = await queue.take()) {
      if (event.type === "role.ended") {
        actor = await reload(latest(event.at, services.now()));
        if (!actor) return;
        yield { cursor: String(place.position), type: "rights.changed", id: actor.user.id, at: event.at.toISOString() };
        continue;
      }
      if (event.seq <= place.position) continue;
      if (concernsRights(event, actor)) {
        actor = await reload(services.now());
        if (!actor) return;
      }
      if (isToldOf(event, actor.own)) yield toLiveEvent(event);
      place.position = event.seq;
    }
  } finally {
    stop();
  }
}

/** Whether the reader's rights, the time of their next end, or whether they are let in may be others now. */
function concernsRights({ type, id }: StoredEvent, { user }: Actor): boolean {
  if (id === user.id || type === "assignment.changed") return true;
  if (type === "security.changed" && id === null) return true; // the company's rules may let the reader in no more
  // the scope `department` goes by the tree
  return type === "org.changed" || (type === "rights.changed" && id === null);
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function* everything(position: number, call: Call): Generator<LiveEvent> {
  for (const type of liveEventTypes) yield { cursor: String(position), type, id: null, at: call.now.toISOString() };
}
