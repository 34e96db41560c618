import { type LiveEvent, liveEventSchema, liveEventTypes } from "@crewdock/contract";

/** Null for what is not an event: then nobody knows what it meant to say. */
export function readEvent(data: string): LiveEvent | null {
  try {
    const result = liveEventSchema.safeParse(JSON.parse(data));
    return result.success ? result.data : null;
  } catch {
    return null; // not JSON
  }
}

/** What stands for a gap that cannot be filled: anything may have changed. */
export function* everything(cursor: string, now: number): Generator<LiveEvent> {
  const at = new Date(now).toISOString();
  for (const type of liveEventTypes) yield { cursor, type, id: null, at };
}
