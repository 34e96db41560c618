import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { type Adapter, connect, CrewError, defineAdapter, type User } from "@crewdock/contract";
import { sendKeys } from "@web/test-runner-commands";
import { expect } from "chai";
import { define } from "../kit/index.ts";
import {
  allByRole,
  byRole,
  byText,
  cleanUp,
  expectAccessible,
  expectCatalogue,
  focused,
  frame,
  itIsAnElement,
  mount,
  press,
  settled,
  textOf,
  type,
  until,
} from "../kit/testing/index.ts";
import { CrewUserManager } from "./user-manager.element.ts";
import { en } from "./messages/en.ts";
import { sheetTexts } from "./messages/sheet.en.ts";
import { ru } from "./messages/ru.ts";

interface Opened {
  readonly element: CrewUserManager;
  readonly adapter: MemoryAdapter;
  readonly events: readonly Event[];
}

async function open(adapter: MemoryAdapter = createMemoryAdapter(), language = "en"): Promise<Opened> {
  define("crew-user-manager", CrewUserManager);
  const element = document.createElement("crew-user-manager") as CrewUserManager;
  element.adapter = adapter;
  element.language = language;
  const events: Event[] = [];
  for (const name of ["crew-user-created", "crew-user-changed", "crew-user-open"]) {
    element.addEventListener(name, (event) => events.push(event));
  }
  await mount(element);
  await until(() => rows(element).length > 0 || textOf(element).length > 0, "the list");
  await settled(element);
  return { element, adapter, events };
}

const rows = (element: HTMLElement): readonly HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>("tr[data-row]") ?? []),
];
const names = (element: HTMLElement): readonly string[] =>
  rows(element).map((row) => row.querySelector(".user-open bdi")?.textContent ?? "");
const rowOf = (element: HTMLElement, name: string): HTMLElement => {
  const found = rows(element).find((row) => row.textContent.includes(name));
  if (found === undefined) throw new Error(`no row ${name}`);
  return found;
};
const inputOf = (element: HTMLElement, name: string): HTMLInputElement => {
  const found = element.shadowRoot?.querySelector<HTMLInputElement>(`dialog [name="${name}"]`);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};
const sheetOf = (element: HTMLElement): HTMLElement | null =>
  element.shadowRoot?.querySelector<HTMLElement>("form.user-form") ?? null;
const saveButton = (element: HTMLElement): HTMLButtonElement => {
  const found = element.shadowRoot?.querySelector<HTMLButtonElement>("[part=save]");
  if (!found) throw new Error("no save button");
  return found;
};

/** Replaces what a field holds, as somebody who selects all and types. */
async function enter(element: HTMLElement, name: string, text: string): Promise<void> {
  const input = inputOf(element, name);
  input.focus();
  input.select();
  if (text === "") await press("Delete");
  else await type(text);
}

/** Chooses an option of a combobox by typing its name. */
async function choose(element: HTMLElement, label: string, option: string): Promise<void> {
  byRole(element, "combobox", label).focus();
  await type(option);
  await until(() => allByRole(element, "option", option).length > 0, `the option ${option}`);
  await press("Enter");
}

async function startCreating(element: HTMLElement): Promise<void> {
  byRole(element, "button", "Create user").click();
  await until(() => sheetOf(element), "the form");
  await settled(element);
}

async function fillIn(element: HTMLElement): Promise<void> {
  await enter(element, "last", "Petrova");
  await enter(element, "first", "Irina");
  await enter(element, "email", "irina.petrova@crewdock.test");
  await choose(element, "Position", "Sales manager");
}

async function edit(element: HTMLElement, name: string): Promise<void> {
  rowOf(element, name).querySelector<HTMLElement>(".user-open")?.click();
  await until(() => sheetOf(element), "the form");
  await settled(element);
}

/** The backend as another administrator sees it. */
const elsewhere = (adapter: MemoryAdapter): ReturnType<typeof connect> => connect(adapter, () => "en");

const userBy = (adapter: MemoryAdapter, last: string): User => {
  const found = adapter.snapshot().users.find(({ name }) => name.last === last);
  if (found === undefined) throw new Error(`no user ${last}`);
  return found;
};

describe("user manager", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

  itIsAnElement("crew-user-manager", {
    element: CrewUserManager,
    setup: (element) => {
      element.adapter = createMemoryAdapter();
    },
  });

  it("says everything in Russian that it says in English", () => expectCatalogue({ ...en, ...sheetTexts }, ru));

  describe("list", () => {
    it("shows people with state, position and extension, and how many there are", async () => {
      const { element } = await open();
      expect(textOf(element)).to.contain("60 people");
      const row = rowOf(element, "Rafael Almeida").textContent;
      for (const text of ["r.almeida@crewdock.test", "Active", "Sales manager", "Sales", "1003"])
        expect(row).to.contain(text);
    });

    it("finds as one types, and clears", async () => {
      const { element } = await open();
      element.shadowRoot?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
      await type("nowak");
      await until(() => textOf(element).includes("1 person found"), "the count");
      expect(names(element)).to.deep.equal(["Katarzyna Nowak"]);
      expect(allByRole(element, "button", "Clear filters").length).to.equal(0);
      byRole(element, "button", "Clear").click();
      await until(() => textOf(element).includes("60 people"), "everybody");
    });

    it("says that nobody matches, and offers the way back", async () => {
      const { element } = await open();
      element.shadowRoot?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
      await type("nobody like this");
      await until(() => textOf(element).includes("Nobody matches"), "the empty state");
      await expectAccessible(element);
      expect(element.shadowRoot!.querySelector(".users-status > .visually-hidden")?.textContent).to.equal(
        "0 people found",
      );
      byRole(element, "button", "Clear search").click();
      await until(() => rows(element).length > 10, "everybody");
    });

    it("tells the last log-in in a column, without room for it beside the state, and nothing of it twice", async () => {
      const { element } = await open();
      const shown = (): readonly boolean[] =>
        [".login-cell", ".login-note"].map((part) => rows(element)[0]!.querySelector(part)!.checkVisibility());
      element.style.inlineSize = "860px";
      await frame();
      expect(shown()).to.deep.equal([true, false]);
      element.style.inlineSize = "700px";
      await frame();
      expect(shown()).to.deep.equal([false, true]);
      element.style.inlineSize = "360px";
      await frame();
      expect(shown()).to.deep.equal([false, false]);
      expect(element.shadowRoot!.querySelector("thead")!.checkVisibility()).to.equal(false);
      await expectAccessible(element);
    });

    it("filters by state", async () => {
      const { element } = await open();
      byRole(element, "button", "State").click();
      await until(() => allByRole(element, "checkbox", "Blocked").length > 0, "the choices");
      byRole(element, "checkbox", "Blocked").click();
      await until(() => textOf(element).includes("found"), "the answer");
      await settled(element);
      expect(rows(element).length).to.be.greaterThan(0);
      expect(rows(element).every((row) => row.dataset["state"] === "blocked")).to.equal(true);
    });

    it("sorts by a column, and turns the direction", async () => {
      const { element } = await open();
      const [first] = names(element);
      byRole(element, "button", "Name").click();
      await until(() => names(element)[0] !== first, "the other end");
      const header = element.shadowRoot?.querySelector("th.user-cell");
      expect(header?.getAttribute("aria-sort")).to.equal("descending");
    });

    it("moves with the arrows, opens with Enter and comes back to the row", async () => {
      const { element } = await open();
      element.shadowRoot?.querySelector<HTMLElement>(".user-open[tabindex='0']")?.focus();
      await press("ArrowDown", "ArrowDown");
      expect(focused()?.textContent).to.contain(names(element)[2]);
      await press("End");
      expect(focused()?.closest("tr")?.dataset["row"]).to.equal("59");
      await press("Home", "Enter");
      await until(() => sheetOf(element), "the form");
      await press("Escape");
      await until(() => sheetOf(element) === null, "the list");
      expect(focused()?.textContent).to.contain(names(element)[0]);
      await press("/");
      expect((focused() as HTMLInputElement).type).to.equal("search");
    });

    it("opens the menu of a row from the keyboard", async () => {
      const { element } = await open();
      element.shadowRoot?.querySelector<HTMLElement>(".user-open[tabindex='0']")?.focus();
      await sendKeys({ down: "Shift" });
      await press("F10");
      await sendKeys({ up: "Shift" });
      await until(() => allByRole(element, "menuitem", "Block").length > 0, "the menu");
      await expectAccessible(element);
    });

    it("keeps the document small with 100,000 people", async () => {
      define("crew-user-manager", CrewUserManager);
      const element = document.createElement("crew-user-manager") as CrewUserManager;
      element.adapter = crowd(100_000);
      element.language = "en";
      await mount(element);
      await until(() => rows(element).length > 0, "rows");
      expect(textOf(element)).to.contain("100,000 people");
      const box = element.shadowRoot?.querySelector<HTMLElement>(".table-box");
      await until(() => {
        if (box) box.scrollTop = box.scrollHeight;
        return Number(rows(element).at(-1)?.dataset["row"]) > 500;
      }, "further pages");
      expect(element.shadowRoot?.querySelectorAll("*").length).to.be.lessThan(2500);
    });

    it("follows changes made elsewhere without losing the place", async () => {
      const { element, adapter } = await open();
      const box = element.shadowRoot?.querySelector<HTMLElement>(".table-box");
      if (box) box.scrollTop = 300;
      await frame();
      const almeida = userBy(adapter, "Bennett");
      await elsewhere(adapter).users.update({
        id: almeida.id,
        version: almeida.version,
        patch: { name: { ...almeida.name, first: "Renamed" } },
      });
      await until(() => names(element).includes("Renamed Bennett"), "the new name", 1000);
      expect(box?.scrollTop).to.equal(300);
    });

    it("shows an error in place, and loads again", async () => {
      const adapter = createMemoryAdapter();
      adapter.fail("users.list", "unavailable");
      const { element } = await open(adapter);
      await until(() => textOf(element).includes("The server cannot be reached"), "the error");
      byRole(element, "button", "Try again").click();
      await until(() => rows(element).length > 0, "rows");
    });

    it("tells those without the right that there is nothing for them to see", async () => {
      const adapter = createMemoryAdapter();
      adapter.actAs(adapter.company.demoPeople.manager);
      const { element } = await open(adapter);
      expect(textOf(element)).to.contain("You cannot see users");
      expect(allByRole(element, "button", "Create user")).to.deep.equal([]);
    });
  });

  describe("row menu", () => {
    async function menu(element: HTMLElement, name: string): Promise<void> {
      await settled(element);
      rowOf(element, name).querySelector<HTMLElement>(".user-menu")?.click();
      await until(() => allByRole(element, "menuitem").length > 0, "the menu");
    }

    it("blocks somebody at once, and takes it back", async () => {
      const { element, adapter, events } = await open();
      await menu(element, "Almeida");
      byRole(element, "menuitem", "Block").click();
      await until(() => rowOf(element, "Almeida").dataset["state"] === "blocked", "the state");
      expect(userBy(adapter, "Almeida").state).to.equal("blocked");
      expect(events.map(({ type }) => type)).to.deep.equal(["crew-user-changed"]);
      byRole(element, "button", "Undo").click();
      await until(() => rowOf(element, "Almeida").dataset["state"] === "active", "the state before");
      expect(userBy(adapter, "Almeida").state).to.equal("active");
    });

    it("does not let people block themselves, and says why", async () => {
      const adapter = createMemoryAdapter();
      const { element } = await open(adapter, "en");
      const own = (await elsewhere(adapter).session.me({})).user;
      const user = (await elsewhere(adapter).users.get({ id: own.id })).name.last;
      element.shadowRoot?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
      await type(user);
      await until(() => rows(element).length === 1, "oneself");
      await menu(element, user);
      const block = byRole(element, "menuitem", "Block");
      expect(block.getAttribute("aria-disabled")).to.equal("true");
      expect(block.textContent).to.contain("You cannot do this to yourself");
    });

    it("says in words when it would be the last administrator", async () => {
      const { element, adapter } = await open();
      adapter.fail("users.setState", "last_admin");
      await menu(element, "Almeida");
      byRole(element, "menuitem", "Deactivate").click();
      await until(() => textOf(element).includes("Rafael Almeida is the last administrator"), "the reason");
      expect(rowOf(element, "Almeida").dataset["state"]).to.equal("active");
    });
  });

  describe("creating", () => {
    it("makes a user whose position fills department and role and says so", async () => {
      const { element, adapter, events } = await open();
      await startCreating(element);
      await fillIn(element);
      expect(inputOf(element, "login").value).to.equal("i.petrova");
      expect(byRole<HTMLInputElement>(element, "combobox", "Department").value).to.equal("Sales");
      expect(textOf(element)).to.contain("Department and role filled in from “Sales manager”.");
      const notes = [...(element.shadowRoot?.querySelectorAll(".field-note") ?? [])].map(
        ({ textContent }) => textContent,
      );
      expect(notes.filter((note) => note === "from position").length).to.equal(2);
      saveButton(element).click();
      await until(() => sheetOf(element) === null, "the list");
      await until(() => textOf(element).includes("Invitation sent to irina.petrova@crewdock.test"), "the notice");
      const made = userBy(adapter, "Petrova");
      const position = adapter.company.organisation.positions.find(({ name }) => name === "Sales manager");
      expect(made.positionId).to.equal(position?.id);
      expect(made.departmentId).to.equal(position?.departmentId);
      expect(made.roleIds).to.deep.equal([position?.defaultRoleId]);
      expect(rowOf(element, "Irina Petrova").dataset).to.have.property("fresh");
      expect(events.map(({ type }) => type)).to.deep.equal(["crew-user-created"]);
    });

    it("offers to invite or to set a password, and invites unless told otherwise", async () => {
      const { element } = await open();
      await startCreating(element);
      expect(byRole<HTMLInputElement>(element, "radio", "Send an invitation link").checked).to.equal(true);
      expect(element.shadowRoot?.querySelector("dialog [name=password]")).to.equal(null);
      byRole(element, "radio", "Set a password").click();
      await frame();
      expect(inputOf(element, "password").value).to.equal("");
    });

    it("asks for a password where nobody can be invited, and says that it has to be passed on", async () => {
      const { element, adapter } = await open(createMemoryAdapter({ invites: false }));
      await startCreating(element);
      expect(allByRole(element, "radio", "Send an invitation link")).to.deep.equal([]);
      expect(textOf(element)).to.contain("pass it on yourself");
      await fillIn(element);
      saveButton(element).click();
      await until(() => inputOf(element, "password").getAttribute("aria-invalid") === "true", "the complaint");
      await enter(element, "password", "Copper heron 92 window");
      await enter(element, "passwordAgain", "Copper heron 92 window");
      saveButton(element).click();
      await until(() => sheetOf(element) === null, "the list");
      expect(userBy(adapter, "Petrova").invitation.state).to.equal("none");
    });

    it("takes back what a position filled in", async () => {
      const { element } = await open();
      await startCreating(element);
      await choose(element, "Position", "Sales manager");
      byRole(element, "button", "Undo").click();
      await frame();
      expect(byRole<HTMLInputElement>(element, "combobox", "Department").value).to.equal("");
      expect(byRole<HTMLInputElement>(element, "combobox", "Position").value).to.equal("");
    });

    it("drops the note of a value that somebody changed, and leaves it alone from then on", async () => {
      const { element } = await open();
      await startCreating(element);
      await choose(element, "Position", "Sales manager");
      await choose(element, "Department", "Management");
      await choose(element, "Position", "Accountant");
      expect(byRole<HTMLInputElement>(element, "combobox", "Department").value).to.equal("Management");
    });

    it("can be done with the keyboard alone", async () => {
      const { element, adapter } = await open();
      byRole(element, "button", "Create user").focus();
      await press("Enter");
      await until(() => focused()?.getAttribute("name") === "last", "the first field");
      await type("Petrova");
      await press("Tab");
      await type("Irina");
      await press("Tab", "Tab");
      await type("irina.petrova@crewdock.test");
      for (let turn = 0; turn < 12 && focused() !== byRole(element, "combobox", "Position"); turn++) await press("Tab");
      await type("Sales manager");
      await until(() => allByRole(element, "option", "Sales manager").length > 0, "the option");
      await press("Enter");
      inputOf(element, "last").focus();
      await press("Enter");
      await until(() => sheetOf(element) === null, "the list");
      expect(userBy(adapter, "Petrova").name.first).to.equal("Irina");
    });

    it("complains on saving, not while typing, and goes to the first wrong field", async () => {
      const { element } = await open();
      await startCreating(element);
      await enter(element, "last", "Petrova");
      await enter(element, "email", "irina");
      expect(textOf(element)).not.to.contain("Enter an e-mail address");
      inputOf(element, "serviceNumber").focus();
      await until(() => textOf(element).includes("Enter an e-mail address"), "the complaint after leaving");
      saveButton(element).click();
      await until(() => focused() === inputOf(element, "first"), "the first wrong field");
      await expectAccessible(element);
    });

    it("puts what the server complains about at its field", async () => {
      const { element, adapter } = await open();
      await startCreating(element);
      await fillIn(element);
      await enter(element, "email", userBy(adapter, "Almeida").email);
      saveButton(element).click();
      await until(() => inputOf(element, "email").getAttribute("aria-invalid") === "true", "the complaint");
      expect(textOf(element)).to.contain("Somebody has this already");
      expect(focused()).to.equal(inputOf(element, "email"));
    });

    it("keeps what was typed when the server is down, and repeats without doubling", async () => {
      const { element, adapter } = await open();
      const keys: (string | undefined)[] = [];
      const create = adapter.ports.users.create;
      let lost = true;
      // The first answer is lost after the backend has done the work.
      Object.assign(adapter.ports.users, {
        create: async (input: Parameters<typeof create>[0], context: Parameters<typeof create>[1]) => {
          keys.push(context.idempotencyKey);
          const made = await create(input, context);
          if (!lost) return made;
          lost = false;
          throw new CrewError("unavailable");
        },
      });
      await startCreating(element);
      await fillIn(element);
      saveButton(element).click();
      await until(() => textOf(element).includes("The server cannot be reached"), "the failure");
      expect(inputOf(element, "last").value).to.equal("Petrova");
      await expectAccessible(element);
      byRole(element, "button", "Try again").click();
      await until(() => sheetOf(element) === null, "the list");
      expect(keys[0]).to.be.a("string");
      expect(keys[1]).to.equal(keys[0]);
      expect(adapter.snapshot().users.filter(({ name }) => name.last === "Petrova").length).to.equal(1);
    });

    it("shows hostile text as text", async () => {
      const { element, adapter } = await open();
      const hostile = `<img src=x onerror="globalThis.hacked=1">'; DROP TABLE users; -- ‮אבג👩‍💻`;
      await startCreating(element);
      await fillIn(element);
      inputOf(element, "last").focus();
      inputOf(element, "last").value = hostile;
      inputOf(element, "last").dispatchEvent(new InputEvent("input", { bubbles: true }));
      await frame();
      await enter(element, "login", "hostile");
      saveButton(element).click();
      await until(() => sheetOf(element) === null, "the list");
      expect(userBy(adapter, hostile).login).to.equal("hostile");
      await until(() => names(element).some((name) => name.includes(hostile)), "the row");
      expect(element.shadowRoot?.querySelector("img")).to.equal(null);
      expect(globalThis).not.to.have.property("hacked");
    });

    it("sets a password that keeps the policy", async () => {
      const { element, adapter } = await open();
      await startCreating(element);
      await fillIn(element);
      byRole<HTMLInputElement>(element, "radio", "Set a password").click();
      await frame();
      byRole(element, "button", "Generate").click();
      await frame();
      const made = inputOf(element, "password").value;
      expect(made.length).to.be.at.least(12);
      expect(inputOf(element, "passwordAgain").value).to.equal(made);
      expect(element.shadowRoot?.innerHTML).not.to.contain(made);
      await enter(element, "passwordAgain", "something else");
      saveButton(element).click();
      await until(() => textOf(element).includes("Both passwords must be the same"), "the complaint");
      await enter(element, "passwordAgain", made);
      saveButton(element).click();
      await until(() => sheetOf(element) === null, "the list");
      expect(userBy(adapter, "Petrova").name.first).to.equal("Irina");
    });
  });

  describe("draft", () => {
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

  describe("editing", () => {
    it("sends only what was changed", async () => {
      const { element, adapter } = await open();
      await edit(element, "Almeida");
      expect(saveButton(element).disabled).to.equal(true);
      await enter(element, "first", "Rafa");
      expect(textOf(element)).to.contain("1 unsaved change");
      saveButton(element).click();
      await until(() => sheetOf(element) === null, "the list");
      expect(userBy(adapter, "Almeida").name.first).to.equal("Rafa");
      await until(() => names(element).includes("Rafa Almeida"), "the row");
    });

    it("shows both versions when somebody else saved first, and loses neither", async () => {
      const { element, adapter } = await open();
      const before = userBy(adapter, "Almeida");
      await edit(element, "Almeida");
      await enter(element, "first", "Mine");
      const update = adapter.ports.users.update;
      let first = true;
      // Somebody saves in the moment between the press and the answer.
      Object.assign(adapter.ports.users, {
        update: async (...call: Parameters<typeof update>) => {
          if (first) {
            first = false;
            const patch = { name: { ...before.name, first: "Theirs" }, serviceNumber: "777" };
            await update({ id: before.id, version: before.version, patch }, call[1]);
          }
          return update(...call);
        },
      });
      saveButton(element).click();
      await until(() => element.shadowRoot?.querySelector(".conflict"), "the comparison");
      expect(textOf(element)).to.contain("Somebody else saved this user meanwhile");
      await expectAccessible(element);
      byRole(element, "button", "Continue with this").click();
      await frame();
      expect(inputOf(element, "first").value).to.equal("Mine");
      expect(inputOf(element, "serviceNumber").value).to.equal("777");
      saveButton(element).click();
      await until(() => sheetOf(element) === null, "the list");
      const after = userBy(adapter, "Almeida");
      expect([after.name.first, after.serviceNumber]).to.deep.equal(["Mine", "777"]);
    });

    it("takes their version of a field where the person says so", async () => {
      const { element, adapter } = await open();
      const before = userBy(adapter, "Almeida");
      await edit(element, "Almeida");
      await enter(element, "first", "Mine");
      await elsewhere(adapter).users.update({
        id: before.id,
        version: before.version,
        patch: { name: { ...before.name, first: "Theirs" } },
      });
      await until(() => textOf(element).includes("Somebody else changed this user"), "the notice");
      byRole(element, "button", "Compare").click();
      await until(() => element.shadowRoot?.querySelector(".conflict"), "the comparison");
      byRole<HTMLInputElement>(element, "radio", "Take theirs").click();
      byRole(element, "button", "Continue with this").click();
      await until(() => inputOf(element, "first").value === "Theirs", "their name");
    });

    it("follows changes made elsewhere while nothing has been typed", async () => {
      const { element, adapter } = await open();
      const before = userBy(adapter, "Almeida");
      await edit(element, "Almeida");
      await elsewhere(adapter).users.update({
        id: before.id,
        version: before.version,
        patch: { serviceNumber: "777" },
      });
      await until(() => inputOf(element, "serviceNumber").value === "777", "the new value", 1500);
      expect(saveButton(element).disabled).to.equal(true);
    });

    it("lets the host open a page of its own", async () => {
      const { element } = await open();
      element.addEventListener("crew-user-open", (event) => event.preventDefault());
      rowOf(element, "Almeida").querySelector<HTMLElement>(".user-open")?.click();
      await settled(element);
      expect(sheetOf(element)).to.equal(null);
    });

    it("opens the user of its attribute once there is a backend", async () => {
      define("crew-user-manager", CrewUserManager);
      const adapter = createMemoryAdapter();
      const element = document.createElement("crew-user-manager") as CrewUserManager;
      element.language = "en";
      element.setAttribute("user-id", userBy(adapter, "Almeida").id);
      await mount(element);
      element.adapter = adapter;
      await until(() => sheetOf(element), "the form");
      expect(inputOf(element, "last").value).to.equal("Almeida");
    });
  });

  describe("telephony", () => {
    const defaultsThere = (element: HTMLElement): boolean =>
      element.shadowRoot?.querySelector<HTMLInputElement>("[name=sipDomain]")?.value === "crewdock.test";

    async function connectSip(element: HTMLElement, password: string): Promise<void> {
      byRole(element, "switch", "Connect SIP account").click();
      await until(() => defaultsThere(element), "the defaults");
      await enter(element, "sipLogin", "1099");
      await enter(element, "sipPassword", password);
    }

    it("registers for real and says so, and forgets it when something is changed", async () => {
      const { element } = await open();
      await startCreating(element);
      await connectSip(element, "a good password");
      byRole(element, "button", "Check account").click();
      await until(() => textOf(element).includes("SIP account registered"), "the result");
      await until(() => {
        const stages = element.shadowRoot!.querySelector("[part=sip-check]")!.getBoundingClientRect();
        return stages.bottom < element.shadowRoot!.querySelector(".dialog-foot")!.getBoundingClientRect().top;
      }, "the whole result in sight");
      await expectAccessible(element);
      await enter(element, "sipLogin", "1098");
      expect(textOf(element)).not.to.contain("SIP account registered");
    });

    it("calls a wrong password a wrong password", async () => {
      const { element } = await open();
      await startCreating(element);
      await connectSip(element, "wrong");
      byRole(element, "button", "Check account").click();
      await until(() => textOf(element).includes("Login or password is wrong"), "the failure");
      expect(textOf(element)).to.contain("Enter both again.");
    });

    it("names the fields that are missing instead of checking", async () => {
      const { element } = await open();
      await startCreating(element);
      byRole(element, "switch", "Connect SIP account").click();
      await until(() => defaultsThere(element), "the defaults");
      byRole(element, "button", "Check account").click();
      await until(() => focused() === inputOf(element, "sipLogin"), "the first wrong field");
    });

    it("takes a free account together with its stored password", async () => {
      const { element, adapter } = await open();
      const { items } = await elsewhere(adapter).telephony.freeSipAccounts({});
      await startCreating(element);
      await fillIn(element);
      byRole(element, "switch", "Connect SIP account").click();
      await until(() => defaultsThere(element), "the defaults");
      await choose(element, "SIP account", items[0]!.login);
      expect(inputOf(element, "sipLogin").value).to.equal(items[0]!.login);
      expect(textOf(element)).to.contain("Stored. Leave empty to keep it.");
      saveButton(element).click();
      await until(() => sheetOf(element) === null, "the list");
      expect(userBy(adapter, "Petrova").sipAccount?.id).to.equal(items[0]!.id);
    });
  });

  describe("mail", () => {
    async function runWizard(
      element: HTMLElement,
      email: string,
      secret = "abcdefghijklmnop",
      outcome = "Mail account connected",
    ): Promise<void> {
      byRole(element, "button", "Add mail account").click();
      const wizard = await until(() => element.shadowRoot?.querySelector<HTMLElement>(".wizard"), "the wizard");
      const address = wizard.querySelector<HTMLInputElement>("[name=email]")!;
      address.focus();
      address.select();
      await type(email);
      await press("Enter");
      const password = await until(() => wizard.querySelector<HTMLInputElement>("[name=password]"), "the password");
      password.focus();
      await type(secret);
      await press("Enter");
      await until(() => textOf(element).includes(outcome), "the check");
    }

    it("keeps a checked mail account with the new user, and saves both together", async () => {
      const { element, adapter } = await open();
      await startCreating(element);
      await fillIn(element);
      await runWizard(element, "irina.petrova@yandex.ru");
      byRole(element, "button", "Add to the user").click();
      await until(() => element.shadowRoot?.querySelector(".mail-item"), "the mail account");
      expect(textOf(element)).to.contain("Will be saved with the user");
      expect(sheetOf(element), "the wizard's form is not the sheet's").not.to.equal(null);
      await expectAccessible(element);
      saveButton(element).click();
      await until(() => sheetOf(element) === null, "the list");
      expect(userBy(adapter, "Petrova").mailAccounts.map(({ email }) => email)).to.deep.equal([
        "irina.petrova@yandex.ru",
      ]);
    });

    it("asks for the password of a mail account again after a reload", async () => {
      const adapter = createMemoryAdapter();
      const first = await open(adapter);
      await startCreating(first.element);
      await fillIn(first.element);
      await runWizard(first.element, "irina.petrova@yandex.ru");
      byRole(first.element, "button", "Add to the user").click();
      await until(() => first.element.shadowRoot?.querySelector(".mail-item"), "the mail account");
      await cleanUp();
      expect(JSON.stringify(Object.entries(sessionStorage))).not.to.contain("abcdefghijklmnop");

      const { element } = await open(adapter);
      await startCreating(element);
      expect(textOf(element)).to.contain("Password needed again");
      saveButton(element).click();
      await frame();
      expect(sheetOf(element)).not.to.equal(null);
    });

    it("saves and removes a mail account of an existing user at once", async () => {
      const { element, adapter } = await open();
      await edit(element, "Almeida");
      const before = userBy(adapter, "Almeida").mailAccounts.length;
      await runWizard(element, "rafael@yandex.ru");
      byRole(element, "button", "Save account").click();
      await until(() => userBy(adapter, "Almeida").mailAccounts.length === before + 1, "the mail account");
      await until(() => allByRole(element, "button", "Remove rafael@yandex.ru").length > 0, "the row");
      byRole(element, "button", "Remove rafael@yandex.ru").click();
      await until(() => textOf(element).includes("Remove rafael@yandex.ru?"), "the question");
      byRole(element, "button", /^Remove$/).click();
      await until(() => userBy(adapter, "Almeida").mailAccounts.length === before, "the removal");
    });

    it("edits an account that is not saved yet from everything that was typed, but for the password", async () => {
      const { element } = await open();
      await startCreating(element);
      byRole(element, "button", "Add mail account").click();
      const input = (name: string): HTMLInputElement =>
        element.shadowRoot!.querySelector<HTMLInputElement>(`.wizard [name="${name}"]`)!;
      await until(() => input("email"), "the wizard");
      const fill = async (name: string, text: string): Promise<void> => {
        input(name).focus();
        input(name).select();
        await type(text);
      };
      await fill("email", "irina@firm.example");
      await press("Enter");
      await until(() => input("password"), "the password");
      await fill("imap-host", "mx.firm.example");
      await fill("imap-user", "irina");
      await fill("password", "good-password-12");
      await press("Enter");
      await until(() => textOf(element).includes("Mail account connected"), "the connection");
      byRole(element, "switch", "Active").click();
      byRole(element, "button", "Add to the user").click();
      await until(() => element.shadowRoot?.querySelector(".mail-item"), "the mail account");
      byRole(element, "button", "Edit irina@firm.example").click();
      await until(() => element.shadowRoot?.querySelector(".wizard [name=password]"), "the log-in");
      await until(() => focused() === input("password"), "the focus on the password");
      const kept = ["imap-host", "imap-user", "smtp-host", "password"].map((name) => input(name).value);
      expect(kept).to.deep.equal(["mx.firm.example", "irina", "smtp.firm.example", ""]);
      input("password").focus();
      await press("Enter");
      await until(() => textOf(element).includes("Enter the password"), "the demand of the password");
      await type("good-password-12");
      await press("Enter");
      await until(() => textOf(element).includes("Mail account connected"), "the connection");
      expect(byRole<HTMLInputElement>(element, "switch", "Active").checked).to.equal(false);
    });

    it("draws the stages of the check side by side, whatever else the sheet has loaded", async () => {
      const { element } = await open();
      await startCreating(element);
      await runWizard(element, "irina@gmail.com", "wrong", "Wrong password");
      const sides = [...element.shadowRoot!.querySelectorAll<HTMLElement>(".check-side")];
      expect(sides.length).to.equal(2);
      for (const side of sides) expect(side.getBoundingClientRect().width).to.be.greaterThan(150);
    });

    it("opens the wizard with the user's address, over the sheet", async () => {
      const { element } = await open();
      await edit(element, "Almeida");
      byRole(element, "button", "Add mail account").click();
      await until(() => element.shadowRoot?.querySelector(".wizard"), "the wizard");
      expect(inputOf(element, "email").value).to.contain("@");
      expect(byText(element, "Which mailbox?").checkVisibility()).to.equal(true);
    });
  });

  for (const theme of ["light", "dark"] as const) {
    it(`has no accessibility findings in the ${theme} form, in Russian`, async () => {
      const { element } = await open(createMemoryAdapter(), "ru");
      element.theme = theme;
      byRole(element, "button", "Добавить сотрудника").click();
      await until(() => sheetOf(element), "the form");
      await settled(element);
      byRole(element, "switch", "Подключить SIP-запись").click();
      saveButton(element).click();
      await settled(element);
      await expectAccessible(element);
    });
  }
});

/** A backend with very many people, who come into being when they are asked for. */
function crowd(count: number): Adapter {
  const { ports, company } = createMemoryAdapter();
  const sample = company.users[0]!;
  const template = createMemoryAdapter()
    .snapshot()
    .users.find(({ id }) => id === sample.id)!;
  return defineAdapter({
    id: "crowd",
    contract: "1.0",
    ports: {
      session: ports.session,
      org: ports.org,
      users: {
        list: async ({ cursor = "0", limit = 50 }) => {
          const from = Number(cursor);
          const items = Array.from({ length: Math.min(limit, count - from) }, (_, index) => ({
            ...template,
            id: `u${from + index}`,
            name: { last: `Person ${from + index}`, first: "Test", patronymic: null },
          }));
          const next = from + limit;
          return { items, nextCursor: next < count ? String(next) : null, total: { value: count, relation: "eq" } };
        },
      },
    },
  });
}
