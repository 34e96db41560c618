import { expect } from "chai";
import { createMemoryAdapter, type MemoryAdapter, type MemoryAdapterOptions } from "@crewdock/adapters/memory";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  offered,
  press,
  settled,
  textOf,
  type,
  until,
} from "../../../kit/testing/index.ts";
import type { CrewRoleEditor } from "../../role-editor.element.ts";
import { button, context, open as openEditor } from "../../testing/role-editor-page.ts";

async function open(memory: MemoryAdapter = createMemoryAdapter(), language = "en"): Promise<CrewRoleEditor> {
  const { element } = await openEditor(undefined, memory, language);
  const name = language === "ru" ? "Сравнение" : "Compare";
  const choice = await until(() => allByRole(element, "radio", name)[0], "the switch");
  choice.click();
  await until(() => element.shadowRoot!.querySelector(".compare"), "the section");
  await settled(element);
  return element;
}

async function pick(element: CrewRoleEditor, field: string, query: string): Promise<void> {
  byRole(element, "combobox", field).focus();
  await type(query);
  await offered(element, 1, "the one that is searched");
  await press("Enter");
  await settled(element);
}

async function choose(element: CrewRoleEditor, field: string, role: string): Promise<void> {
  const select = byRole<HTMLSelectElement>(element, "listbox", field);
  select.value = role;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await settled(element);
}

const lines = (element: CrewRoleEditor): readonly string[] =>
  [...element.shadowRoot!.querySelectorAll(".compared tr:has(td)")].map(({ textContent }) => textContent);
const differing = (element: CrewRoleEditor): number =>
  Number(/(\d+) rights? of \d+ differs?/.exec(textOf(element))?.[1] ?? 0);

describe("<crew-role-editor>: comparing", () => {
  afterEach(cleanUp);

  it("shows only in what two roles differ, says how many do, and all of it on request", async () => {
    const element = await open();
    await choose(element, "First role", "r-manager");
    await choose(element, "Second role", "r-head");
    const count = differing(element);
    expect(count).to.be.greaterThan(0);
    expect(lines(element)).to.have.length(count);
    expect(textOf(element)).to.match(/“Head of department” reaches farther in \d+/);
    await expectAccessible(element);
    byRole(element, "switch", "Also what is the same").click();
    await settled(element);
    expect(lines(element).length).to.be.greaterThan(count);
    expect(element.shadowRoot!.querySelectorAll(".compared .differs")).to.have.length(count);
    button(element, "Swap sides").click();
    await settled(element);
    expect(byRole<HTMLSelectElement>(element, "listbox", "First role").value).to.equal("r-head");
  });

  it("says that nothing differs", async () => {
    const element = await open();
    await choose(element, "First role", "r-manager");
    await choose(element, "Second role", "r-manager");
    expect(textOf(element)).to.contain("No right differs");
    expect(lines(element)).to.deep.equal([]);
  });

  it("compares what two people may do by all their roles", async () => {
    const element = await open();
    byRole(element, "tab", "Two people").click();
    await settled(element);
    expect(textOf(element)).to.contain("Whom to compare?");
    await pick(element, "First person", "r.almeida");
    await pick(element, "Second person", "k.nowak");
    await until(() => differing(element) > 0, "the differences");
    expect(element.shadowRoot!.querySelector(".compared thead")?.textContent).to.contain("Nowak");
    await expectAccessible(element);
  });

  it("says once of somebody who is compared with themselves that they are not active", async () => {
    const memory = createMemoryAdapter();
    const { manager } = memory.company.demoPeople;
    const { version } = await memory.ports.users.get({ id: manager }, context);
    await memory.ports.users.setState({ id: manager, version, state: "blocked" }, context);
    const element = await open(memory);
    byRole(element, "tab", "Two people").click();
    await settled(element);
    await pick(element, "First person", "r.almeida");
    await pick(element, "Second person", "r.almeida");
    await until(() => textOf(element).includes("No right differs"), "the comparison");
    expect(element.shadowRoot!.querySelectorAll(".compare .banner")).to.have.length(1);
  });

  it("compares one person on two days", async () => {
    const memory = createMemoryAdapter();
    const { manager } = memory.company.demoPeople;
    const { version } = await memory.ports.roles.get({ id: "r-head" }, context);
    const { items } = await memory.ports.assignments.list({ roleId: "r-head" }, context);
    const now = new Date();
    const end = new Date(now.getFullYear(), now.getMonth() + 1, 1).toISOString();
    const assignments = [
      ...items.map(({ subject, until: last }) => ({ subject, until: last })),
      { subject: { type: "user", id: manager } as const, until: end },
    ];
    await memory.ports.assignments.replace({ roleId: "r-head", version, assignments }, context);
    const element = await open(memory);
    byRole(element, "tab", "Two days").click();
    await settled(element);
    await pick(element, "Person", "r.almeida");
    await until(() => differing(element) > 0, "what is lost on the first of next month");
    expect(textOf(element)).to.match(/“Today” reaches farther in \d+/);
  });

  it("tries again when people could not be loaded", async () => {
    const memory = createMemoryAdapter();
    const element = await open(memory);
    byRole(element, "tab", "Two days").click();
    await settled(element);
    memory.fail("users.get", "unavailable");
    await pick(element, "Person", "r.almeida");
    await until(() => allByRole(element, "button", "Try again").length > 0, "the error");
    button(element, "Try again").click();
    await until(() => textOf(element).includes("No right differs"), "the comparison");
  });

  it("compares roles alone where people cannot be told, in Russian at the width of a phone", async () => {
    const without: MemoryAdapterOptions["without"] = ["assignments"];
    const element = await open(createMemoryAdapter({ without }), "ru");
    element.style.inlineSize = "360px";
    await settled(element);
    expect(allByRole(element, "tab")).to.deep.equal([]);
    expect(textOf(element)).to.match(/Отлича[ею]тся \d+ прав/);
    await expectAccessible(element);
    expect(element.shadowRoot!.querySelector(".compared")!.getBoundingClientRect().width).to.be.at.most(360);
  });
});
