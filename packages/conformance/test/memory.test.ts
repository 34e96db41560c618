import { declareCases } from "./declare-cases.ts";
import { leftOutOnMemory, memorySubject } from "./memory-subject.ts";

await declareCases(memorySubject(), [...leftOutOnMemory, "the probe has no holdsText"]);
