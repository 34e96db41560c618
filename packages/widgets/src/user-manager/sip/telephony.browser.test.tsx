import { expect } from "chai";
import { byRole, cleanUp, expectAccessible, focused, frame, textOf, until } from "../../kit/testing/index.ts";
import {
  open,
  inputOf,
  sheetOf,
  saveButton,
  enter,
  choose,
  startCreating,
  fillIn,
  elsewhere,
  userBy,
} from "../testing/user-manager-page.ts";

describe("telephony of a user", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

  const defaultsThere = (element: HTMLElement): boolean =>
    element.shadowRoot?.querySelector<HTMLInputElement>("[name=sipDomain]")?.value === "crewdock.test";

  const sipLogin = (element: HTMLElement): string | undefined =>
    element.shadowRoot?.querySelector<HTMLInputElement>("dialog [name=sipLogin]")?.value;

  async function connectSip(element: HTMLElement, password: string): Promise<void> {
    byRole(element, "switch", "Connect SIP account").click();
    await until(() => defaultsThere(element), "the defaults");
    await choose(element, "SIP account", "New account");
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
    await choose(element, "SIP account", "New account");
    byRole(element, "button", "Check account").click();
    await until(() => focused() === inputOf(element, "sipLogin"), "the first wrong field");
  });

  it("takes the first free account by itself when switched on, says so, and saves it with its stored password", async () => {
    const { element, adapter } = await open();
    const { items } = await elsewhere(adapter).telephony.freeSipAccounts({});
    await startCreating(element);
    await fillIn(element);
    byRole(element, "switch", "Connect SIP account").click();
    await until(() => sipLogin(element) === items[0]!.login, "the account");
    expect(byRole<HTMLInputElement>(element, "combobox", "SIP account").value).to.equal(items[0]!.login);
    expect(textOf(element)).to.contain("chosen for you");
    expect(textOf(element)).to.contain(`Free account ${items[0]!.login} chosen.`);
    expect(textOf(element)).to.contain("Stored. Leave empty to keep it.");
    saveButton(element).click();
    await until(() => sheetOf(element) === null, "the list");
    expect(userBy(adapter, "Petrova").sipAccount?.id).to.equal(items[0]!.id);
  });

  it("prefers the free account of the person's own number", async () => {
    const { element, adapter } = await open();
    const { items } = await elsewhere(adapter).telephony.freeSipAccounts({});
    await startCreating(element);
    await enter(element, "serviceNumber", items[1]!.login);
    byRole(element, "switch", "Connect SIP account").click();
    await until(() => sipLogin(element) === items[1]!.login, "the account");
  });

  it("leaves the choice of another account to the person, also when switched off and on again", async () => {
    const { element, adapter } = await open();
    const { items } = await elsewhere(adapter).telephony.freeSipAccounts({});
    await startCreating(element);
    const connect = byRole(element, "switch", "Connect SIP account");
    connect.click();
    await until(() => defaultsThere(element), "the account");
    await choose(element, "SIP account", items[1]!.login);
    expect(textOf(element)).not.to.contain("chosen for you");
    connect.click();
    await frame();
    connect.click();
    await until(() => sipLogin(element) === items[1]!.login, "the choice");
    expect(textOf(element)).not.to.contain("chosen for you");
  });
});
