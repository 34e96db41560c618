import { describe, it } from "node:test";
import { runConformance } from "@crewdock/conformance";
import { memorySubject } from "./memory-subject.ts";

runConformance({ ...memorySubject(), describe, it });
