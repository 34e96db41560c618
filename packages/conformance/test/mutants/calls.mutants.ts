import { answering, asking, type Json, type Mutant, mutant } from "./mutant.ts";

/** The input without the note's line breaks. */
const flattened = ({ notes, ...input }: Json): Json => {
  const { note } = (notes ?? {}) as Json;
  return typeof note === "string" && note.length < 1000 && !note.includes("\u0000")
    ? { ...input, notes: { ...(notes as Json), note: note.replaceAll("\n", " ") } }
    : { notes, ...input };
};

export const callMutants: readonly Mutant[] = [
  mutant("calls.annotate ignores the version", "calls.annotate", (verb, { other }) => async (input, context) => {
    const call = (await other("calls.get")({ id: input["id"] }, context).catch(() => input)) as Json;
    return verb({ ...input, version: call["version"] ?? input["version"] }, context);
  }),
  asking("calls.annotate keeps one line of a note", "calls.annotate", flattened),
  mutant("calls.annotate writes on anybody's call", "calls.annotate", (verb, { memory }) => (input, context) => {
    const call = memory.snapshot().calls.find(({ id }) => id === input["id"]);
    return call ? (memory.as(call.userId).ports.calls.annotate as typeof verb)(input, context) : verb(input, context);
  }),
  asking("calls.save takes a result for one of a call that goes on", "calls.save", (input) => {
    const call = (input["call"] ?? {}) as Json;
    return call["endedAt"] === null && call["result"] === "answered"
      ? { ...input, call: { ...call, result: "ongoing" } }
      : input;
  }),
  asking("calls.list passes over results", "calls.list", ({ results, ...input }) =>
    Array.isArray(results) && results.includes("missed") ? input : { ...input, results },
  ),
  asking("calls.statistics counts days by UTC", "calls.statistics", (input) =>
    input["timeZone"] === "Asia/Tokyo" ? { ...input, timeZone: "UTC" } : input,
  ),
  answering("calls.statistics rounds what it sums up", "calls.statistics", ({ total, ...answer }) => ({
    ...answer,
    total: { ...(total as Json), talkSeconds: Math.round(Number((total as Json)["talkSeconds"]) / 60) * 60 },
  })),
  mutant("calls.statistics counts calls that are out of sight", "calls.statistics", (verb, { actor, asAdmin }) =>
    actor === "nobody" ? asAdmin : verb,
  ),
  answering("calls.recording gives the first second", "calls.recording", ({ bytes, ...answer }) => ({
    ...answer,
    bytes: (bytes as Uint8Array).slice(0, 8000),
  })),
  mutant("calls.recording plays to the nobody", "calls.recording", (verb, { actor, asAdmin }) =>
    actor === "nobody" ? asAdmin : verb,
  ),
  answering("audit.list does not tell who listened", "audit.list", ({ items, ...page }) => ({
    ...page,
    items: (items as Json[]).filter(({ action }) => action !== "call.listenRecording"),
  })),
  mutant("calls.removeRecording only says so", "calls.removeRecording", (verb, { other }) => async (input, context) => {
    const call = (await other("calls.get")({ id: input["id"] }, context).catch(() => null)) as Json | null;
    return call ? { ...call, recording: null } : verb(input, context);
  }),
  answering("calls.save takes the notes away", "calls.save", (answer) => ({ ...answer, note: null, outcome: null })),
  mutant("calls.get shows calls that are out of sight", "calls.get", (verb, { actor, asAdmin }) =>
    actor === "nobody" ? asAdmin : verb,
  ),
];
