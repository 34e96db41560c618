import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { expect } from "chai";
import { byRole, cleanUp, frame, press, textOf, until } from "../../kit/testing/index.ts";
import { open, inputOf, sheetOf, enter, startCreating, fillIn } from "../testing/user-manager-page.ts";

describe("draft of a user", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

  it("survives a reload without passwords, and can be discarded", async () => {
    const adapter = createMemoryAdapter();
    const first = await open(adapter);
    await startCreating(first.element);
    await fillIn(first.element);
    byRole<HTMLInputElement>(first.element, "radio", "Set a password").click();
    await frame();
    await enter(first.element, "password", "correct horse battery");
    await cleanUp();
    expect(JSON.stringify(Object.entries(sessionStorage))).not.to.contain("correct horse");

    const { element } = await open(adapter);
    await startCreating(element);
    expect(textOf(element)).to.contain("Draft restored");
    expect(inputOf(element, "last").value).to.equal("Petrova");
    expect(inputOf(element, "password").value).to.equal("");
    byRole(element, "button", "Discard draft").click();
    await frame();
    expect(inputOf(element, "last").value).to.equal("");
    expect(Object.keys(sessionStorage)).to.deep.equal([]);
  });

  it("asks once before what was typed is thrown away", async () => {
    const { element } = await open();
    await startCreating(element);
    await enter(element, "last", "Petrova");
    await press("Escape");
    await until(() => textOf(element).includes("Discard unsaved changes?"), "the question");
    byRole(element, "button", "Discard").click();
    await until(() => sheetOf(element) === null, "the list");
    await startCreating(element);
    expect(inputOf(element, "last").value).to.equal("");
  });
});
