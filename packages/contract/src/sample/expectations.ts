import type { RightsExpectation } from "../rights/expectation.ts";
import type { SampleNames } from "./sample-names.ts";

/** What the company asks of its rights; everybody in it keeps to that. */
const sentences: readonly RightsExpectation[] = [
  {
    id: "e-export",
    subject: { type: "position", id: "p-sales-representative" },
    action: "contact.export",
    bound: "at_most",
    scope: "none",
    note: "Contacts leave the company with the heads of department alone.",
  },
  {
    id: "e-listen",
    subject: { type: "role", id: "r-head" },
    action: "call.recording.listen",
    bound: "at_most",
    scope: "department",
    note: "Agreed with the staff: nobody listens to calls of another department.",
  },
  {
    id: "e-admin",
    subject: { type: "role", id: "r-admin" },
    action: "role.manage",
    bound: "at_least",
    scope: "any",
    note: null,
  },
];

/** The sentences with the reasons in the company's language. */
export function sampleExpectations(names: SampleNames | undefined): readonly RightsExpectation[] {
  return sentences.map((sentence) => ({ ...sentence, note: names?.reasons[sentence.id] ?? sentence.note }));
}
