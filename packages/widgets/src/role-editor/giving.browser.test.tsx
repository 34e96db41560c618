import { expect } from "chai";
import { CrewError } from "@crewdock/contract";
import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import {
  byRole,
  byText,
  cleanUp,
  expectAccessible,
  offered,
  press,
  settled,
  textOf,
  type,
  until,
} from "../kit/testing/index.ts";
import type { CrewRoleCreatedEvent } from "./role-editor.events.ts";
import { context, roleOf, open, pick, roleItem, bar, button } from "./testing/role-editor-page.ts";

describe("<crew-role-editor>: making, giving and deleting roles", () => {
  afterEach(cleanUp);

  it("deletes only a role that nobody has, and says who has it otherwise", async () => {
    const memory = createMemoryAdapter();
    await memory.ports.roles.create({ role: { name: "Spare", description: null, grants: {} } }, context);
    const { element } = await open("Administrator", memory);
    // A page that is not in front gets no focus events.
    element.shadowRoot!.querySelector(".role-header")!.dispatchEvent(new PointerEvent("pointerenter"));
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
    await offered(element, 1, "the position alone");
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

  it("saves, renames and copies a role that holds what the catalogue has lost since", async () => {
    const { company } = createMemoryAdapter();
    const lost = { "deal.fly": "any", "role.manage": "own" } as const;
    const roles = company.roles.map((role) =>
      role.id === "r-manager" ? { ...role, grants: { ...role.grants, ...lost } } : role,
    );
    const { element, memory } = await open("Manager", createMemoryAdapter({ company: { ...company, roles } }));
    await pick(element, "contact.view", "Any");
    button(element, "Save").click();
    await until(() => bar(element) === null, "the save");
    expect((await roleOf(memory)).grants).to.include({ ...lost, "contact.view": "any" });
    button(element, "Actions for Manager").click();
    await settled(element);
    byRole(element, "menuitem", "Copy").click();
    await settled(element);
    for (const name of ["Next", "Next", "Create role"]) {
      button(element, name).click();
      await settled(element);
    }
    await until(() => roleItem(element, "Manager (copy)"), "the copy");
    const copy = memory.snapshot().roles.find(({ name }) => name === "Manager (copy)");
    expect(copy?.grants).to.include({ "contact.view": "any" }).and.not.have.any.keys("deal.fly");
    expect(copy?.grants["role.manage"] ?? "none").to.equal("none");
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
    await offered(element, 1, "the position alone");
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

  it("asks for no people of whom the viewer may see none, and goes on giving roles to departments and the like", async () => {
    const memory = createMemoryAdapter();
    const { manager } = memory.company.demoPeople;
    const role = { name: "Of roles", description: null, grants: { "role.view": "any", "role.manage": "any" } } as const;
    const { id } = await memory.ports.roles.create({ role }, context);
    const { version } = await memory.ports.users.get({ id: manager }, context);
    await memory.ports.users.update({ id: manager, version, patch: { roleIds: [id] } }, context);
    let asked = 0;
    const own = memory.as(manager);
    const users: typeof own.ports.users = {
      ...own.ports.users,
      list: (...call) => {
        asked++;
        return own.ports.users.list(...call);
      },
    };
    const { element } = await open("Chief executive", { ...memory, ...own, ports: { ...own.ports, users } });
    byRole(element, "tab", "Given to").click();
    await settled(element);
    expect(textOf(element)).to.contain("Name not available");
    byRole(element, "combobox", "Give this role to").focus();
    await type("support");
    await offered(element, 3, "what there is");
    await press("Enter");
    await until(() => bar(element), "the change");
    expect(asked).to.equal(0);
  });

  it("takes an end that is typed, and puts back one that is left half typed", async () => {
    const { element } = await open("Chief executive");
    byRole(element, "tab", "Given to").click();
    await settled(element);
    const day = element.shadowRoot!.querySelector<HTMLInputElement>(".until-input")!;
    day.focus();
    await type("12312031");
    await settled(element);
    expect(day.value).to.equal("2031-12-31");
    expect(textOf(element)).to.not.contain("Ended");
    day.blur();
    day.focus();
    await type("123120");
    expect(day.value).to.equal("0020-12-31");
    day.blur();
    expect(day.value).to.equal("2031-12-31");
    expect(bar(element)?.textContent).to.contain("1 change");
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
    await offered(element, 1, "the person alone");
    expect(byRole(element, "option", "Almeida").textContent).to.contain("Has “Manager”, which this role replaces");
    await press("Enter");
    await until(() => bar(element), "the change");
    button(element, /^Save$/).click();
    await until(() => bar(element) === null, "the save");
    const direct = memory
      .snapshot()
      .assignments.filter(({ subject }) => subject.type === "user" && subject.id === manager);
    expect(direct.map(({ roleId }) => roleId)).to.deep.equal(["r-head"]);
  });
});
