import { expect } from "chai";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  itIsAnElement,
  press,
  settled,
  textOf,
  until,
} from "../kit/testing/index.ts";
import { CrewRoleEditor } from "./role-editor.element.ts";
import { context, roleOf, elsewhere, open, roleItem, cell, bar, button } from "./testing/role-editor-page.ts";

describe("<crew-role-editor>", () => {
  afterEach(cleanUp);

  it("lists the roles with how many people have each and opens the first", async () => {
    const { element, memory } = await open();
    const { items } = await memory.ports.roles.list({}, context);
    for (const { name, userCount } of items) expect(roleItem(element, name).textContent).to.contain(String(userCount));
    expect(byRole(element, "grid").getAttribute("aria-label")).to.contain(items[0]?.name);
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

  it("shows hostile names as text", async () => {
    const memory = createMemoryAdapter();
    const name = `<img src=x onerror=alert(1)>'; DROP TABLE roles;-- אבג`;
    await memory.ports.roles.create({ role: { name, description: `{count} ${name}`, grants: {} } }, context);
    const { element } = await open("DROP TABLE", memory);
    expect(element.shadowRoot!.querySelector("h2 > bdi")?.textContent).to.equal(name);
    expect(element.shadowRoot!.querySelector("img")).to.equal(null);
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

  it("keeps its ground under all of a long matrix where the host gives it less height", async () => {
    const { element } = await open();
    element.style.cssText = "inline-size: 360px; block-size: 500px";
    await settled(element);
    const box = element.shadowRoot!.querySelector<HTMLElement>(".crew")!;
    expect(box.scrollHeight).to.be.above(500);
    expect(box.offsetHeight).to.be.at.least(box.scrollHeight);
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
