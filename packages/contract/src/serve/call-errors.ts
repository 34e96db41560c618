import type { CallRecordInput } from "../calls/call-record.ts";
import type { FieldError } from "../errors/crew-error.ts";
import type { IsoTime } from "../primitives.ts";

/** What is wrong with a call that a phone saves, which the schema cannot say: see `calls.save`. */
export function callErrors({
  startedAt,
  answeredAt,
  endedAt,
  result,
}: Pick<CallRecordInput, "startedAt" | "answeredAt" | "endedAt" | "result">): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (isBefore(answeredAt, startedAt)) errors.push({ pointer: "/answeredAt", code: "too_small" });
  if (isBefore(endedAt, answeredAt ?? startedAt)) errors.push({ pointer: "/endedAt", code: "too_small" });
  if ((endedAt === null) !== (result === "ongoing")) errors.push({ pointer: "/result", code: "mismatch" });
  return errors;
}

/** As times: one moment can be written with and without fractions of a second. */
function isBefore(time: IsoTime | null, other: IsoTime): boolean {
  return time !== null && Date.parse(time) < Date.parse(other);
}
