import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import type { RightsExpectation } from "@crewdock/contract";
import { expect } from "chai";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  focused,
  settled,
  textOf,
  until,
} from "../../../kit/testing/index.ts";
import { keep, mustNot } from "../../testing/kept-rules.ts";
import { button, context, open, type Opened, roleOf } from "../../testing/role-editor-page.ts";

const kept = async (memory: MemoryAdapter): Promise<readonly RightsExpectation[]> =>
  (await memory.ports.roles.expectations({}, context)).expectations;

/** Opens the rules of a company. */
async function rules(memory: MemoryAdapter, language = "en", width?: number): Promise<Opened> {
  const opened = await open(undefined, memory, language);
  if (width !== undefined) opened.element.style.inlineSize = `${String(width)}px`;
  const name = language === "ru" ? "Правила" : "Rules";
  await until(() => allByRole(opened.element, "radio", name).length > 0, "the switch of sections");
  byRole(opened.element, "radio", name).click();
  await settled(opened.element);
  return opened;
}

/** Types into a combobox and takes the entry. */
async function choose({ element }: Opened, label: string, text: string, entry: string): Promise<void> {
  const box = byRole(element, "combobox", label) as HTMLInputElement;
  box.focus();
  box.value = text;
  box.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  await until(() => allByRole(element, "option", entry).length > 0, `the entry ${entry}`);
  allByRole(element, "option", entry)[0]!.click();
  await settled(element);
}

describe("<crew-role-editor>: rules", () => {
  afterEach(cleanUp);

  it("reads each rule as a sentence, with whether it holds and who breaks it", async () => {
    const memory = createMemoryAdapter();
    const { grants } = await roleOf(memory);
    await keep(memory, mustNot, { ...mustNot, id: "e-2", action: "contact.view", note: null });
    expect(grants["contact.view"]).not.to.equal("none");
    const opened = await rules(memory);
    const [first, second] = [...opened.element.shadowRoot!.querySelectorAll<HTMLElement>(".rule")];
    expect(first!.textContent).to.contain("Everybody with the role “Manager” must not have “Contacts: Export”");
    expect(first!.textContent).to.contain("The data protection officer alone.");
    expect(second!.textContent)
      .to.match(/\d+ people break it/u)
      .and.to.contain("through “Manager”");
    await expectAccessible(opened.element);
  });

  it("writes, edits and removes a rule, and takes the removal back", async () => {
    const memory = createMemoryAdapter();
    const opened = await rules(memory);
    const { element } = opened;
    expect(textOf(element)).to.contain("No rules yet");
    button(element, "Add rule").click();
    await settled(element);
    expect(element.shadowRoot!.activeElement?.outerHTML).to.equal(byRole(element, "combobox", "Who").outerHTML);
    await choose(opened, "Who", "Manag", "Manager");
    await choose(opened, "Right", "balance", "Balance: Top up");
    await expectAccessible(element);
    allByRole(element, "button", "Add rule").at(-1)!.click();
    await until(() => element.shadowRoot!.querySelector(".rule") !== null, "the rule");
    const [made] = await kept(memory);
    await until(() => element.shadowRoot!.activeElement === button(element, "Add rule"), "the focus");
    expect(made).to.include({ action: "balance.topUp", bound: "at_most", scope: "none", note: null });
    button(element, /^Edit rule/u).click();
    await settled(element);
    const select = element.shadowRoot!.querySelector("select")!;
    select.value = "must";
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await settled(element);
    button(element, "Save rule").click();
    await until(() => textOf(element).includes("must have “Balance: Top up”"), "the other sentence");
    await until(() => element.shadowRoot!.activeElement === button(element, /^Edit rule/u), "the focus");
    expect((await kept(memory))[0]).to.include({ id: made!.id, bound: "at_least", scope: "any" });
    button(element, /^Remove rule/u).click();
    await until(() => textOf(element).includes("No rules yet"), "the empty list");
    button(element, "Undo").click();
    await until(() => element.shadowRoot!.querySelector(".rule") !== null, "the rule again");
  });

  it("says what is missing, and refuses the same rule twice", async () => {
    const memory = createMemoryAdapter();
    await keep(memory, mustNot);
    const opened = await rules(memory);
    button(opened.element, "Add rule").click();
    await settled(opened.element);
    button(opened.element, "Add rule").click();
    await settled(opened.element);
    expect(byRole(opened.element, "alert").textContent).to.contain("Choose who");
    expect(focused(), "the first that is missing").to.equal(byRole(opened.element, "combobox", "Who"));
    await choose(opened, "Who", "Manag", "Manager");
    await choose(opened, "Right", "contacts export", "Contacts: Export");
    button(opened.element, "Add rule").click();
    await settled(opened.element);
    expect(byRole(opened.element, "alert").textContent).to.contain("already");
    expect(await kept(memory)).to.have.length(1);
  });

  it("shows rules read-only to whoever may not manage roles", async () => {
    const memory = createMemoryAdapter({ without: { "roles.setExpectations": "read_only" } });
    const { element } = await rules(memory);
    expect(textOf(element)).to.contain("Whoever manages roles can write some.");
    expect(allByRole(element, "button", "Add rule")).to.have.length(0);
  });

  it("is not offered where the backend keeps no rules", async () => {
    const { element } = await open(undefined, createMemoryAdapter({ without: ["roles.expectations"] }));
    await until(() => allByRole(element, "radio", "Check-up").length > 0, "the switch of sections");
    expect(allByRole(element, "radio", "Rules")).to.have.length(0);
  });

  it("offers another try after an error, and fits 360 px in Russian", async () => {
    const memory = createMemoryAdapter();
    await keep(memory, mustNot);
    memory.fail("roles.expectations", "unavailable");
    const { element } = await rules(memory, "ru", 360);
    await until(() => allByRole(element, "button", "Повторить").length > 0, "the way to try again");
    button(element, "Повторить").click();
    await until(() => textOf(element).includes("Все с ролью «Manager»: нельзя"), "the sentence");
    expect(element.scrollWidth).to.be.at.most(360);
    await expectAccessible(element);
  });
});
