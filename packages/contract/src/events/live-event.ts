import * as z from "zod/mini";
import type { CallContext } from "../context.ts";
import { isoTimeSchema, type IsoTime } from "../primitives.ts";

export type LiveEventType =
  | "user.created"
  | "user.changed"
  | "user.removed"
  | "org.changed"
  | "role.changed"
  | "assignment.changed"
  /** The actor's own effective rights may have changed: read the session again. */
  | "rights.changed"
  | "call.changed"
  | "mail.changed"
  /** The rules of access or the activity limits: read what is shown of them again. */
  | "security.changed"
  /** The company's numbers. */
  | "number.changed";

/** Every type; after a gap that cannot be filled one event of each is told, in this order. */
export const liveEventTypes: readonly LiveEventType[] = [
  "rights.changed",
  "user.created",
  "user.changed",
  "user.removed",
  "org.changed",
  "role.changed",
  "assignment.changed",
  "call.changed",
  "mail.changed",
  "security.changed",
  "number.changed",
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

/** What has happened since a cursor. */
export interface EventChanges {
  /** In their order; at most as many as were asked for: then there may be more after `cursor`. */
  readonly events: readonly LiveEvent[];
  /** Where the next asking goes on; it also covers what the actor is not told of. */
  readonly cursor: string;
  /** The gap could not be filled and `events` is empty: load everything again and go on from `cursor`. */
  readonly reset: boolean;
}

export const eventChangesSchema: z.ZodMiniType<EventChanges> = z.object({
  events: z.array(liveEventSchema),
  cursor: z.string(),
  reset: z.boolean(),
});

/**
 * Both methods tell the actor only of records that the actor's rights reach at that moment, in the scope in which they
 * have them: of users by `user.view`, calls by `call.view`, mail accounts by `user.manage`, roles and assignments by
 * `role.view`, security by `security.view`. One's own record, the organisation and the company's numbers take no right; `rights.changed` goes to
 * those whose rights they are. Who sees a record no more because it moved is told of that change. See `isToldOf`.
 */
export interface EventsPort {
  /**
   * Yields events until the signal aborts. Subscribe first, then load, so that nothing falls between.
   * Reconnects by itself; after a gap that cannot be filled it yields `rights.changed` and one event of each type with a null id.
   */
  subscribe(input: { readonly since?: string | undefined }, context: CallContext): AsyncIterable<LiveEvent>;
  /**
   * The events since a cursor, of an answer before or of an event; without one only the present cursor. For networks and
   * backends that allow no stream: adapters ask again and again, and a host's backend can follow along.
   */
  changesSince(
    input: {
      readonly since?: string | undefined;
      /** 1 to 500. @default 200 */
      readonly limit?: number | undefined;
    },
    context: CallContext,
  ): Promise<EventChanges>;
}
