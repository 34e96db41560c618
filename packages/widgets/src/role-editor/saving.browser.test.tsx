import { expect } from "chai";
import { CrewError } from "@crewdock/contract";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  fakeConnection,
  focused,
  settled,
  textOf,
  type,
  until,
} from "../kit/testing/index.ts";
import {
  context,
  roleOf,
  elsewhere,
  open,
  roleItem,
  cell,
  label,
  bar,
  pick,
  button,
} from "./testing/role-editor-page.ts";

describe("<crew-role-editor>: saving and changes made elsewhere", () => {
  afterEach(cleanUp);

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

  it("gives the focus back to the matrix when the bar goes with it", async () => {
    const { element } = await open("Manager");
    for (const name of ["Discard", /^Save$/]) {
      await pick(element, "call.place", "Not allowed");
      button(element, name).focus();
      button(element, name).click();
      await until(() => bar(element) === null, "the bar to go");
      expect(focused()).to.equal(cell(element, "call.place"));
    }
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

  it("tells of a taken or unreadable name in the first step", async () => {
    const { element, memory } = await open();
    button(element, "New role").click();
    const name = await until(() => allByRole(element, "textbox", "Name")[0], "the wizard");
    for (const [typed, complaint] of [
      [" mANAGER ", "A role with this name exists already"],
      ["Test\u202enohta", "Some fields need another look"],
    ] as const) {
      name.focus();
      (name as HTMLInputElement).select();
      await type(typed);
      button(element, "Next").click();
      await settled(element);
      expect(textOf(element)).to.contain(complaint);
      expect(element.shadowRoot!.activeElement).to.equal(byRole(element, "textbox", "Name"));
    }
    // a name that somebody took meanwhile is found out at the end, and leads back to its field
    (name as HTMLInputElement).select();
    await type("Auditor");
    button(element, "Next").click();
    await settled(element);
    button(element, "Next").click();
    await settled(element);
    memory.fail("roles.create", new CrewError("duplicate"));
    button(element, "Create role").focus();
    button(element, "Create role").click();
    await until(() => allByRole(element, "textbox", "Name").length > 0, "the first step");
    await until(() => element.shadowRoot!.activeElement === byRole(element, "textbox", "Name"), "the focus");
    expect(textOf(element)).to.contain("A role with this name exists already");
  });

  it("refuses the name of another role when one is renamed, and takes its own in other letters", async () => {
    const { element, memory } = await open("Manager");
    button(element, "Actions for Manager").click();
    await settled(element);
    byRole(element, "menuitem", /Rename/).click();
    const name = await until(() => allByRole(element, "textbox", "Name")[0], "the dialog");
    name.focus();
    (name as HTMLInputElement).select();
    await type("administrator");
    button(element, /^Save$/).click();
    await settled(element);
    expect(textOf(element)).to.contain("A role with this name exists already");
    (name as HTMLInputElement).select();
    await type("MANAGER");
    button(element, /^Save$/).click();
    await until(() => memory.snapshot().roles.some((role) => role.name === "MANAGER"), "the name");
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
});
