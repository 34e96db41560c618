import { describe, it } from "node:test";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { runConformance } from "@crewdock/conformance";

const memory = createMemoryAdapter();
const { demoPeople } = memory.company;

runConformance({ adapterFor: (actor) => memory.as(demoPeople[actor]), describe, it });
