import * as z from "zod/mini";
import {
  type Id,
  idSchema,
  isoTimeSchema,
  type IsoTime,
  proseSchema,
  type Version,
  versionSchema,
  textSchema,
} from "../primitives.ts";
import { callDirectionSchema, callResultSchema } from "./call-query.ts";
import { type RecordingInfo, recordingInfoSchema } from "./call-recording.ts";

/** Who called: `incoming` is a call to the user, `outgoing` one that the user placed. */
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
  /** Version of the notes: `calls.annotate` moves it on, saving the call does not. Absent where there are no notes. */
  readonly version?: Version | undefined;
  /** What the user wrote down; absent or null for nothing. */
  readonly note?: string | null | undefined;
  /** What the call came to, one of `policy.callOutcomes`; absent or null for nothing. */
  readonly outcome?: Id | null | undefined;
  /** Absent or null where the call was not recorded, or the recording has been removed. */
  readonly recording?: RecordingInfo | null | undefined;
}

/** What a phone saves; the user is the actor. */
export type CallRecordInput = Omit<CallRecord, "id" | "userId" | "version" | "note" | "outcome" | "recording">;

const shape = {
  direction: callDirectionSchema,
  number: textSchema(0, 128),
  name: z.nullable(proseSchema(0, 200)),
  contactId: z.nullable(idSchema),
  startedAt: isoTimeSchema,
  answeredAt: z.nullable(isoTimeSchema),
  endedAt: z.nullable(isoTimeSchema),
  result: callResultSchema,
};

export const callRecordSchema: z.ZodMiniType<CallRecord> = z.object({
  id: idSchema,
  userId: idSchema,
  ...shape,
  version: z.optional(versionSchema),
  note: z.optional(z.nullable(z.string())),
  outcome: z.optional(z.nullable(z.string())),
  recording: z.optional(z.nullable(recordingInfoSchema)),
});
export const callRecordInputSchema: z.ZodMiniType<CallRecordInput> = z.object(shape);
