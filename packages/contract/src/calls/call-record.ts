import * as z from "zod/mini";
import type { CallContext } from "../context.ts";
import { type ListQuery, listQueryShape, type Page } from "../list.ts";
import { type Id, idSchema, isoTimeSchema, type IsoTime } from "../primitives.ts";

export type CallDirection = "incoming" | "outgoing";

/** `ongoing` until the call is over; `missed` is an incoming call that nobody took. */
export type CallResult = "ongoing" | "answered" | "missed" | "declined" | "busy" | "no_answer" | "cancelled" | "failed";

/** One call with its direction, parties, times and result. */
export interface CallRecord {
  /** Made by the phone (a UUID), so that saving it again never doubles it. */
  readonly id: Id;
  readonly userId: Id;
  readonly direction: CallDirection;
  /** The other side as dialled or shown: E.164 with `+`, or an extension. */
  readonly number: string;
  readonly name: string | null;
  readonly contactId: Id | null;
  readonly startedAt: IsoTime;
  readonly answeredAt: IsoTime | null;
  readonly endedAt: IsoTime | null;
  readonly result: CallResult;
}

/** What a phone saves; the user is the actor. */
export type CallRecordInput = Omit<CallRecord, "id" | "userId">;

export interface CallQuery extends ListQuery<"startedAt"> {
  readonly userId?: Id | undefined;
}

const shape = {
  direction: z.enum(["incoming", "outgoing"]),
  number: z.string().check(z.maxLength(128)),
  name: z.nullable(z.string().check(z.maxLength(200))),
  contactId: z.nullable(idSchema),
  startedAt: isoTimeSchema,
  answeredAt: z.nullable(isoTimeSchema),
  endedAt: z.nullable(isoTimeSchema),
  result: z.enum(["ongoing", "answered", "missed", "declined", "busy", "no_answer", "cancelled", "failed"]),
};

export const callRecordSchema: z.ZodMiniType<CallRecord> = z.object({ id: idSchema, userId: idSchema, ...shape });
export const callRecordInputSchema: z.ZodMiniType<CallRecordInput> = z.object(shape);
export const callQuerySchema: z.ZodMiniType<CallQuery> = z.object({
  ...listQueryShape<"startedAt">(["startedAt"]),
  userId: z.optional(idSchema),
});

/** The call list. Reading reaches as far as the actor's scope of `call.view`. */
export interface CallsPort {
  /** Newest first unless `sort` says otherwise; `q` searches number and name. */
  list(input: CallQuery, context: CallContext): Promise<Page<CallRecord>>;
  /** Stores the actor's own call under its id; saving again replaces it, and a call that has ended is never reopened. */
  save(input: { readonly id: Id; readonly call: CallRecordInput }, context: CallContext): Promise<CallRecord>;
}
