import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { runConformance } from "@crewdock/conformance";

const memory = createMemoryAdapter();
const { admin, head, manager } = memory.company.demoPeople;
const userIds = { admin, limited: head, nobody: manager, stranger: "nobody-knows" };

runConformance({ adapterFor: (actor) => memory.as(userIds[actor]), describe, it });
