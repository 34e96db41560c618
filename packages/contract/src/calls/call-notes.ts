import * as z from "zod/mini";
import { type Id, idSchema, proseSchema } from "../primitives.ts";

/** What a conversation can come to in this CRM; `policy.callOutcomes` lists them. */
export interface CallOutcome {
  readonly id: Id;
  /** The backend's own name by language tag; null where the widget knows the id. */
  readonly label: Readonly<Record<string, string>> | null;
}

/** What a person writes down of a call of theirs. */
export interface CallNotes {
  /** At most 4000 UTF-16 code units, line breaks included; null for none. */
  readonly note: string | null;
  /** Id of one of `policy.callOutcomes`; null for none. Not to be taken for `result`, which the phone tells. */
  readonly outcome: Id | null;
}

/** The outcomes of a CRM that says nothing else; widgets know these ids. */
export const defaultCallOutcomes: readonly CallOutcome[] = [
  "agreed",
  "call_back",
  "information",
  "not_interested",
  "wrong_number",
].map((id) => ({ id, label: null }));

export const callOutcomeSchema: z.ZodMiniType<CallOutcome> = z.object({
  id: idSchema,
  label: z.nullable(z.record(z.string(), z.string())),
});

export const callNotesSchema: z.ZodMiniType<CallNotes> = z.object({
  note: z.nullable(proseSchema(1, 4000)),
  outcome: z.nullable(idSchema),
});
