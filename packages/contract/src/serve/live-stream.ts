import type { LiveEvent } from "../events/live-event.ts";

/** A stream of events that knows how far it has come, also past those that its reader is not told of. */
export interface LiveStream extends AsyncIterable<LiveEvent> {
  /** The cursor from which a page that comes back misses nothing; undefined while it still gets what it missed. */
  readonly cursor: () => string | undefined;
}

/** Whether what a handler answered is such a stream. */
export function isLiveStream(values: AsyncIterable<unknown>): values is LiveStream {
  return "cursor" in values && typeof values.cursor === "function";
}
