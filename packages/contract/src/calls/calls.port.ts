import type { CallContext } from "../context.ts";
import type { Page } from "../list.ts";
import type { Id, Version } from "../primitives.ts";
import type { CallNotes } from "./call-notes.ts";
import type { CallQuery } from "./call-query.ts";
import type { CallRecord, CallRecordInput } from "./call-record.ts";
import type { Recording } from "./call-recording.ts";
import type { CallStatistics, CallStatisticsQuery } from "./call-statistics.ts";

/** Call records. Reading reaches as far as the actor's scope of `call.view`. */
export interface CallsPort {
  /** Newest first unless `sort` says otherwise. */
  list(input: CallQuery, context: CallContext): Promise<Page<CallRecord>>;
  /**
   * Counts the calls that the list would show with the same filter.
   * @throws CrewError `validation` (`/to` `too_small` or `too_large`).
   */
  statistics(input: CallStatisticsQuery, context: CallContext): Promise<CallStatistics>;
  /** @throws CrewError `not_found` also for a call that is out of the actor's sight. */
  get(input: { readonly id: Id }, context: CallContext): Promise<CallRecord>;
  /**
   * Stores the actor's own call under its id; saving again replaces it, and a call that has ended is never reopened.
   * Notes stay as they are: the phone and the person write side by side.
   * @throws CrewError `validation` for times out of their order (`/answeredAt` or `/endedAt` `too_small`) and for a result
   * other than `ongoing` without an end, or `ongoing` with one (`/result` `mismatch`); `forbidden` for another person's id.
   */
  save(input: { readonly id: Id; readonly call: CallRecordInput }, context: CallContext): Promise<CallRecord>;
  /**
   * Writes down what came of one's own call, during it or later; that takes no right.
   * @throws CrewError `conflict` with the present record in `current`, `validation` (`/outcome` `invalid_option` for one
   * that the policy does not list, unless the call has it already), `forbidden` for another person's call, `not_found` also
   * for one that is out of the actor's sight.
   */
  annotate(
    input: { readonly id: Id; readonly version: Version; readonly notes: CallNotes },
    context: CallContext,
  ): Promise<CallRecord>;
  /**
   * What was recorded of a call, as a whole. A backend with an audit log writes down who listened: `call.listenRecording`.
   * @throws CrewError `not_found` for a call that is out of sight or has no recording, `forbidden` where the scope of
   * `call.recording.listen` does not cover whose call it is.
   */
  recording(input: { readonly id: Id }, context: CallContext): Promise<Recording>;
  /**
   * Deletes a recording for good; the call stays. One that is gone already is no error.
   * @throws CrewError `not_found` for a call that is out of sight, `forbidden` where the scope of `call.recording.delete`
   * does not cover whose call it is.
   */
  removeRecording(input: { readonly id: Id }, context: CallContext): Promise<CallRecord>;
}
