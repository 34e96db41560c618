import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { connect } from "@crewdock/contract";
import { signal } from "@preact/signals";
import { expect } from "chai";
import { effect } from "../../../kit/index.ts";
import { until } from "../../../kit/testing/index.ts";
import { loadRoleData, type RoleContent } from "../../model/role-data.ts";
import type { Names } from "../../model/names.ts";
import { context } from "../../testing/role-editor-page.ts";
import type { SectionSource } from "../section.tsx";
import { PeopleModel } from "./people.model.ts";

/** What a section stands on, with a clock and people's changes in the test's hands. */
async function sourceOf(memory: MemoryAdapter, now: () => Date) {
  const client = connect(memory, () => "en");
  const { session, content } = await loadRoleData(client, context.signal, () => undefined);
  const peopleChanged = signal(0);
  const source: SectionSource = {
    client,
    session,
    knowsPeople: true,
    content: signal<RoleContent | null>(content),
    names: signal({} as Names),
    now,
    peopleChanged,
    openRole: () => undefined,
  };
  return { source, peopleChanged };
}

describe("rights of people, as time goes by", () => {
  it("judges today by one instant, so that an end that has come is no difference from today", async () => {
    const memory = createMemoryAdapter();
    const { manager } = memory.company.demoPeople;
    const start = new Date();
    const end = new Date(start.getTime() + 3_600_000).toISOString();
    const { version } = await memory.ports.roles.get({ id: "r-head" }, context);
    const assignments = [{ subject: { type: "user", id: manager } as const, until: end }];
    await memory.ports.assignments.replace({ roleId: "r-head", version, assignments }, context);
    let now = start;
    const { source, peopleChanged } = await sourceOf(memory, () => now);
    const model = new PeopleModel(source);
    // As a view does that draws them.
    const stop = effect(() => void [model.rights.value, model.matrix.draft.changes.value]);
    model.choose(manager);
    await until(() => model.rights.value?.grants["call.view"] === "department", "the rights");
    now = new Date(start.getTime() + 7_200_000);
    peopleChanged.value++;
    await until(() => model.rights.value?.today["call.view"] !== "department", "the end");
    expect(model.rights.value?.differs).to.equal(0);
    expect(model.matrix.draft.dirty.value).to.equal(false);
    stop();
    model[Symbol.dispose]();
  });
});
