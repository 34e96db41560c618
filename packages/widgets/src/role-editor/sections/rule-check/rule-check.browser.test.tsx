import { createMemoryAdapter } from "@crewdock/adapters/memory";
import type { RightsExpectation } from "@crewdock/contract";
import { expect } from "chai";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  press,
  settled,
  type,
  until,
} from "../../../kit/testing/index.ts";
import { keep, mustNot, sentence } from "../../testing/kept-rules.ts";
import { bar, button, context, open, pick, roleOf } from "../../testing/role-editor-page.ts";

const broken = (root: ParentNode | null): HTMLButtonElement | null =>
  root?.querySelector<HTMLButtonElement>(".broken-rule") ?? null;

describe("<crew-role-editor>: rules while editing", () => {
  afterEach(cleanUp);

  it("says at once which rule an edit breaks and by whom, and saves nothing until it holds again", async () => {
    const memory = createMemoryAdapter();
    await keep(memory, mustNot);
    const { element } = await open("Manager", memory);
    await pick(element, "contact.export", "Own");
    await until(() => broken(bar(element))?.textContent === `Breaks a rule: ${sentence}`, "the rule");
    const save = button(element, "Save") as HTMLButtonElement;
    expect(save.disabled).to.equal(true);
    await settled(element);
    broken(bar(element))!.click();
    await settled(element);
    const said = byRole(element, "dialog", "Rules");
    expect(said.textContent)
      .to.contain(mustNot.note)
      .and.to.match(/\d+ people would break it/u);
    expect(said.querySelectorAll(".breaker").length).to.be.greaterThan(1);
    await expectAccessible(element);
    await press("Escape");
    await pick(element, "contact.view", "Any");
    await pick(element, "contact.export", "No");
    await until(() => broken(bar(element)) === null && !save.disabled, "the way to save");
    save.click();
    await until(() => bar(element) === null, "the save");
    expect((await roleOf(memory)).grants["contact.view"]).to.equal("any");
  });

  it("does not stand in the way where a rule was broken before and is not broken by more", async () => {
    const memory = createMemoryAdapter();
    await keep(memory, { ...mustNot, action: "contact.view" });
    const { element } = await open("Manager", memory);
    await pick(element, "contact.export", "Own");
    await until(() => bar(element)?.querySelector(".draft-rules") !== null, "the judgement");
    await settled(element);
    expect(broken(bar(element))).to.equal(null);
    await pick(element, "contact.view", "Any");
    await until(() => broken(bar(element)) !== null, "the rule that is broken by more");
  });

  it("follows a rule that is taken away elsewhere", async () => {
    const memory = createMemoryAdapter();
    await keep(memory, mustNot);
    const { element } = await open("Manager", memory);
    await pick(element, "contact.export", "Own");
    await until(() => broken(bar(element)) !== null, "the rule");
    await keep(memory);
    await until(() => broken(bar(element)) === null, "the way to save");
    expect((button(element, "Save") as HTMLButtonElement).disabled).to.equal(false);
  });

  it("stands in nobody's way by rules that could not be read anew", async () => {
    const memory = createMemoryAdapter();
    const { version } = await keep(memory, mustNot);
    const { element } = await open("Manager", memory);
    await pick(element, "contact.export", "Own");
    await until(() => broken(bar(element)) !== null, "the rule");
    memory.fail("roles.expectations", "unavailable");
    await memory.ports.roles.setExpectations({ version, expectations: [] }, context);
    const save = button(element, "Save") as HTMLButtonElement;
    await until(() => broken(bar(element)) === null && !save.disabled, "the way to save");
    save.click();
    await until(() => bar(element) === null, "the save");
    expect((await roleOf(memory)).grants["contact.export"]).to.equal("own");
  });

  it("tells that somebody who is given a role would break a rule, and makes no such new role", async () => {
    const memory = createMemoryAdapter();
    const { manager } = memory.company.demoPeople;
    const who: RightsExpectation = { ...mustNot, subject: { type: "user", id: manager }, action: "role.manage" };
    await keep(memory, who);
    const name = (await memory.ports.users.get({ id: manager }, context)).name.last;
    const { element } = await open("Administrator", memory);
    byRole(element, "tab", /^Given to/).click();
    await settled(element);
    const give = async (): Promise<void> => {
      allByRole(element, "combobox", "Give this role to").at(-1)!.focus();
      await type(name);
      await until(() => allByRole(element, "option").length > 0, "the person");
      await settled(element);
      await press("Enter");
    };
    await give();
    await until(() => broken(bar(element))?.textContent.includes("must not have “Roles: Manage”"), "the rule");
    button(element, "Discard").click();
    await settled(element);

    button(element, "Actions for Administrator").click();
    await settled(element);
    byRole(element, "menuitem", "Copy").click();
    await settled(element);
    for (let step = 0; step < 2; step++) {
      button(element, "Next").click();
      await settled(element);
    }
    const create = button(element, "Create role") as HTMLButtonElement;
    expect(create.disabled).to.equal(false);
    await give();
    await until(() => create.disabled, "the block");
    expect(broken(byRole(element, "dialog", "New role"))?.textContent).to.contain("must not have “Roles: Manage”");
    await expectAccessible(element);
  });

  it("fits 360 px in every language, in the dark", async () => {
    for (const language of ["ru", "pl", "pt-BR"]) {
      const memory = createMemoryAdapter();
      await keep(memory, mustNot);
      const { element } = await open("Manager", memory, language);
      element.style.colorScheme = "dark";
      await pick(element, "contact.export", { ru: "Свои", pl: "Własne", "pt-BR": "Próprios" }[language] ?? "");
      element.style.inlineSize = "360px";
      await until(() => broken(bar(element)) !== null, "the rule");
      expect(element.scrollWidth).to.be.at.most(360);
      await expectAccessible(element);
      element.remove();
    }
  });
});
