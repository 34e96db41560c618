import type { Caller, CallRecordInput, CallResult } from "@crewdock/contract";
import type { CallDirection, CallSnapshot, EndCause } from "./engine/sip-engine.ts";
import type { CallSummary, PhoneCall } from "./softphone.state.ts";

const UNANSWERED: Readonly<Partial<Record<EndCause, CallResult>>> = {
  busy: "busy",
  declined: "declined",
  no_answer: "no_answer",
  unavailable: "no_answer",
  cancelled: "cancelled",
  hung_up: "cancelled",
  answered_elsewhere: "answered",
};

function resultOf(direction: CallDirection, { answeredAt, end }: CallSnapshot): CallResult {
  if (end === undefined) return "ongoing";
  if (answeredAt !== undefined) return "answered";
  if (direction === "outgoing") return UNANSWERED[end.cause] ?? "failed";
  if (end.cause === "answered_elsewhere") return "answered";
  return end.cause === "declined" ? "declined" : "missed";
}

const iso = (time: number | undefined): string | null => (time === undefined ? null : new Date(time).toISOString());

/** A call as the host is told of it. */
export function summaryOf({ id, direction, remote: { number }, name, caller }: PhoneCall): CallSummary {
  return { id, direction, number, name, caller };
}

/** A call as the call list keeps it. */
export function callRecordOf(
  direction: CallDirection,
  snapshot: CallSnapshot,
  name: string,
  caller: Caller | undefined,
): CallRecordInput {
  return {
    direction,
    number: snapshot.remote.number,
    name: name === "" ? null : name,
    contactId: caller?.kind === "contact" ? caller.id : null,
    startedAt: new Date(snapshot.startedAt).toISOString(),
    answeredAt: iso(snapshot.answeredAt),
    endedAt: iso(snapshot.endedAt),
    result: resultOf(direction, snapshot),
  };
}
