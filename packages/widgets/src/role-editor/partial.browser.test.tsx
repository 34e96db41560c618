import { createMemoryAdapter, type MemoryAdapterOptions } from "@crewdock/adapters/memory";
import { expect } from "chai";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  press,
  settled,
  textOf,
  type,
  until,
} from "../kit/testing/index.ts";
import { cell, context, open as openWith, type Opened } from "./testing/role-editor-page.ts";

const open = (without: MemoryAdapterOptions["without"], role?: string, language?: string): Promise<Opened> =>
  openWith(role, createMemoryAdapter({ without }), language);

describe("role editor on a backend that offers a part", () => {
  afterEach(cleanUp);

  it("edits rights where roles are given elsewhere, and says so in one line", async () => {
    const { element, memory } = await open(["assignments"], "Manager");
    expect(allByRole(element, "tab")).to.deep.equal([]);
    expect(textOf(element)).to.include("Who has a role is decided elsewhere in this CRM.");
    const before = memory.snapshot().roles.find(({ id }) => id === "r-manager");
    cell(element, "deal.export").focus();
    await press("3");
    await until(() => textOf(element).includes("affected"), "the save bar");
    const { userCount } = await memory.ports.roles.get({ id: "r-manager" }, context);
    expect(textOf(element)).to.include(`up to ${userCount} people affected`);
    expect(allByRole(element, "button", /affected/)).to.deep.equal([]);
    byRole(element, "button", "Save").click();
    await until(() => memory.snapshot().roles.find(({ id }) => id === "r-manager")?.version !== before?.version, "it");
    expect(memory.snapshot().roles.find(({ id }) => id === "r-manager")?.grants["deal.export"]).to.equal("any");
    await expectAccessible(element);
  });

  it("makes a role in two steps where it cannot be given, and says who still has one that cannot be deleted", async () => {
    const { element, memory } = await open(["assignments"], "Manager");
    byRole(element, "button", "New role").click();
    await until(() => allByRole(element, "textbox", "Name").length > 0, "the wizard");
    expect(element.shadowRoot?.querySelectorAll("[part=wizard] li").length).to.equal(2);
    byRole(element, "textbox", "Name").focus();
    await type("Auditor");
    byRole(element, "button", "Next").click();
    await until(() => allByRole(element, "button", "Create role").length > 0, "the last step");
    byRole(element, "button", "Create role").click();
    await until(() => memory.snapshot().roles.some(({ name }) => name === "Auditor"), "the role");
    await settled(element);
    byRole(element, "button", "Actions for Auditor").click();
    await until(() => allByRole(element, "menuitem", "Delete").length > 0, "the menu");
    expect(byRole(element, "menuitem", "Delete").getAttribute("aria-disabled")).to.equal(null);
    await press("Escape");
    const manager = [...(element.shadowRoot?.querySelectorAll<HTMLElement>(".role-item") ?? [])];
    manager.find(({ textContent }) => textContent.includes("Manager"))?.click();
    await settled(element);
    byRole(element, "button", "Actions for Manager").click();
    await until(() => allByRole(element, "menuitem", /Delete/).length > 0, "the menu");
    const { userCount } = await memory.ports.roles.get({ id: "r-manager" }, context);
    expect(byRole(element, "menuitem", /Delete/).textContent).to.include(`Still in use: ${userCount} people`);
  });

  it("is read-only with the reason where roles cannot be written, in Russian", async () => {
    const { element } = await open(
      { "roles.create": "read_only", "roles.update": "read_only", "roles.remove": "read_only" },
      undefined,
      "ru",
    );
    expect(textOf(element)).to.include("Роли приходят из другой системы, здесь их можно только посмотреть.");
    expect(byRole(element, "grid").getAttribute("aria-readonly")).to.equal("true");
    expect(allByRole(element, "button", "Новая роль")).to.deep.equal([]);
    expect(allByRole(element, "button", /Действия/)).to.deep.equal([]);
    await expectAccessible(element);
  });

  it("shows who has a role, and changes rights, where it can be told but not changed who has it", async () => {
    const { element } = await open(["assignments.replace"], "Manager");
    byRole(element, "tab", /Given to/).click();
    await settled(element);
    expect(allByRole(element, "combobox")).to.deep.equal([]);
    expect(textOf(element)).to.include("Who has a role is decided elsewhere in this CRM.");
    expect(byRole(element, "button", "New role")).to.not.equal(null);
  });

  it("offers of the menu only what there is", async () => {
    const { element } = await open(["roles.create", "roles.remove"], "Manager");
    expect(allByRole(element, "button", "New role")).to.deep.equal([]);
    byRole(element, "button", "Actions for Manager").click();
    await until(() => allByRole(element, "menuitem").length > 0, "the menu");
    expect(allByRole(element, "menuitem").map(({ textContent }) => textContent)).to.deep.equal(["Rename"]);
  });

  it("does without an organisation", async () => {
    const { element } = await open(["org", "assignments", "events"], "Manager");
    expect(byRole(element, "grid").getAttribute("aria-label")).to.include("Manager");
  });
});
