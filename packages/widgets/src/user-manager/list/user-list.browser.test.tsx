import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { type Adapter, defineAdapter } from "@crewdock/contract";
import { sendKeys } from "@web/test-runner-commands";
import { expect } from "chai";
import { define } from "../../kit/index.ts";
import {
  allByRole,
  byRole,
  expectAccessible,
  focused,
  frame,
  mount,
  press,
  settled,
  textOf,
  type,
  until,
  cleanUp,
} from "../../kit/testing/index.ts";
import { CrewUserManager } from "../user-manager.element.ts";
import { open, rows, names, rowOf, sheetOf, elsewhere, userBy } from "../testing/user-manager-page.ts";

describe("list of users", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

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
    byRole(element, "button", "Last name").click();
    await until(() => names(element)[0] !== first, "the other end");
    const header = element.shadowRoot?.querySelector("th.user-cell");
    expect(header?.getAttribute("aria-sort")).to.equal("descending");
  });

  it("lets the part of the name that sorts the list stand out, wherever it is read", async () => {
    const { element } = await open();
    const sorted = rows(element).map((row) => row.querySelector(".user-open b")!.textContent);
    expect(sorted.slice(0, 3)).to.deep.equal(["Almeida", "Araújo", "Barbosa"]);
    element.shadowRoot?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
    await type("соколова");
    await until(() => names(element).includes("Соколова Анна Викторовна"), "the name");
    expect(rows(element)[0]!.querySelector(".user-open b")!.textContent).to.equal("Соколова");
  });

  for (const language of ["en", "ru"]) {
    it(`has room for the state and the age of an invitation (${language})`, async () => {
      const { element } = await open(createMemoryAdapter(), language);
      for (const width of [1100, 896, 700]) {
        element.style.inlineSize = `${width}px`;
        await frame();
        const cut = [...element.shadowRoot!.querySelectorAll<HTMLElement>(".state-cell :is(.badge, .cell-detail)")]
          .filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
          .map((part) => part.textContent);
        expect(cut, `at ${width} px`).to.deep.equal([]);
      }
    });
  }

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
