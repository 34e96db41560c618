import type { CallDirection, CallEnd, EndCause } from "../engine/sip-engine.ts";
import type { en } from "../messages/en.ts";

type Keys = keyof typeof en;
type TitleKey = Extract<Keys, `end_${string}`>;
type AdviceKey = Extract<Keys, `advice_${string}`>;

/** Message that says how a call ended, from where the user stands. */
export function endTitleKey(end: CallEnd, direction: CallDirection): TitleKey {
  if (direction === "incoming" && end.by !== "us" && end.cause === "cancelled") return "end_missed";
  return `end_${end.cause}`;
}

const ADVISED: Readonly<Partial<Record<EndCause, AdviceKey>>> = {
  busy: "advice_busy",
  no_answer: "advice_no_answer",
  not_found: "advice_not_found",
  unavailable: "advice_unavailable",
  forbidden: "advice_forbidden",
  incompatible: "advice_incompatible",
  network: "advice_network",
  media_denied: "advice_media_denied",
  no_microphone: "advice_no_microphone",
  microphone_in_use: "advice_microphone_in_use",
  insecure_context: "advice_insecure_context",
  bad_number: "advice_bad_number",
  error: "advice_error",
};

/** Message that says what to do about it, where something can be done. */
export function endAdviceKey(end: CallEnd): AdviceKey | undefined {
  return ADVISED[end.cause];
}
