import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { sampleCompany } from "@crewdock/contract/sample";
import { expect } from "chai";
import { define } from "../../kit/index.ts";
import { byRole, expectAccessible, frame, mount, settled, textOf, until, cleanUp } from "../../kit/testing/index.ts";
import { CrewUserManager } from "../user-manager.element.ts";
import {
  open,
  names,
  rowOf,
  inputOf,
  sheetOf,
  saveButton,
  enter,
  edit,
  elsewhere,
  userBy,
} from "../testing/user-manager-page.ts";

describe("editing a user", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

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

  it("takes a new address for the login where people log in by it, unless theirs is another", async () => {
    const company = sampleCompany();
    const users = company.users.map((user) => (user.name.last === "Barnes" ? user : { ...user, login: user.email }));
    const policy = { ...company.policy, login: "email" as const };
    const { element, adapter } = await open(createMemoryAdapter({ company: { ...company, users, policy } }));
    await edit(element, "Almeida");
    await enter(element, "email", "rafael@crewdock.test");
    expect(inputOf(element, "login").value).to.equal("rafael@crewdock.test");
    saveButton(element).click();
    await until(() => sheetOf(element) === null, "the list");
    expect(userBy(adapter, "Almeida").login).to.equal("rafael@crewdock.test");
    await edit(element, "Barnes");
    await enter(element, "email", "another@crewdock.test");
    expect(inputOf(element, "login").value).to.equal(userBy(adapter, "Barnes").login);
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
