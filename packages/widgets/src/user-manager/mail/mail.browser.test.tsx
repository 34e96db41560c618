import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { expect } from "chai";
import {
  allByRole,
  byRole,
  byText,
  cleanUp,
  expectAccessible,
  focused,
  frame,
  press,
  textOf,
  type,
  until,
} from "../../kit/testing/index.ts";
import {
  open,
  inputOf,
  sheetOf,
  saveButton,
  startCreating,
  fillIn,
  edit,
  userBy,
} from "../testing/user-manager-page.ts";

describe("mail accounts of a user", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

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
