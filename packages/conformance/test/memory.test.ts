import { declareCases } from "./declare-cases.ts";
import { memorySubject } from "./memory-subject.ts";

await declareCases(memorySubject(), [
  "every member can be written",
  "asked only of what is not offered",
  "no further member is required",
  "no line that can be disturbed was given",
  "no part of the name is kept from changing",
  "the nobody does not see own contacts only",
  "the nobody has call.recording.listen",
  "the nobody has call.view",
  "the nobody has contact.view",
  "the probe has no holdsText",
]);
