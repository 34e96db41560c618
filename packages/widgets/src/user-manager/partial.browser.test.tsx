import type { MemoryAdapter } from "@crewdock/adapters/memory";
import type { User } from "@crewdock/contract";
import { expect } from "chai";
import { allByRole, byRole, cleanUp, expectAccessible, settled, textOf, until } from "../kit/testing/index.ts";
import { partialAdapter, usersAndRolesOnly } from "./testing/partial-adapter.ts";
import {
  edit,
  elsewhere,
  enter,
  fillIn,
  inputOf,
  names,
  open,
  rowOf,
  rows,
  saveButton,
  sheetOf,
  startCreating,
  userBy,
} from "./testing/user-manager-page.ts";

const sectionTitles = (element: HTMLElement): readonly string[] =>
  [...(sheetOf(element)?.querySelectorAll(".form-section h3") ?? [])].map((title) => title.textContent);
const heads = (element: HTMLElement): readonly string[] =>
  [...(element.shadowRoot?.querySelectorAll("th") ?? [])].map((head) => head.textContent);

async function menuOf(element: HTMLElement, name: string): Promise<readonly string[]> {
  rowOf(element, name).querySelector<HTMLElement>(".user-menu")?.click();
  await until(() => allByRole(element, "menuitem").length > 0, "the menu");
  return allByRole(element, "menuitem").map((item) => item.textContent);
}

const userOf = (adapter: MemoryAdapter, id: string | undefined): User => {
  const user = adapter.snapshot().users.find((each) => each.id === id);
  if (user === undefined) throw new Error(`no user ${id}`);
  return user;
};

/** The last name of somebody in the list who is not the actor. */
const somebodyElse = (element: HTMLElement, adapter: MemoryAdapter): string => {
  const row = rows(element).find(({ dataset }) => dataset["id"] !== adapter.company.demoPeople.admin);
  return userOf(adapter, row?.dataset["id"]).name.last;
};

function see(state: DocumentVisibilityState): void {
  Object.defineProperty(document, "visibilityState", { configurable: true, value: state });
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("user manager on a backend that offers a part", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

  it("leaves out telephony and mail where there are none, and makes and changes people all the same", async () => {
    const { element, adapter } = await open(partialAdapter(usersAndRolesOnly, { sipAccount: { write: false } }));
    await startCreating(element);
    expect(sectionTitles(element)).to.deep.equal(["Person", "Access", "Work"]);
    const anchors = [...(element.shadowRoot?.querySelectorAll(".section-link") ?? [])];
    expect(anchors.map((anchor) => anchor.textContent)).to.deep.equal(["Person", "Access", "Work"]);
    await fillIn(element);
    await enter(element, "password", "Lantern-47-orchard");
    await enter(element, "passwordAgain", "Lantern-47-orchard");
    saveButton(element).click();
    await until(() => sheetOf(element) === null, "the sheet to close");
    expect(userBy(adapter, "Petrova").sipAccount).to.equal(null);
    await expectAccessible(element);
  });

  it("has no column of extensions where nobody has one", async () => {
    const partial = partialAdapter(usersAndRolesOnly);
    const { users } = partial.ports;
    const list: typeof users.list = async (query, context) => {
      const page = await users.list(query, context);
      return { ...page, items: page.items.map((user) => ({ ...user, sipAccount: null })) };
    };
    const ports = { ...partial.ports, users: { ...users, list } };
    const { element } = await open({ ...partial, ports });
    expect(heads(element)).not.to.include("Extension");
    expect(element.shadowRoot?.querySelector(".extension-cell")).to.equal(null);
  });

  it("tells people apart by their roles where there are neither positions nor departments", async () => {
    const partial = partialAdapter(usersAndRolesOnly);
    const { users, org } = partial.ports;
    const all = { id: "all", version: "1", name: "Company", parentId: null, headId: null };
    const { element } = await open({
      ...partial,
      ports: {
        ...partial.ports,
        users,
        org: { ...org, read: async () => ({ departments: [all], positions: [], groups: [] }) },
      },
    });
    expect(heads(element)).to.include("Role");
    const row = rows(element).find(({ dataset }) => userOf(partial, dataset["id"]).roleIds.length > 0);
    const [roleId] = userOf(partial, row?.dataset["id"]).roleIds;
    expect(row?.textContent).to.include(partial.snapshot().roles.find(({ id }) => id === roleId)?.name);
    await startCreating(element);
    expect(allByRole(element, "combobox", "Position")).to.deep.equal([]);
    expect(allByRole(element, "combobox", "Department")).to.deep.equal([]);
    expect(sectionTitles(element)).to.include("Work");
  });

  it("has no button to make people where the CRM makes none, and says why where it could", async () => {
    const { element } = await open(partialAdapter(["users.create"]));
    expect(allByRole(element, "button", "Create user")).to.deep.equal([]);
    await cleanUp();
    const greyed = (await open(partialAdapter({ "users.create": "other_plan" }), "ru")).element;
    const button = byRole(greyed, "button", "Добавить сотрудника") as HTMLButtonElement;
    expect(button.disabled).to.equal(true);
    expect(button.closest("[title]")?.getAttribute("title")).to.equal("Не входит в ваш тариф");
  });

  it("leaves out of the menu what the CRM does not have, and greys what it could have", async () => {
    const { element, adapter } = await open(partialAdapter(["users.setState"]));
    expect(await menuOf(element, somebodyElse(element, adapter))).to.deep.equal(["Edit"]);
    await cleanUp();
    const greyed = (await open(partialAdapter({ "users.setState": "read_only" }))).element;
    const items = await menuOf(greyed, somebodyElse(greyed, adapter));
    expect(items.slice(1).every((text) => text.endsWith("This CRM is read-only here"))).to.equal(true);
  });

  it("only shows people where they cannot be changed, and says why", async () => {
    const { element, adapter } = await open(partialAdapter({ "users.update": "read_only" }));
    await edit(element, somebodyElse(element, adapter));
    expect(inputOf(element, "last").matches(":disabled")).to.equal(true);
    expect(textOf(element)).to.include("This comes from another system and can only be read here.");
    expect(element.shadowRoot?.querySelector("[part=save]")).to.equal(null);
  });

  it("can be refreshed by hand, and refreshes by itself on return, where the CRM tells of no changes", async () => {
    const { element, adapter } = await open(partialAdapter(["events"]));
    const someone = adapter.snapshot().users.find(({ state }) => state === "active") ?? userBy(adapter, "");
    const rename = (last: string, version: string) =>
      elsewhere(adapter).users.update({ id: someone.id, version, patch: { name: { ...someone.name, last } } });
    const { version } = await rename("Aabakken", someone.version);
    byRole(element, "button", "Refresh").click();
    await until(() => names(element).some((name) => name.includes("Aabakken")), "the new name");
    await rename("Aaberg", version);
    see("hidden");
    const { now } = performance;
    performance.now = () => now.call(performance) + 60_000;
    see("visible");
    performance.now = now;
    await until(() => names(element).some((name) => name.includes("Aaberg")), "the newer name");
  });

  it("needs no button to refresh where changes appear by themselves", async () => {
    const { element } = await open();
    expect(allByRole(element, "button", "Refresh")).to.deep.equal([]);
  });
});

describe("user manager on a backend that cannot write every field", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

  const fields = {
    "name.patronymic": { write: false },
    timeZone: { write: false, why: "read_only" },
    password: { write: false },
    serviceNumber: { write: true, required: true, maxLength: 4 },
  } as const;

  it("asks nothing of somebody new that would not be kept", async () => {
    const { element } = await open(partialAdapter([], fields));
    await startCreating(element);
    for (const name of ["patronymic", "password"]) expect(() => inputOf(element, name)).to.throw();
    expect(allByRole(element, "combobox", "Time zone")).to.deep.equal([]);
    expect(allByRole(element, "radio")).to.deep.equal([]);
  });

  it("shows what cannot be changed with the reason, in Russian, and does not send it", async () => {
    const adapter = partialAdapter([], fields);
    const { element } = await open(adapter, "ru");
    const someone =
      adapter.snapshot().users.find(({ name }) => (name.patronymic ?? "") !== "") ?? userBy(adapter, "nobody");
    await edit(element, someone.name.last);
    const patronymic = inputOf(element, "patronymic");
    expect([patronymic.readOnly, patronymic.value]).to.deep.equal([true, someone.name.patronymic]);
    expect(patronymic.closest(".field")?.textContent).to.include("В вашей CRM изменить это здесь нельзя.");
    const zone = byRole(element, "combobox", "Часовой пояс") as HTMLInputElement;
    expect(zone.disabled).to.equal(true);
    await enter(element, "serviceNumber", "12345");
    saveButton(element).click();
    await settled(element);
    expect(textOf(element)).to.include("Не длиннее");
    await enter(element, "serviceNumber", "1234");
    saveButton(element).click();
    await until(() => sheetOf(element) === null, "the sheet to close");
    expect(userBy(adapter, someone.name.last).serviceNumber).to.equal("1234");
    await expectAccessible(element);
  });

  it("demands what this backend alone requires", async () => {
    const { element } = await open(partialAdapter([], fields));
    await startCreating(element);
    saveButton(element).click();
    await settled(element);
    expect(inputOf(element, "serviceNumber").getAttribute("aria-invalid")).to.equal("true");
    expect(inputOf(element, "serviceNumber").getAttribute("aria-required")).to.equal("true");
  });
});
