import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { CrewError, type Role, type RoleFile, roleFileOf, writeRoleFile } from "@crewdock/contract";
import { expect } from "chai";
import { allByRole, byRole, cleanUp, expectAccessible, settled, textOf, until } from "../../../kit/testing/index.ts";
import type { CrewRoleEditor } from "../../role-editor.element.ts";
import { button, context, elsewhere, open, roleOf } from "../../testing/role-editor-page.ts";

type Entry = RoleFile["roles"][number];
const now = new Date("2026-03-01T12:00:00.000Z");
const rolesOf = async (memory: MemoryAdapter): Promise<readonly Role[]> =>
  (await memory.ports.roles.list({}, context)).items;

/** The text of a file of all roles, in which somebody has edited. */
async function exported(memory: MemoryAdapter, edit: (entry: Entry) => Entry = (entry) => entry): Promise<string> {
  const file = roleFileOf(await rolesOf(memory), now);
  return writeRoleFile({ ...file, roles: file.roles.map(edit) });
}
const grant =
  (grants: Role["grants"], id = "r-manager") =>
  (entry: Entry): Entry =>
    entry.id === id ? { ...entry, grants: { ...entry.grants, ...grants } } : entry;

async function openMenu(element: CrewRoleEditor, name = "More actions"): Promise<void> {
  await until(() => allByRole(element, "button", name)[0], "the menu");
  await settled(element);
  allByRole(element, "button", name)[0]!.click();
  await settled(element);
}
async function choose(element: CrewRoleEditor, entry: RegExp): Promise<void> {
  await openMenu(element);
  byRole(element, "menuitem", entry).click();
  await settled(element);
}
/** Opens the import and hands it a file. */
async function importFile(element: CrewRoleEditor, text: string, name = "roles.json"): Promise<void> {
  await choose(element, /Import roles/u);
  await give(element, text, name);
}
async function give(element: CrewRoleEditor, text: string, name = "roles.json"): Promise<void> {
  const input = await until(() => element.shadowRoot!.querySelector<HTMLInputElement>("input[type=file]"), "the input");
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "application/json" }));
  input.files = data.files;
  input.dispatchEvent(new Event("change"));
  await until(() => (input.value === "" && !input.isConnected ? true : textOf(element).includes(name)), "the file");
  await settled(element);
}
const steps = (element: CrewRoleEditor): readonly string[] =>
  [...element.shadowRoot!.querySelectorAll<HTMLElement>(".import-steps > li")].map((each) => each.textContent);

describe("<crew-role-editor>: roles as a file", () => {
  afterEach(cleanUp);

  it("hands all roles out as a file that is named after the day", async () => {
    const { element, memory } = await open();
    const { createObjectURL } = URL;
    const made: Blob[] = [];
    URL.createObjectURL = (blob: Blob): string => {
      made.push(blob);
      return createObjectURL.call(URL, blob);
    };
    let name = "";
    const stop = (event: Event): void => {
      name = (event.target as HTMLAnchorElement).download;
      event.preventDefault();
    };
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function (): void {
      this.addEventListener("click", stop);
      click.call(this);
    };
    try {
      await choose(element, /Export roles/u);
      await until(() => textOf(element).includes("4 roles exported"), "the notice");
    } finally {
      URL.createObjectURL = createObjectURL;
      HTMLAnchorElement.prototype.click = click;
    }
    expect(name).to.match(/^roles-\d{4}-\d\d-\d\d\.json$/u);
    const { roles } = JSON.parse(await made[0]!.text()) as RoleFile;
    expect(roles.map(({ id }) => id).toSorted()).to.deep.equal((await rolesOf(memory)).map(({ id }) => id).toSorted());
  });

  it("shows what would change and whom it hits, then saves it", async () => {
    const { element, memory } = await open();
    const heard: string[] = [];
    element.addEventListener("crew-role-saved", ({ roleId }) => heard.push(roleId));
    const kept = (await roleOf(memory)).grants["deal.view"];
    await importFile(element, await exported(memory, grant({ "contact.export": "any", "contact.view": "any" })));
    const dialog = byRole(element, "dialog", "Import roles");
    expect(dialog.textContent).to.contain("Contacts: Export").and.to.contain("3 roles stay as they are");
    await until(
      () => dialog.textContent.includes("Who is affected") || dialog.querySelector(".affected-person"),
      "them",
    );
    await expectAccessible(element);
    button(element, "Save 1 role").click();
    await until(() => textOf(element).includes("1 role imported"), "the notice");
    const { grants } = await roleOf(memory);
    expect([grants["contact.export"], grants["deal.view"]]).to.deep.equal(["any", kept]);
    expect(heard).to.deep.equal(["r-manager"]);
    expect(allByRole(element, "dialog", "Import roles")).to.deep.equal([]);
  });

  it("waits for a decision where file and CRM changed the same", async () => {
    const { element, memory } = await open();
    const text = await exported(memory, grant({ "task.export": "department" }));
    const { grants } = await roleOf(memory);
    await elsewhere(memory, { grants: { ...grants, "task.export": "own" } });
    await settled(element);
    await importFile(element, text);
    expect(textOf(element)).to.contain("Changed in both").and.to.contain("1 decision left");
    await expectAccessible(element);
    byRole(element, "radio", /^File/u).click();
    await settled(element);
    button(element, "Save 1 role").click();
    await until(() => textOf(element).includes("1 role imported"), "the notice");
    expect((await roleOf(memory)).grants["task.export"]).to.equal("department");
  });

  it("keeps what changed here since, and says so", async () => {
    const { element, memory } = await open();
    const text = await exported(memory);
    const { grants } = await roleOf(memory);
    await elsewhere(memory, { grants: { ...grants, "task.export": "own" } });
    await settled(element);
    await importFile(element, text);
    expect(textOf(element)).to.contain("1 value changed here since and stays: Tasks: Export");
    expect(button(element, /^Save/u).hasAttribute("disabled")).to.equal(true);
  });

  it("tells of rights that this CRM does not know, and of what is needed along", async () => {
    const { element, memory } = await open();
    const known = { "contact.delete": "any", "ship.sail": "any" } as const;
    await importFile(element, await exported(memory, grant(known)));
    expect(textOf(element)).to.contain("1 right that this CRM does not know is left out: ship.sail (any)");
    expect(textOf(element)).to.contain("Changes along, because other rights need it: Contacts: View");
    button(element, "Save 1 role").click();
    await until(() => textOf(element).includes("1 role imported"), "the notice");
    const { grants } = await roleOf(memory);
    expect([grants["contact.view"], grants["ship.sail"]]).to.deep.equal(["any", undefined]);
  });

  it("asks whether a role comes back that was deleted here and changed in the file", async () => {
    const memory = createMemoryAdapter();
    const spare = await memory.ports.roles.create(
      { role: { name: "Spare", description: null, grants: { "deal.view": "own" } } },
      context,
    );
    const text = await exported(memory, grant({ "deal.view": "any" }, spare.id));
    await memory.ports.roles.remove({ id: spare.id, version: spare.version }, context);
    const { element } = await open(undefined, memory);
    await importFile(element, text);
    expect(textOf(element)).to.contain("1 decision left");
    byRole(element, "radio", "Create it again").click();
    await settled(element);
    button(element, "Save 1 role").click();
    await until(() => textOf(element).includes("1 role imported"), "the notice");
    expect((await rolesOf(memory)).find(({ name }) => name === "Spare")?.grants).to.deep.equal({ "deal.view": "any" });
  });

  it("takes all of a role that was exported elsewhere at once", async () => {
    const { element, memory } = await open();
    const grants = { "contact.view": "any", "deal.view": "any", "task.view": "any" } as const;
    await importFile(element, await exported(memory, (entry) => ({ ...grant(grants)(entry), id: null, base: null })));
    expect(textOf(element)).to.contain("Found by its name").and.to.contain("decisions left");
    button(element, "Take all from the file").click();
    await settled(element);
    button(element, "Save 1 role").click();
    await until(() => textOf(element).includes("1 role imported"), "the notice");
    expect((await roleOf(memory)).grants).to.deep.include(grants);
  });

  it("says what is stored when a save breaks off, and goes on from there", async () => {
    const { element, memory } = await open();
    const wide = { "contact.view": "any" } as const;
    const text = await exported(memory, (entry) => grant(wide, "r-head")(grant(wide)(entry)));
    await importFile(element, text);
    const update = memory.ports.roles.update;
    let calls = 0;
    memory.ports.roles.update = (input, own) => {
      calls++;
      if (calls === 2) throw new CrewError("unavailable");
      return update(input, own);
    };
    button(element, "Save 2 roles").click();
    await until(() => textOf(element).includes("Stopped: 1 of 2 stored"), "the stop");
    expect(steps(element).join()).to.match(/Stored.*Failed.*The server cannot be reached/u);
    await settled(element);
    await expectAccessible(element);
    button(element, "Go on").click();
    await until(() => textOf(element).includes("2 roles imported"), "the notice");
    expect(calls).to.equal(3);
    for (const id of ["r-head", "r-manager"]) expect((await roleOf(memory, id)).grants["contact.view"]).to.equal("any");
  });

  it("compares anew when somebody changes a role in the middle, and loses neither side", async () => {
    const { element, memory } = await open();
    await importFile(element, await exported(memory, grant({ "task.export": "department" })));
    memory.fail("roles.update", new CrewError("conflict"));
    button(element, "Save 1 role").click();
    await until(() => textOf(element).includes("Stopped: 0 of 1 stored"), "the stop");
    const { grants } = await roleOf(memory);
    await elsewhere(memory, { grants: { ...grants, "task.export": "own" } });
    button(element, "Go on").click();
    await until(() => textOf(element).includes("Something changed here in the meantime"), "the question");
    byRole(element, "radio", /^Here/u).click();
    await settled(element);
    expect(textOf(element)).not.to.contain("decision left");
  });

  it("says of a file that is none what it is, and of wrong values where they stand", async () => {
    const { element } = await open();
    await importFile(element, "name;rights", "people.csv");
    expect(textOf(element)).to.contain("“people.csv” is not a JSON file");
    await expectAccessible(element);
    const wrong = { format: "crewdock-roles", version: 1, roles: [{ name: "Clerk", grants: { "deal.view": "all" } }] };
    await give(element, JSON.stringify(wrong), "mine.json");
    expect(textOf(element)).to.contain("1 value in “mine.json” is wrong");
    expect(textOf(element)).to.match(/Clerk \/roles\/0\/grants\/deal\.view is not one of none/u);
  });

  it("goes by the file that was chosen last, however long an earlier one takes to read", async () => {
    const { element, memory } = await open();
    await choose(element, /Import roles/u);
    const zone = await until(
      () => element.shadowRoot!.querySelector<HTMLElement>(".drop-zone"),
      "the place for a file",
    );
    let release = (_text: string): void => undefined;
    const slow = new File(["slow"], "slow.json");
    slow.text = () => new Promise((resolve) => (release = resolve));
    const drop = (file: File): void => {
      const event = new DragEvent("drop", { bubbles: true, cancelable: true });
      Object.defineProperty(event, "dataTransfer", { value: { files: [file] } });
      zone.dispatchEvent(event);
    };
    drop(slow);
    drop(new File([await exported(memory, grant({ "contact.export": "any" }))], "quick.json"));
    await until(() => textOf(element).includes("quick.json"), "the second file");
    await settled(element);
    release("no roles");
    await settled(element);
    expect(textOf(element)).to.contain("quick.json").and.not.to.contain("slow.json");
  });

  it("is shut by another backend, whose roles it does not know", async () => {
    const { element, memory } = await open();
    await importFile(element, await exported(memory, grant({ "contact.export": "any" })));
    expect(allByRole(element, "dialog", "Import roles")).to.have.length(1);
    element.adapter = createMemoryAdapter();
    await settled(element);
    await until(() => allByRole(element, "dialog", "Import roles").length === 0, "the dialog to go");
  });

  it("tells of wrong names and members in a bounded space, however long they are", async () => {
    const { element } = await open();
    const long = "n".repeat(200_000);
    const roles = [{ name: long, [long]: 1, grants: {} }];
    await importFile(element, JSON.stringify({ format: "crewdock-roles", version: 1, roles }));
    expect(textOf(element)).to.contain("2 values in “roles.json” are wrong");
    expect(byRole(element, "dialog", "Import roles").textContent.length).to.be.lessThan(2_000);
  });

  it("draws a file of very many roles a part at a time", async () => {
    const { element } = await open();
    const roles = Array.from({ length: 2_000 }, (_, at) => ({ name: `Role ${at}`, grants: { "deal.view": "own" } }));
    await importFile(element, JSON.stringify({ format: "crewdock-roles", version: 1, roles }));
    const drawn = (): number => element.shadowRoot!.querySelectorAll(".import-role").length;
    const before = drawn();
    expect(before).to.be.within(1, 100);
    expect(button(element, /^Save/u).textContent).to.contain("2,000");
    button(element, "Show more").click();
    await settled(element);
    expect(drawn()).to.be.greaterThan(before).and.lessThan(300);
  });

  it("offers export alone to those who may not change roles", async () => {
    const { element } = await open(undefined, createMemoryAdapter({ without: ["roles.update"] }));
    await openMenu(element);
    expect(allByRole(element, "menuitem").map((each) => each.textContent.trim())).to.deep.equal(["Export roles"]);
  });

  it("reads in Russian, 360 px wide", async () => {
    const { element, memory } = await open(undefined, undefined, "ru");
    element.style.inlineSize = "360px";
    await settled(element);
    await openMenu(element, "Другие действия");
    (await until(() => allByRole(element, "menuitem", /Импорт ролей/u)[0], "the entry")).click();
    await settled(element);
    await give(element, await exported(memory, grant({ "contact.view": "any" })));
    expect(textOf(element)).to.contain("Сохранить 1 роль");
    await expectAccessible(element);
  });
});
