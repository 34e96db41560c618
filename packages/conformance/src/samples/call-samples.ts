import type { CallRecord, CallRecordInput } from "@crewdock/contract";
import type { ConformanceContext, Person } from "../kit/conformance-case.ts";
import { callInput } from "./inputs.ts";

/** Stores a call of an actor with a number that no other call has. */
export function saveCall(
  { as, unique }: ConformanceContext,
  more: Partial<CallRecordInput> = {},
  actor: Person = "admin",
): Promise<CallRecord> {
  return as(actor).calls.save({ id: unique(), call: callInput(unique(), more) });
}
