import { expect } from "chai";
import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  focused,
  offered,
  press,
  settled,
  textOf,
  type,
  until,
} from "../../../kit/testing/index.ts";
import type { CrewRoleEditor } from "../../role-editor.element.ts";
import { button, context, open as openEditor } from "../../testing/role-editor-page.ts";

const within = 20 * 86_400_000;

async function open(memory: MemoryAdapter = createMemoryAdapter(), language = "en"): Promise<CrewRoleEditor> {
  const { element } = await openEditor(undefined, memory, language);
  await until(() => allByRole(element, "radio").length > 1, "the switch");
  (allByRole(element, "radio")[1] as HTMLInputElement).click();
  await until(() => allByRole(element, "combobox").length > 0, "the section");
  await settled(element);
  return element;
}

async function pick(element: CrewRoleEditor, field: string | RegExp, query: string): Promise<void> {
  byRole(element, "combobox", field).focus();
  await type(query);
  await offered(element, 1, "the one that is searched");
  await press("Enter");
  await settled(element);
}

const cell = (element: CrewRoleEditor, key: string): HTMLElement =>
  element.shadowRoot!.querySelector<HTMLElement>(`.explained [data-stop="cell ${key}"]`)!;

async function why(element: CrewRoleEditor, key: string): Promise<HTMLElement> {
  cell(element, key).click();
  return until(() => allByRole(element, "dialog", "Why")[0], "the reasons");
}

/** Gives a role to subjects besides those that have it. */
async function give(memory: MemoryAdapter, roleId: string, id: string, end: string | null): Promise<void> {
  const { version } = await memory.ports.roles.get({ id: roleId }, context);
  const { items } = await memory.ports.assignments.list({ roleId }, context);
  const assignments = [
    ...items.map(({ subject, until: last }) => ({ subject, until: last })),
    { subject: { type: "user", id } as const, until: end },
  ];
  await memory.ports.assignments.replace({ roleId, version, assignments }, context);
}

describe("<crew-role-editor>: what people may do, and why", () => {
  afterEach(cleanUp);

  it("keeps unsaved edits of a role while another section is looked at", async () => {
    const { element } = await openEditor("Manager");
    element.shadowRoot!.querySelector<HTMLElement>('[data-stop="cell deal.create"]')!.click();
    await settled(element);
    await until(() => allByRole(element, "radio").length > 1, "the switch");
    byRole(element, "radio", "People").click();
    await until(() => textOf(element).includes("Whose rights?"), "the section");
    expect(element.unsaved).to.equal(true);
    byRole(element, "radio", "Roles (not saved)").click();
    await settled(element);
    expect(element.shadowRoot!.querySelector(".save-bar")?.textContent).to.contain("1 change");
  });

  it("shows everything that a person may do and opens the reasons of a cell, the deciding one first", async () => {
    const memory = createMemoryAdapter();
    const { manager } = memory.company.demoPeople;
    const element = await open(memory);
    expect(textOf(element)).to.contain("Pick a person");
    await expectAccessible(element);
    await pick(element, "Person", "r.almeida");
    expect(cell(element, "deal.view").getAttribute("aria-label")).to.contain("Deals: View");
    await give(memory, "r-head", manager, null);
    await until(() => cell(element, "call.view").getAttribute("aria-label")?.includes("Department"), "the new role");
    cell(element, "call.view").focus();
    await press("Enter");
    const card = await until(() => allByRole(element, "dialog", /^Why/)[0], "the reasons");
    const reasons = [...card.querySelectorAll("li")].map(({ textContent }) => textContent);
    expect(reasons[0])
      .to.contain("Head of department")
      .and.contain("given to the person directly")
      .and.contain("Decides");
    expect(reasons[1]).to.contain("Manager").and.not.contain("Decides");
    await expectAccessible(element);
    await press("Escape");
    expect(focused()).to.equal(cell(element, "call.view"));
    expect(allByRole(element, "dialog")).to.deep.equal([]);
  });

  it("leads from a reason to the role", async () => {
    const element = await open();
    await pick(element, "Person", "r.almeida");
    const card = await why(element, "deal.view");
    card.querySelector<HTMLElement>(".path-role")!.click();
    await until(() => byRole(element, "grid").getAttribute("aria-label") === "Rights of Manager", "the role");
    byRole(element, "radio", "People").click();
    await settled(element);
    expect(cell(element, "deal.view"), "the person is still there").to.not.equal(null);
  });

  it("says what ends soon, marks what is less on a day, and goes back to today", async () => {
    const memory = createMemoryAdapter();
    const { manager } = memory.company.demoPeople;
    await give(memory, "r-head", manager, new Date(Date.now() + within).toISOString());
    const element = await open(memory);
    await pick(element, "Person", "r.almeida");
    expect(textOf(element)).to.match(/“Head of department” ends after .+ rights get smaller then/);
    expect((await why(element, "call.view")).textContent).to.match(/After .+ it goes down to: Own/);
    await press("Escape");
    button(element, "Show what is left").click();
    await settled(element);
    expect(cell(element, "call.view").getAttribute("aria-label")).to.contain("Own, changed, was Department");
    expect(textOf(element)).to.match(/rights differ from today/);
    button(element, "Today").click();
    await settled(element);
    expect(cell(element, "call.view").getAttribute("aria-label")).to.equal("Calls: See the call log: Department");
  });

  it("takes a year of five figures for what it is, a slip", async () => {
    const element = await open();
    button(element, "Show mine").click();
    await until(() => cell(element, "role.manage"), "the rights");
    const day = element.shadowRoot!.querySelector<HTMLInputElement>("input[type=date]")!;
    day.value = "20266-05-01";
    day.dispatchEvent(new Event("change", { bubbles: true }));
    await settled(element);
    expect(element.shadowRoot!.querySelector(".differs")).to.equal(null);
    expect(cell(element, "role.manage").getAttribute("aria-label")).not.to.contain("changed");
  });

  it("says that somebody is gone whose rights are shown", async () => {
    const memory = createMemoryAdapter();
    const element = await open(memory);
    await pick(element, "Person", "r.almeida");
    const head = await memory.ports.users.get({ id: memory.company.demoPeople.head }, context);
    memory.fail("users.get", "not_found");
    await memory.ports.users.setState({ id: head.id, version: head.version, state: "blocked" }, context);
    await until(() => allByRole(element, "button", "Try again").length > 0, "the error");
    expect(element.shadowRoot!.querySelector(".person-head")).to.equal(null);
  });

  it("says that somebody blocked may do nothing, and shows what they can do once unblocked", async () => {
    const memory = createMemoryAdapter();
    const { manager } = memory.company.demoPeople;
    const user = await memory.ports.users.get({ id: manager }, context);
    await memory.ports.users.setState({ id: manager, version: user.version, state: "blocked" }, context);
    const element = await open(memory);
    await pick(element, "Person", "r.almeida");
    expect(textOf(element)).to.contain("may do nothing now");
    expect(cell(element, "call.view").getAttribute("aria-label")).to.contain("Own");
    expect((await why(element, "call.view")).textContent).to.contain("Once active again");
  });

  it("tries again when the person could not be loaded", async () => {
    const memory = createMemoryAdapter();
    const element = await open(memory);
    memory.fail("users.get", "unavailable");
    button(element, "Show mine").click();
    await until(() => allByRole(element, "button", "Try again").length > 0, "the error");
    button(element, "Try again").click();
    await until(() => cell(element, "role.manage"), "the rights");
  });

  it("tells who can open a record, why, and finds among them", async () => {
    const memory = createMemoryAdapter();
    const element = await open(memory);
    byRole(element, "tab", "Who can open a record").click();
    const count = (): number => Number(/(\d+) (?:person|people) can/.exec(textOf(element))?.[1] ?? Number.NaN);
    await until(() => count() > 0, "the people");
    const before = count();
    await pick(element, "Owner", "r.almeida");
    expect(count()).to.be.greaterThan(before);
    const list = element.shadowRoot!.querySelector(".can-list")!;
    expect(list.textContent).to.contain("Almeida");
    expect(element.shadowRoot!.querySelector(".field-note")?.textContent).to.equal("from the owner");
    await expectAccessible(element);
    byRole(element, "searchbox", "Search these people").focus();
    await type("almeida");
    await until(() => list.children.length === 1, "the one");
    expect(list.querySelector(".can-reasons")?.textContent).to.contain("Manager");
    await pick(element, "Right", "roles manage");
    expect(allByRole(element, "combobox", "Owner")).to.deep.equal([]);
    expect(textOf(element)).to.contain("a yes or a no");
  });

  it("does not answer by those who were searched while the others are on their way", async () => {
    const memory = createMemoryAdapter();
    const { list } = memory.ports.users;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    memory.ports.users.list = async (input, call) => {
      if (input.q === undefined) await held;
      return list(input, call);
    };
    const element = await open(memory);
    byRole(element, "tab", "Who can open a record").click();
    (await until(() => allByRole(element, "combobox", "Owner")[0], "the question")).focus();
    await type("r.almeida");
    await offered(element, 1, "the owner");
    await press("Enter");
    await until(() => element.shadowRoot!.querySelector(".field-note"), "the owner's department");
    expect(textOf(element)).not.to.match(/\d+ (?:person|people) can/);
    release();
    await until(() => /of \d\d+/.test(element.shadowRoot!.querySelector(".counts")?.textContent ?? ""), "the people");
  });

  it("says so where there is nobody to be seen", async () => {
    const memory = createMemoryAdapter();
    memory.ports.users.list = () =>
      Promise.resolve({ items: [], nextCursor: null, total: { value: 0, relation: "eq" } as const });
    const element = await open(memory);
    byRole(element, "tab", "Who can open a record").click();
    await until(() => textOf(element).includes("Nobody can"), "the empty state");
  });

  it("says that there are more people than can be loaded, and finds one of the others by name", async () => {
    const memory = createMemoryAdapter();
    const { session } = memory.ports;
    const small: MemoryAdapter = {
      ...memory,
      ports: {
        ...memory.ports,
        session: {
          me: async (input, call) => {
            const answer = await session.me(input, call);
            const limits = { ...answer.capabilities.limits, page: 1 };
            return { ...answer, capabilities: { ...answer.capabilities, limits } };
          },
        },
      },
    };
    const element = await open(small);
    byRole(element, "tab", "Who can open a record").click();
    await until(() => textOf(element).includes("10 were loaded; search finds the others by name"), "the warning");
    await pick(element, "Right", "roles manage");
    expect(textOf(element)).to.not.contain("a.sokolova");
    byRole(element, "searchbox", "Search these people").focus();
    await type("sokolova");
    await until(() => allByRole(element, "button", "Look among everybody").length > 0, "the way to the others");
    button(element, "Look among everybody").click();
    await until(() => element.shadowRoot!.querySelector(".can-list")?.textContent.includes("Соколова"), "her");
  });

  it("is complete and accessible in Russian at the width of a phone", async () => {
    const element = await open(createMemoryAdapter(), "ru");
    element.style.inlineSize = "360px";
    await pick(element, "Человек", "r.almeida");
    await expectAccessible(element);
    expect(element.shadowRoot!.querySelector(".paths")?.textContent).to.contain("выдана лично");
    expect(element.scrollWidth).to.be.at.most(360);
  });

  it("is not offered where people cannot be listed", async () => {
    const { element } = await openEditor(undefined, createMemoryAdapter({ without: ["users.list"] }));
    await settled(element);
    expect(allByRole(element, "radio", "People")).to.deep.equal([]);
  });
});
