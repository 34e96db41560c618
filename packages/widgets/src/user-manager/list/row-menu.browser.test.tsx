import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { expect } from "chai";
import { allByRole, byRole, settled, textOf, type, until, cleanUp } from "../../kit/testing/index.ts";
import { open, rows, rowOf, elsewhere, userBy } from "../testing/user-manager-page.ts";

describe("menu of a user's row", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

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
