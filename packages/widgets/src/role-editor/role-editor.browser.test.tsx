import { expect } from "chai";
import { CrewError, type Role, type RoleInput } from "@crewdock/contract";
import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { define } from "../kit/index.ts";
import {
  allByRole,
  byRole,
  byText,
  cleanUp,
  expectAccessible,
  fakeConnection,
  focused,
  itIsAnElement,
  mount,
  press,
  settled,
  textOf,
  type,
  until,
} from "../kit/testing/index.ts";
import { CrewRoleEditor } from "./role-editor.element.ts";
import type { CrewRoleCreatedEvent, CrewRoleSavedEvent } from "./role-editor.events.ts";

const context = { signal: new AbortController().signal, language: "en" };
const roleOf = (memory: MemoryAdapter, id = "r-manager"): Promise<Role> => memory.ports.roles.get({ id }, context);

/** What another administrator does meanwhile. */
async function elsewhere(memory: MemoryAdapter, patch: Partial<RoleInput>, id = "r-manager"): Promise<void> {
  const { version } = await roleOf(memory, id);
  await memory.ports.roles.update({ id, version, patch }, context);
}

interface Opened {
  readonly element: CrewRoleEditor;
  readonly memory: MemoryAdapter;
}

async function open(role?: string, memory: MemoryAdapter = createMemoryAdapter()): Promise<Opened> {
  define("crew-role-editor", CrewRoleEditor);
  const element = document.createElement("crew-role-editor") as CrewRoleEditor;
  element.adapter = memory;
  element.language = "en";
  element.style.inlineSize = "1100px";
  await mount(element);
  if (role !== undefined) {
    roleItem(element, role).click();
    await settled(element);
  }
  return { element, memory };
}

const roleItem = (element: CrewRoleEditor, name: string): HTMLElement =>
  [...(element.shadowRoot?.querySelectorAll<HTMLElement>(".role-item") ?? [])].find((item) =>
    item.textContent.includes(name),
  )!;
const cell = (element: CrewRoleEditor, key: string): HTMLElement =>
  element.shadowRoot!.querySelector<HTMLElement>(`[data-stop="cell ${key}"]`)!;
const label = (element: CrewRoleEditor, key: string): string => cell(element, key).getAttribute("aria-label") ?? "";
const bar = (element: CrewRoleEditor): HTMLElement | null =>
  element.shadowRoot!.querySelector<HTMLElement>(".save-bar");
const pick = async (element: CrewRoleEditor, key: string, choice: string): Promise<void> => {
  cell(element, key).click();
  await settled(element);
  byRole(element, "menuitemradio", choice).click();
  await settled(element);
};
const button = (element: CrewRoleEditor, name: string | RegExp): HTMLElement => byRole(element, "button", name);

describe("<crew-role-editor>", () => {
  afterEach(cleanUp);

  it("lists the roles with how many people have each and opens the first", async () => {
    const { element, memory } = await open();
    const { items } = await memory.ports.roles.list({}, context);
    for (const { name, userCount } of items) expect(roleItem(element, name).textContent).to.contain(String(userCount));
    expect(byRole(element, "grid").getAttribute("aria-label")).to.contain(items[0]?.name);
  });

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

  it("shows what another administrator saved meanwhile and merges cell by cell", async () => {
    const { element, memory } = await open("Manager");
    await pick(element, "deal.edit", "Their department");
    const { grants } = await roleOf(memory);
    await elsewhere(memory, { grants: { ...grants, "deal.edit": "none", "task.export": "own" } });
    await until(() => bar(element)?.textContent.includes("Somebody else has just changed this role"), "the banner");
    expect(label(element, "deal.edit")).to.contain("Department");
    button(element, "Compare").click();
    await settled(element);
    const dialog = await until(() => allByRole(element, "dialog", "Two versions")[0], "both versions");
    expect(dialog.textContent).to.contain("Changed by both");
    await expectAccessible(element);
    button(element, "Merge and save").click();
    await until(() => bar(element) === null, "the save");
    const merged = (await roleOf(memory)).grants;
    expect([merged["deal.edit"], merged["deal.view"], merged["task.export"]]).to.deep.equal([
      "department",
      "department",
      "own",
    ]);
  });

  it("asks the backend for the other version when a save meets one that no event told of", async () => {
    const { element, memory } = await open("Manager");
    await pick(element, "call.place", "Not allowed");
    const theirs = { ...(await roleOf(memory)), version: "other" };
    memory.fail("roles.update", new CrewError("conflict", { current: theirs }));
    button(element, /^Save$/).click();
    await until(() => allByRole(element, "dialog", "Two versions")[0], "both versions");
    expect(label(element, "call.place")).to.contain("None");
  });

  it("brings an untouched role up to date by itself", async () => {
    const { element, memory } = await open("Manager");
    const { grants } = await roleOf(memory);
    await elsewhere(memory, { grants: { ...grants, "call.place": "own" } });
    await until(() => label(element, "call.place").includes("Contacts"), "the new scope");
    expect(bar(element)).to.equal(null);
  });

  it("keeps the edits of a role that somebody else deletes, and makes a new role of them", async () => {
    const memory = createMemoryAdapter();
    const spare = await memory.ports.roles.create({ role: { name: "Spare", description: null, grants: {} } }, context);
    const { element } = await open("Spare", memory);
    cell(element, "deal.create").click();
    await settled(element);
    await memory.ports.roles.remove({ id: spare.id, version: spare.version }, context);
    await until(() => bar(element)?.textContent.includes("Somebody else has deleted this role"), "the banner");
    expect(label(element, "deal.create")).to.contain("Yes");
    button(element, "Keep as a new role").click();
    await settled(element);
    button(element, "Next").click();
    await settled(element);
    button(element, "Next").click();
    await settled(element);
    button(element, "Create role").click();
    await until(() => bar(element) === null, "the new role");
    const kept = memory.snapshot().roles.find(({ name }) => name === "Spare");
    expect(kept?.grants).to.deep.include({ "deal.create": "any", "deal.view": "own" });
  });

  it("keeps everything typed when the server is down, and saves at the next try", async () => {
    const { element, memory } = await open("Manager");
    await pick(element, "call.place", "Not allowed");
    memory.fail("roles.update", "unavailable");
    button(element, /^Save$/).click();
    await until(() => bar(element)?.textContent.includes("The server cannot be reached"), "the error");
    expect(label(element, "call.place")).to.contain("None, changed");
    button(element, "Try again").click();
    await until(() => bar(element) === null, "the save");
    expect((await roleOf(memory)).grants["call.place"]).to.equal("none");
  });

  it("says in words why the last administrator cannot lose the right to manage", async () => {
    const { element, memory } = await open("Administrator");
    cell(element, "role.manage").click();
    await settled(element);
    button(element, /^Save$/).click();
    await until(() => bar(element)?.textContent.includes("Nobody would be left"), "the reason");
    expect((await roleOf(memory, "r-admin")).grants["role.manage"]).to.equal("any");
    button(element, /^Discard$/).click();
    await until(() => bar(element) === null, "the discard");
  });

  it("asks once before unsaved changes are left", async () => {
    const { element } = await open("Manager");
    await pick(element, "call.place", "Not allowed");
    expect(element.unsaved).to.equal(true);
    roleItem(element, "Administrator").click();
    await settled(element);
    button(element, "Keep editing").click();
    await settled(element);
    expect(label(element, "call.place")).to.contain("changed");
    roleItem(element, "Administrator").click();
    await settled(element);
    byRole(element, "alertdialog").querySelector<HTMLElement>(".danger")!.click();
    await settled(element);
    expect(byRole(element, "grid").getAttribute("aria-label")).to.contain("Administrator");
    expect(element.unsaved).to.equal(false);
  });

  it("deletes only a role that nobody has, and says who has it otherwise", async () => {
    const memory = createMemoryAdapter();
    await memory.ports.roles.create({ role: { name: "Spare", description: null, grants: {} } }, context);
    const { element } = await open("Administrator", memory);
    button(element, "Actions for Administrator").focus();
    await settled(element);
    button(element, "Actions for Administrator").click();
    await until(() => textOf(element).includes("Соколова Анна"), "who has it");
    const entry = byRole(element, "menuitem", "Delete");
    expect(entry.getAttribute("aria-disabled")).to.equal("true");
    expect(entry.textContent).to.contain("Still in use");
    await press("Escape");
    roleItem(element, "Spare").click();
    await settled(element);
    button(element, "Actions for Spare").click();
    await settled(element);
    byRole(element, "menuitem", "Delete").click();
    await settled(element);
    byRole(element, "alertdialog").querySelector<HTMLElement>(".danger")!.click();
    await until(() => roleItem(element, "Spare") === undefined, "the role to go");
    expect(memory.snapshot().roles.some(({ name }) => name === "Spare")).to.equal(false);
  });

  it("renames, and says when the name is taken", async () => {
    const { element, memory } = await open("Manager");
    button(element, "Actions for Manager").click();
    await settled(element);
    byRole(element, "menuitem", "Rename").click();
    await settled(element);
    const name = byRole<HTMLInputElement>(element, "textbox", /^Name/);
    name.select();
    await type("Administrator");
    await press("Enter");
    await until(() => textOf(element).includes("A role with this name exists already"), "the complaint");
    name.select();
    await type("Salesperson");
    await press("Enter");
    await until(() => roleItem(element, "Salesperson"), "the new name");
    expect((await roleOf(memory)).name).to.equal("Salesperson");
  });

  it("creates a role step by step: name, rights, who gets it", async () => {
    const { element, memory } = await open();
    const created = new Promise<CrewRoleCreatedEvent>((resolve) =>
      element.addEventListener("crew-role-created", resolve, { once: true }),
    );
    button(element, "New role").click();
    await settled(element);
    button(element, "Next").click();
    await settled(element);
    expect(textOf(element)).to.contain("Fill this in");
    await type("Partner manager");
    button(element, "Next").click();
    await settled(element);
    const sheet = byRole(element, "dialog", "New role");
    sheet.querySelector<HTMLElement>('[data-stop="cell deal.create"]')!.click();
    await settled(element);
    button(element, "Next").click();
    await settled(element);
    await expectAccessible(element);
    byRole(element, "combobox", "Give this role to").focus();
    await type("Sales manager");
    await until(() => allByRole(element, "option", "Sales manager")[0], "the position");
    await press("Enter");
    await settled(element);
    button(element, "Create role").click();
    const { roleId } = await created;
    const role = await roleOf(memory, roleId);
    expect(role.grants).to.deep.include({ "deal.create": "any", "deal.view": "own" });
    const { items } = await memory.ports.assignments.list({ roleId }, context);
    expect(items.map(({ subject }) => subject.type)).to.deep.equal(["position"]);
    await until(() => byRole(element, "grid").getAttribute("aria-label")?.includes("Partner manager"), "the new role");
  });

  it("makes one role of a create that is sent twice because its answer was lost", async () => {
    const { element, memory } = await open();
    const create = memory.ports.roles.create;
    let lost = 0;
    const lossy: MemoryAdapter = {
      ...memory,
      ports: {
        ...memory.ports,
        roles: {
          ...memory.ports.roles,
          create: async (input, call) => {
            const answer = await create(input, call);
            if (lost++ === 0) throw new CrewError("unavailable");
            return answer;
          },
        },
      },
    };
    element.adapter = lossy;
    await settled(element);
    button(element, "New role").click();
    await settled(element);
    await type("Once");
    button(element, "Next").click();
    await settled(element);
    button(element, "Next").click();
    await settled(element);
    button(element, "Create role").click();
    await until(() => textOf(element).includes("The server cannot be reached"), "the error");
    button(element, "Create role").click();
    await until(() => roleItem(element, "Once"), "the role");
    expect(memory.snapshot().roles.filter(({ name }) => name === "Once")).to.have.length(1);
  });

  it("keeps people that could not be stored with a new role as unsaved", async () => {
    const { element, memory } = await open();
    button(element, "New role").click();
    await settled(element);
    await type("Half");
    button(element, "Next").click();
    await settled(element);
    button(element, "Next").click();
    await settled(element);
    byRole(element, "combobox", "Give this role to").focus();
    await type("Sales analyst");
    await until(() => allByRole(element, "option", "Sales analyst")[0], "the position");
    await press("Enter");
    memory.fail("assignments.replace", "unavailable");
    button(element, "Create role").click();
    await until(
      () => bar(element)?.textContent.includes("The rights are saved, but not who has the role"),
      "what is left",
    );
    expect(byText(element, "Sales analyst")).to.be.instanceOf(HTMLElement);
    button(element, "Try again").click();
    await until(() => bar(element) === null, "the save");
    const id = memory.snapshot().roles.find(({ name }) => name === "Half")!.id;
    expect(memory.snapshot().assignments.filter(({ roleId }) => roleId === id)).to.have.length(1);
  });

  it("gives a role until a day and takes it away", async () => {
    const { element, memory } = await open("Head of department");
    byRole(element, "tab", "Given to").click();
    await until(() => textOf(element).includes("Katarzyna Nowak"), "the people");
    expect(textOf(element), "why there are fewer lines than people").to.contain(
      "more people can have it than stand here",
    );
    await expectAccessible(element);
    const line = (name: string): HTMLElement =>
      [...element.shadowRoot!.querySelectorAll<HTMLElement>(".given-line")].find((each) =>
        each.textContent.includes(name),
      )!;
    const date = line("Nowak").querySelector("input")!;
    date.value = "2031-05-31";
    date.dispatchEvent(new Event("change", { bubbles: true }));
    line("Ribeiro").querySelector("button")!.click();
    await settled(element);
    expect(textOf(element)).to.contain("1 removed: Patrícia Ribeiro");
    expect(bar(element)?.textContent).to.contain("2 changes");
    button(element, /^Save$/).click();
    await until(() => bar(element) === null, "the save");
    const { items } = await memory.ports.assignments.list({ roleId: "r-head" }, context);
    expect(items.map(({ until: end }) => end)).to.include(new Date(2031, 5, 1).toISOString());
    expect(items).to.have.length(5);
  });

  it("moves people where everybody has one role", async () => {
    const plain = createMemoryAdapter();
    const memory = createMemoryAdapter({
      company: { ...plain.company, policy: { ...plain.company.policy, rolesPerUser: "one" } },
    });
    const { manager } = memory.company.demoPeople;
    const { element } = await open("Head of department", memory);
    byRole(element, "tab", "Given to").click();
    await settled(element);
    byRole(element, "combobox", "Give this role to").focus();
    await type("r.almeida");
    const option = await until(() => allByRole(element, "option", "Almeida")[0], "the person");
    expect(option.textContent).to.contain("Has “Manager”, which this role replaces");
    await press("Enter");
    await until(() => bar(element), "the change");
    button(element, /^Save$/).click();
    await until(() => bar(element) === null, "the save");
    const direct = memory
      .snapshot()
      .assignments.filter(({ subject }) => subject.type === "user" && subject.id === manager);
    expect(direct.map(({ roleId }) => roleId)).to.deep.equal(["r-head"]);
  });

  it("is read-only without the right to manage, and says why", async () => {
    const memory = createMemoryAdapter();
    const viewer = memory.company.assignments.find(
      ({ roleId, subject }) => roleId === "r-executive" && subject.type === "user",
    )!;
    memory.actAs(viewer.subject.id);
    const { element } = await open("Manager", memory);
    expect(textOf(element)).to.contain("Editing roles needs the right “Roles: Manage”");
    expect(allByRole(element, "button", "New role")).to.have.length(0);
    cell(element, "deal.create").click();
    cell(element, "call.place").focus();
    await press("0", "Enter");
    expect(bar(element)).to.equal(null);
    expect(allByRole(element, "menuitemradio")).to.have.length(0);
    await expectAccessible(element);
  });

  it("shows nothing to somebody who may not see roles, and everything once they may", async () => {
    const memory = createMemoryAdapter();
    memory.actAs(memory.company.demoPeople.manager);
    const { element } = await open(undefined, memory);
    expect(textOf(element)).to.contain("You may not see roles");
    const admin = memory.as(memory.company.demoPeople.admin);
    const { grants } = await roleOf(admin);
    await elsewhere(admin, { grants: { ...grants, "role.view": "any" } });
    await until(() => roleItem(element, "Manager"), "the roles");
  });

  it("shows what it is doing while it loads, what failed, and tries again", async () => {
    const memory = createMemoryAdapter();
    memory.fail("roles.list", "unavailable");
    const { element } = await open(undefined, memory);
    expect(textOf(element)).to.contain("The server cannot be reached");
    const release = memory.hold("roles.list");
    button(element, "Try again").click();
    release();
    await until(() => roleItem(element, "Manager"), "the roles");
  });

  it("says that the backend is out of reach, and asks for what failed once it is back", async () => {
    const connection = fakeConnection();
    const memory = { ...createMemoryAdapter(), connection };
    const { element } = await open("Manager", memory);
    const places = (): readonly string[] =>
      [...element.shadowRoot!.querySelectorAll(".role-titles, .role-header button, [role=tab]")].map((each) =>
        JSON.stringify(each.getBoundingClientRect()),
      );
    const before = places();
    memory.fail("roles.list", "unavailable");
    connection.turn(false);
    memory.emit("role.changed");
    await until(() => textOf(element).includes("No connection since"), "the note");
    await until(() => allByRole(element, "button", "Try again").length > 0, "the error");
    element.shadowRoot!.querySelector<HTMLElement>(".main-banner")!.hidden = true;
    expect(places()).to.deep.equal(before);
    connection.turn(true);
    await until(() => element.shadowRoot!.querySelector(".main-banner") === null, "the roles");
    expect(textOf(element)).to.contain("Connected again");
  });

  it("shows hostile names as text", async () => {
    const memory = createMemoryAdapter();
    const name = `<img src=x onerror=alert(1)>'; DROP TABLE roles;-- \u202Eevil`;
    await memory.ports.roles.create({ role: { name, description: `{count} ${name}`, grants: {} } }, context);
    const { element } = await open("DROP TABLE", memory);
    expect(element.shadowRoot!.querySelector("h2[dir=auto]")?.textContent).to.equal(name);
    expect(element.shadowRoot!.querySelector("img")).to.equal(null);
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

  it("fits into 360 pixels", async () => {
    const { element } = await open();
    element.style.inlineSize = "360px";
    await settled(element);
    const box = element.shadowRoot!.querySelector<HTMLElement>(".crew")!;
    expect(box.scrollWidth).to.be.at.most(360);
    expect(byRole(element, "listbox", "Role").checkVisibility()).to.equal(true);
    expect(cell(element, "deal.export").getBoundingClientRect().right).to.be.at.most(box.getBoundingClientRect().right);
    await expectAccessible(element);
  });
});

itIsAnElement("crew-role-editor", {
  element: CrewRoleEditor,
  setup: (element) => {
    element.adapter = createMemoryAdapter();
  },
  ready: async (element) => {
    await until(() => element.shadowRoot?.querySelector("[role=grid]"), "the matrix");
    await settled(element);
  },
});
