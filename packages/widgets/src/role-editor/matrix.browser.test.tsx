import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { sampleCompany } from "@crewdock/contract/sample";
import { expect } from "chai";
import {
  allByRole,
  byRole,
  byText,
  cleanUp,
  focused,
  press,
  settled,
  textOf,
  type,
  until,
} from "../kit/testing/index.ts";
import type { CrewRoleSavedEvent } from "./role-editor.events.ts";
import { roleOf, open, cell, label, bar, pick, button } from "./testing/role-editor-page.ts";

describe("<crew-role-editor>: the matrix", () => {
  afterEach(cleanUp);

  it("takes 'place calls' from Manager: says how many it hits and who, saves, and tells the host", async () => {
    const { element, memory } = await open("Manager");
    const saved = new Promise<CrewRoleSavedEvent>((resolve) =>
      element.addEventListener("crew-role-saved", resolve, { once: true }),
    );
    await pick(element, "call.place", "Not allowed");
    expect(label(element, "call.place")).to.equal("Calls: Place calls: None, changed, was Anyone");
    await until(() => /\d+ people affected/.test(bar(element)?.textContent ?? ""), "the count of people");
    expect(bar(element)?.textContent).to.contain("1 change");
    button(element, /people affected/).click();
    await settled(element);
    expect(byText(element, "Rafael Almeida")).to.be.instanceOf(HTMLElement);
    button(element, /^Save$/).click();
    expect((await saved).roleId).to.equal("r-manager");
    expect((await roleOf(memory)).grants["call.place"]).to.equal("none");
    await until(() => bar(element) === null, "the bar to go");
    expect(label(element, "call.place")).to.equal("Calls: Place calls: None");
  });

  it("raises what an edit needs and lowers what needs it, and says so", async () => {
    const { element } = await open("Manager");
    await pick(element, "deal.edit", "Their department");
    expect(label(element, "deal.view")).to.contain("Department, changed, was Own");
    expect(bar(element)?.textContent).to.contain(
      "“Deals: View” was raised to Department, because “Deals: Edit” needs it.",
    );
    await pick(element, "deal.view", "Not allowed");
    expect(label(element, "deal.edit")).to.contain("None");
    expect(bar(element)?.textContent).to.contain("2 more rights were lowered along");
  });

  it("says of the scope department what it covers by the policy of the company", async () => {
    for (const departmentScope of ["below", "same"] as const) {
      const company = sampleCompany();
      const policy = { ...company.policy, departmentScope };
      const { element } = await open("Manager", createMemoryAdapter({ company: { ...company, policy } }));
      const texts: string[] = [];
      for (const stop of ["cell deal.edit", "entity task"]) {
        element.shadowRoot!.querySelector<HTMLElement>(`[data-stop="${stop}"]`)!.click();
        await settled(element);
        texts.push(byRole(element, "menuitemradio", "Their department").querySelector(".scope-reach")!.textContent);
        await press("Escape");
      }
      const expected = departmentScope === "same" ? "Their department" : "Their department and those below it";
      expect(texts).to.deep.equal([expected, expected]);
      await cleanUp();
    }
  });

  it("sets a whole column and a whole row at once, and undoes both by keys", async () => {
    const { element } = await open("Manager");
    const head = element.shadowRoot!.querySelector<HTMLElement>('[data-stop="column records delete"]')!;
    head.focus();
    await press("1");
    for (const entity of ["contact", "company", "deal", "task"])
      expect(label(element, `${entity}.delete`)).to.contain("Own");
    element.shadowRoot!.querySelector<HTMLElement>('[data-stop="entity task"]')!.click();
    await settled(element);
    byRole(element, "menuitemradio", "whoever").click();
    await settled(element);
    expect(label(element, "task.export")).to.contain("Any");
    await press("Control+z");
    await press("Control+z");
    await settled(element);
    expect(bar(element)).to.equal(null);
    await press("Control+Shift+Z");
    await settled(element);
    expect(label(element, "deal.delete")).to.contain("Own");
  });

  it("is edited by the keyboard alone", async () => {
    const { element, memory } = await open("Manager");
    cell(element, "contact.view").focus();
    await press("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight");
    expect(focused()).to.equal(cell(element, "deal.edit"));
    expect(element.shadowRoot!.querySelectorAll('[role=grid] [tabindex="0"]').length).to.equal(1);
    await press("2", "ArrowLeft", "Space", "Home");
    expect(focused()?.getAttribute("data-stop")).to.equal("entity deal");
    await press("Control+End");
    expect(focused()).to.equal(cell(element, "audit.view"));
    await press("Control+Home");
    await press("ArrowDown", "ArrowRight", "Enter");
    expect(focused()?.getAttribute("role")).to.equal("menuitemradio");
    await press("ArrowDown", "Enter");
    expect(focused()).to.equal(cell(element, "contact.view"));
    expect(label(element, "contact.view")).to.contain("Any");
    button(element, /^Save$/).focus();
    await press("Enter");
    await until(() => bar(element) === null, "the save");
    const { grants } = await roleOf(memory);
    expect([grants["deal.edit"], grants["deal.view"], grants["deal.create"], grants["contact.view"]]).to.deep.equal([
      "department",
      "department",
      "none",
      "any",
    ]);
  });

  it("keeps its column while going up and down past shorter lines", async () => {
    const { element } = await open("Manager");
    cell(element, "task.export").focus();
    await press("ArrowDown", "ArrowDown", "ArrowDown");
    expect(focused()?.getAttribute("data-stop")).to.match(/^cell call/);
    await press("ArrowUp", "ArrowUp", "ArrowUp");
    expect(focused()).to.equal(cell(element, "task.export"));
  });

  it("touches two places at a move: the tab stop goes, and nothing is drawn anew", async () => {
    const { element } = await open("Manager");
    cell(element, "contact.view").focus();
    await press("ArrowRight");
    const seen: MutationRecord[] = [];
    const observer = new MutationObserver((records) => seen.push(...records));
    observer.observe(element.shadowRoot!, { subtree: true, childList: true, attributes: true, characterData: true });
    await press("ArrowDown");
    await settled(element);
    observer.disconnect();
    expect(seen.map(({ attributeName }) => attributeName)).to.deep.equal(["tabindex", "tabindex"]);
    expect(seen.map(({ target }) => target)).to.have.members([
      cell(element, "contact.create"),
      cell(element, "company.create"),
    ]);
  });

  it("has one tab stop, also after a search has taken the one that was active away", async () => {
    const { element } = await open("Manager");
    const stops = (): readonly Element[] => [...element.shadowRoot!.querySelectorAll('[role=grid] [tabindex="0"]')];
    expect(stops()).to.deep.equal([cell(element, "contact.view")]);
    cell(element, "contact.edit").focus();
    await settled(element);
    expect(stops()).to.deep.equal([cell(element, "contact.edit")]);
    byRole<HTMLInputElement>(element, "searchbox").focus();
    await type("deal view");
    await until(() => cell(element, "contact.edit") === null, "the filter");
    expect(stops()).to.deep.equal([cell(element, "deal.view")]);
  });

  it("closes the picker by Escape and gives the focus back to the cell", async () => {
    const { element } = await open("Manager");
    cell(element, "deal.view").focus();
    await press("Enter", "Escape");
    await until(() => focused() === cell(element, "deal.view"), "the focus");
    expect(allByRole(element, "menuitemradio")).to.have.length(0);
    await press("Enter", "3");
    expect(label(element, "deal.view")).to.contain("Any");
  });

  it("refuses a scope that an action does not have", async () => {
    const { element } = await open("Manager");
    cell(element, "call.place").focus();
    await press("2");
    expect(bar(element)).to.equal(null);
    expect(textOf(element)).to.contain("Calls: Place calls has no scope “Department”");
    await press("1");
    expect(label(element, "call.place")).to.contain("Contacts");
  });

  it("finds rights by their names in the language in force", async () => {
    const { element } = await open("Manager");
    element.language = "ru";
    await until(() => textOf(element).includes("Записи CRM"), "Russian");
    const search = byRole<HTMLInputElement>(element, "searchbox");
    search.focus();
    await type("экспорт");
    await until(() => cell(element, "deal.view") === null, "the filter");
    expect(cell(element, "deal.export")).to.be.instanceOf(HTMLElement);
    await type("ъъъ");
    await until(() => textOf(element).includes("не нашлось"), "the empty result");
  });
});
