import { type EventChanges, hasEndedSince, isToldOf, type LiveEvent, rightsAt } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import type { StoredEvent } from "./outbox.ts";

/** Where somebody has come to: the number of an event, and when they asked where that is known. */
export interface Place {
  readonly seq: number;
  readonly at: number | undefined;
}

/** @returns undefined for a cursor that is none of ours */
export function readPlace(cursor: string): Place | undefined {
  const [, seq, at] = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(cursor) ?? [];
  return seq === undefined ? undefined : { seq: Number(seq), at: at === undefined ? undefined : Number(at) };
}

/**
 * What has happened since, for pages that get no stream. The cursor carries the time of the asking besides the number of
 * the last event: a role that runs out in between leaves no event.
 */
export async function changesSince(
  { feed }: Services,
  { since, limit = 200 }: { readonly since?: string | undefined; readonly limit?: number | undefined },
  call: Call,
): Promise<EventChanges> {
  const cursor = (seq: number, at = call.now.getTime()): string => `${seq}.${at}`;
  await feed.numberLeftOver();
  const place = since === undefined ? undefined : readPlace(since);
  const missed = place && (await feed.after(call.tenant, place.seq));
  if (!place || !missed) {
    return { events: [], cursor: cursor(await feed.newest()), reset: since !== undefined };
  }
  const seen = missed.filter((event) => isToldOf(event, call.actor.own));
  const told = seen.slice(0, limit);
  const last = seen.length > limit ? told.at(-1) : missed.at(-1);
  const events = told.map(toLiveEvent);
  const seq = last?.seq ?? place.seq;
  if (seen.length > limit) return { events, cursor: cursor(seq, place.at), reset: false };
  const ended = endedRole(place.at, cursor(seq), call);
  return { events: ended ? [...events, ended] : events, cursor: cursor(seq), reset: false };
}

/** That a role of the actor has run out between the last asking and this one. */
function endedRole(since: number | undefined, cursor: string, { actor, now }: Call): LiveEvent | undefined {
  if (since === undefined) return undefined;
  const hasEnded = hasEndedSince(rightsAt(actor.rights, now), actor.user, new Date(since));
  return hasEnded ? { cursor, type: "rights.changed", id: actor.user.id, at: now.toISOString() } : undefined;
}

const shown = new WeakMap<StoredEvent, LiveEvent>();

/** The event as readers get it: the same object for all of them, so that it is checked and written once. */
export function toLiveEvent(event: StoredEvent): LiveEvent {
  const known = shown.get(event);
  if (known) return known;
  const { seq, type, id, at } = event;
  const live: LiveEvent = { cursor: String(seq), type, id, at };
  shown.set(event, live);
  return live;
}
