import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { openBench, runCases } from "@crewdock/conformance";
import { expect } from "chai";

it("the conformance kit runs in a page", async () => {
  const memory = createMemoryAdapter();
  const { admin, head, manager } = memory.company.demoPeople;
  const userIds = { admin, limited: head, nobody: manager, stranger: "nobody-knows" };
  const reports = await runCases(await openBench({ adapterFor: (actor) => memory.as(userIds[actor]) }));
  const failed = reports.filter(({ result }) => result === "failed");
  expect(failed.map(({ name, failure }) => [name, failure?.message])).to.deep.equal([]);
  expect(reports.filter(({ result }) => result === "passed").length).to.be.greaterThan(800);
}).timeout(120_000);
