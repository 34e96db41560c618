import * as z from "zod/mini";
import type { CallContext } from "../context.ts";
import { isoTimeSchema, type IsoTime } from "../primitives.ts";

export type LiveEventType =
  | "user.created"
  | "user.changed"
  | "org.changed"
  | "role.changed"
  | "assignment.changed"
  /** The actor's own effective rights may have changed: read the session again. */
  | "rights.changed"
  | "call.changed"
  | "mail.changed";

/** Every type; after a gap that cannot be filled one event of each is told, in this order. */
export const liveEventTypes: readonly LiveEventType[] = [
  "rights.changed",
  "user.created",
  "user.changed",
  "org.changed",
  "role.changed",
  "assignment.changed",
  "call.changed",
  "mail.changed",
];

/** Something changed elsewhere. It says what to read again, not the new data, so that rights are judged at reading. */
export interface LiveEvent {
  /** Grows with each event; give the last one as `since` to go on without a gap. */
  readonly cursor: string;
  readonly type: LiveEventType;
  /** Which record; null when many changed. */
  readonly id: string | null;
  readonly at: IsoTime;
}

export const liveEventSchema: z.ZodMiniType<LiveEvent> = z.object({
  cursor: z.string(),
  type: z.string() as unknown as z.ZodMiniType<LiveEventType>,
  id: z.nullable(z.string()),
  at: isoTimeSchema,
});

export interface EventsPort {
  /**
   * Yields events until the signal aborts. Subscribe first, then load, so that nothing falls between.
   * Reconnects by itself; after a gap that cannot be filled it yields `rights.changed` and one event of each type with a null id.
   */
  subscribe(input: { readonly since?: string | undefined }, context: CallContext): AsyncIterable<LiveEvent>;
}
