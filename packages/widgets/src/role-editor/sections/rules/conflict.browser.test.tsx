import { createMemoryAdapter } from "@crewdock/adapters/memory";
import type { RightsExpectation } from "@crewdock/contract";
import { expect } from "chai";
import { allByRole, byRole, cleanUp, settled, textOf, until } from "../../../kit/testing/index.ts";
import { button, context, elsewhere, open } from "../../testing/role-editor-page.ts";

const rule: RightsExpectation = {
  id: "e-1",
  subject: { type: "role", id: "r-manager" },
  action: "contact.export",
  bound: "at_most",
  scope: "none",
  note: "Mine",
};

describe("<crew-role-editor>: a rule that two people edit", () => {
  afterEach(cleanUp);

  it("tells who saves second, and keeps what was typed", async () => {
    const memory = createMemoryAdapter();
    const put = async (note: string): Promise<void> => {
      const { version } = await memory.ports.roles.expectations({}, context);
      const other = { ...rule, id: "e-2", action: "deal.export" };
      await memory.ports.roles.setExpectations({ version, expectations: [{ ...rule, note }, other] }, context);
    };
    await put("Mine");
    const { element } = await open(undefined, memory);
    (await until(() => allByRole(element, "radio", "Rules")[0], "the sections")).click();
    await settled(element);
    allByRole(element, "button", /^Edit rule/u)[0]!.click();
    await settled(element);
    await put("Theirs");
    // What tells of a change that comes later tells of theirs as well.
    await elsewhere(memory, { name: "Salesperson" });
    await until(() => textOf(element).includes("Salesperson"), "the news");
    await settled(element);
    button(element, "Save rule").click();
    await until(() => element.shadowRoot!.querySelector(".rules .banner"), "the conflict");
    expect((await memory.ports.roles.expectations({}, context)).expectations[0]!.note).to.equal("Theirs");
    expect(byRole<HTMLInputElement>(element, "textbox", /note|why/iu).value).to.equal("Mine");
  });
});
