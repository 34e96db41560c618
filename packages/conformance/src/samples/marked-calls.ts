import type { CallRecord, CallRecordInput } from "@crewdock/contract";
import type { ConformanceContext, Person } from "../kit/conformance-case.ts";
import { callInput } from "./inputs.ts";

/** Calls that a case has made, all with one text in their names by which they are found. */
export interface MarkedCalls {
  readonly q: string;
  readonly calls: readonly CallRecord[];
}

const talk = (startedAt: string, answeredAt: string, endedAt: string): Partial<CallRecordInput> => ({
  startedAt,
  answeredAt,
  endedAt,
  result: "answered",
});

/** Of several people, days, directions and results, about midnight and about the change to summer time in Europe. */
const made: readonly (readonly [Person, CallRecordInput["direction"], Partial<CallRecordInput>])[] = [
  ["admin", "outgoing", talk("2026-03-28T22:30:00.000Z", "2026-03-28T22:30:10.900Z", "2026-03-28T22:31:11.800Z")],
  ["admin", "incoming", talk("2026-03-28T23:30:00.000Z", "2026-03-28T23:30:05.000Z", "2026-03-28T23:40:05.000Z")],
  [
    "limited",
    "incoming",
    { startedAt: "2026-03-29T22:10:00.000Z", endedAt: "2026-03-29T22:10:30.000Z", result: "missed" },
  ],
  [
    "limited",
    "outgoing",
    { startedAt: "2026-03-29T10:00:00.000Z", endedAt: "2026-03-29T10:00:20.000Z", result: "busy" },
  ],
  ["nobody", "outgoing", talk("2026-03-29T12:00:00.000Z", "2026-03-29T12:00:00.999Z", "2026-03-29T12:00:02.998Z")],
  [
    "nobody",
    "incoming",
    { startedAt: "2026-03-30T21:59:59.999Z", endedAt: "2026-03-30T22:00:09.000Z", result: "missed" },
  ],
];

/** When the marked calls are. */
export const markedTime = { from: "2026-03-28T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z" } as const;

export async function makeMarkedCalls(context: ConformanceContext): Promise<MarkedCalls> {
  const { as, unique } = context;
  const q = unique();
  const calls: CallRecord[] = [];
  for (const [person, direction, more] of made)
    calls.push(
      await as(person).calls.save({
        id: unique(),
        call: callInput(unique(), { direction, name: `Marked ${q}`, ...more }),
      }),
    );
  return { q, calls };
}
