import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { CrewError } from "@crewdock/contract";
import { expect } from "chai";
import { define } from "../kit/index.ts";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  expectCatalogue,
  focused,
  itIsAnElement,
  mount,
  press,
  settled,
  textOf,
  type,
  until,
} from "../kit/testing/index.ts";
import { CrewMailWizard } from "./mail-wizard.element.tsx";
import type { CrewMailAccountSavedEvent } from "./mail-wizard.events.ts";
import { en } from "./messages/en.ts";
import { ru } from "./messages/ru.ts";
import { passwordHint, withoutGroups } from "./model/password-sanity.ts";
import { settingsFor } from "./model/servers.ts";

interface Opened {
  readonly element: CrewMailWizard;
  readonly adapter: MemoryAdapter;
  readonly saved: readonly CrewMailAccountSavedEvent[];
}

async function open(attributes: Readonly<Record<string, string>> = {}): Promise<Opened> {
  define("crew-mail-wizard", CrewMailWizard);
  const adapter = createMemoryAdapter();
  const element = document.createElement("crew-mail-wizard") as CrewMailWizard;
  element.adapter = adapter;
  element.language = "en";
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const saved: CrewMailAccountSavedEvent[] = [];
  element.addEventListener("crew-mail-account-saved", (event) => saved.push(event));
  await mount(element);
  return { element, adapter, saved };
}

const field = (element: HTMLElement, name: string): HTMLInputElement => {
  const found = element.shadowRoot?.querySelector<HTMLInputElement>(`[name="${name}"]`);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};

/** Replaces what a field holds, as a person who selects all and types. */
async function enter(element: HTMLElement, name: string, text: string): Promise<void> {
  const input = await until(
    () => element.shadowRoot?.querySelector<HTMLInputElement>(`[name="${name}"]`),
    `field ${name}`,
  );
  input.focus();
  input.select();
  await type(text);
}

async function toPassword(element: HTMLElement, email: string): Promise<void> {
  await enter(element, "email", email);
  await press("Enter");
  await until(() => element.shadowRoot?.querySelector("[name=password]"), "the password step");
}

async function checked(element: HTMLElement, password: string): Promise<void> {
  await enter(element, "password", password);
  await press("Enter");
}

describe("mail wizard", () => {
  afterEach(cleanUp);

  it("recognises the provider while the address is typed, and fills its servers in", async () => {
    const { element } = await open();
    await enter(element, "email", "anna@yandex.ru");
    await until(() => textOf(element).includes("Yandex recognised"), "the provider");
    await press("Enter");
    await until(() => element.shadowRoot?.querySelector("[name=password]"));
    expect(field(element, "imap-host").value).to.equal("imap.yandex.ru");
    expect(field(element, "smtp-port").value).to.equal("465");
    expect(textOf(element)).to.include("App password");
  });

  it("recognises nobody's mailbox in what is not an address", async () => {
    const { element } = await open();
    for (const address of ["anna@yandex.ruanna@yandex.ru", "anna petrova@yandex.ru", "@yandex.ru"]) {
      await enter(element, "email", "anna@yandex.ru");
      await until(() => textOf(element).includes("recognised"), "the provider");
      await enter(element, "email", address);
      await until(() => !textOf(element).includes("recognised"), `nothing in ${address}`);
      expect(byRole(element, "button", "Yandex").getAttribute("aria-pressed")).to.equal("false");
    }
    byRole(element, "button", "Gmail").click();
    await settled(element);
    expect(textOf(element), "a tile is a choice").not.to.include("recognised");
  });

  it("lets typing replace the address it begins with, and add to one that was typed", async () => {
    const { element } = await open({ email: "anna@crewdock.test" });
    const address = field(element, "email");
    address.focus();
    await type("boris@crewdock.test");
    expect(address.value).to.equal("boris@crewdock.test");
    address.blur();
    address.focus();
    expect(address.selectionStart, "nothing is selected").to.equal(address.selectionEnd);
  });

  it("goes the whole way by keyboard and tells the host which account was saved", async () => {
    const { element, adapter, saved } = await open();
    await toPassword(element, "anna@gmail.com");
    await checked(element, "abcd efgh ijkl mnop");
    await until(() => textOf(element).includes("Mail account connected"), "the connection");
    expect(field(element, "sent-folder").value).to.not.equal("");
    await until(() => focused()?.classList.contains("wizard-title"), "the focus on the new step");
    (byRole(element, "button", "Save account") as HTMLButtonElement).focus();
    await press("Enter");
    await until(() => saved.length === 1, "the event");
    expect(saved[0]?.account.email).to.equal("anna@gmail.com");
    expect(JSON.stringify(saved[0]?.account)).to.not.include("abcd");
    expect(textOf(element)).to.include("anna@gmail.com is connected");
    expect(
      adapter
        .snapshot()
        .users.flatMap((user) => user.mailAccounts)
        .map((account) => account.email),
    ).to.include("anna@gmail.com");
  });

  it("calls a wrong password a wrong password, once, and keeps everything for another try", async () => {
    const { element } = await open();
    await toPassword(element, "anna@mail.ru");
    await checked(element, "wrong");
    await until(() => textOf(element).includes("Wrong password"), "the failure");
    expect(element.shadowRoot?.querySelectorAll(".banner.danger")).to.have.length(1);
    byRole(element, "button", "Enter another password").click();
    await until(() => element.shadowRoot?.querySelector("[name=password]"));
    expect(field(element, "password").value).to.equal("wrong");
    await checked(element, "right-password-1");
    await until(() => textOf(element).includes("Mail account connected"));
  });

  it("offers the fix of a mistaken port as a button that mends and checks again", async () => {
    const { element } = await open();
    await toPassword(element, "anna@gmail.com");
    element.shadowRoot?.querySelector<HTMLElement>("summary")?.click();
    await enter(element, "imap-port", "143");
    await checked(element, "good-password-12");
    const fix = await until(() => allByRole(element, "button", /Switch to STARTTLS on port 143/)[0], "the fix");
    fix.click();
    await until(() => textOf(element).includes("Mail account connected"), "the connection after the fix");
  });

  it("asks for what is missing without leaving the step, and puts the focus there", async () => {
    const { element } = await open();
    await enter(element, "email", "not an address");
    await press("Enter");
    await until(() => textOf(element).includes("This is not an e-mail address"));
    expect(focused()).to.equal(field(element, "email"));
    await toPassword(element, "anna@firm.example");
    await until(() => focused() === field(element, "password"), "the focus on the password");
    await press("Enter");
    await until(() => textOf(element).includes("Enter the password"));
  });

  it("shows every server field for a service that is not known, with guesses", async () => {
    const { element } = await open();
    await toPassword(element, "anna@firm.example");
    expect(element.shadowRoot?.querySelector<HTMLDetailsElement>(".servers")?.open).to.equal(true);
    expect(field(element, "imap-host").value).to.equal("imap.firm.example");
  });

  for (const address of ["anna@proton.me", "anna@outlook.com"]) {
    it(`says at once that ${address} cannot be connected, and offers nothing to fill in`, async () => {
      const { element } = await open();
      await enter(element, "email", address);
      await until(() => textOf(element).includes("cannot be connected with a password"), "the notice");
      expect(textOf(element)).not.to.include("the servers are filled in");
      expect((byRole(element, "button", "Continue") as HTMLButtonElement).disabled).to.equal(true);
      byRole(element, "button", "Other").click();
      await press("Enter");
      await settled(element);
      expect(element.shadowRoot?.querySelector("[name=imap-host]") === null).to.equal(true);
      await expectAccessible(element);
      await toPassword(element, "anna@firm.example");
    });
  }

  it("keeps servers that were typed when somebody looks at the address again, and fills anew for another", async () => {
    const { element } = await open();
    await toPassword(element, "anna@firm.example");
    await enter(element, "imap-host", "mx.firm.example");
    byRole(element, "button", "Back").click();
    await until(() => element.shadowRoot?.querySelector("[name=email]"), "the address");
    await press("Enter");
    await until(() => element.shadowRoot?.querySelector("[name=imap-host]"), "the servers");
    expect(field(element, "imap-host").value).to.equal("mx.firm.example");
    byRole(element, "button", "Back").click();
    await toPassword(element, "anna@other.example");
    expect(field(element, "imap-host").value).to.equal("imap.other.example");
  });

  it("says what to do when the backend cannot be asked, and goes on with what was typed", async () => {
    const { element, adapter } = await open();
    await toPassword(element, "anna@gmail.com");
    adapter.fail("mail.check", new CrewError("unavailable"), 1);
    await checked(element, "good-password-12");
    const retry = await until(() => allByRole(element, "button", "Try again")[0], "the retry");
    expect(element.shadowRoot!.querySelectorAll(".stage.running").length).to.equal(0);
    retry.click();
    await until(() => textOf(element).includes("Mail account connected"));
  });

  it("keeps the account when saving fails", async () => {
    const { element, adapter, saved } = await open();
    await toPassword(element, "anna@gmail.com");
    await checked(element, "good-password-12");
    await until(() => textOf(element).includes("Mail account connected"));
    adapter.fail("mail.create", new CrewError("unavailable"), 1);
    byRole(element, "button", "Save account").click();
    await until(() => element.shadowRoot?.querySelector(".banner.danger"), "the error");
    byRole(element, "button", "Save account").click();
    await until(() => saved.length === 1);
  });

  it("shows hostile texts as text", async () => {
    const { element } = await open();
    const hostile = `"<img src=x onerror=alert(1)>"@firm.example`;
    await enter(element, "email", hostile);
    await press("Enter");
    await until(() => textOf(element).includes("This is not an e-mail address"));
    expect(element.shadowRoot?.querySelector("img")).to.equal(null);
  });

  it("never puts the password into an attribute", async () => {
    const { element } = await open();
    await toPassword(element, "anna@gmail.com");
    await enter(element, "password", "planted-secret-77");
    expect(element.shadowRoot?.innerHTML).to.not.include("planted-secret-77");
  });

  for (const [name, reach] of [
    ["address", async (): Promise<CrewMailWizard> => (await open()).element],
    ["log-in", async (): Promise<CrewMailWizard> => at("anna@firm.example")],
    ["failure", async (): Promise<CrewMailWizard> => at("anna@gmail.com", "wrong", "Wrong password")],
    ["folder", async (): Promise<CrewMailWizard> => at("anna@gmail.com", "good-password-12", "Mail account connected")],
  ] as const) {
    it(`is accessible at the ${name} step, light and dark`, async () => {
      const element = await reach();
      await expectAccessible(element);
      element.theme = "dark";
      await settled(element);
      await expectAccessible(element);
    });
  }

  async function at(email: string, password?: string, text?: string): Promise<CrewMailWizard> {
    const { element } = await open();
    await toPassword(element, email);
    if (password !== undefined && text !== undefined) {
      await checked(element, password);
      await until(() => textOf(element).includes(text), text);
    }
    return element;
  }

  it("has every text in Russian with the same parameters", () => {
    expectCatalogue(en, ru);
  });

  itIsAnElement("crew-mail-wizard", {
    element: CrewMailWizard,
    setup: (element) => {
      element.adapter = createMemoryAdapter();
    },
  });
});

describe("what the wizard knows by itself", () => {
  it("takes the blanks out of a grouped app password and warns of odd ones", () => {
    expect(withoutGroups("abcd efgh ijkl mnop")).to.equal("abcdefghijklmnop");
    expect(withoutGroups("two words")).to.equal("two words");
    expect(passwordHint("пароль-123")).to.equal("cyrillic");
    expect(passwordHint("secret ")).to.equal("spaces");
    expect(passwordHint("correct horse")).to.equal(undefined);
  });

  it("logs in with the local part where the provider wants it", () => {
    const provider = {
      username: { imap: "localpart", smtp: "email" },
      imap: [],
      smtp: [],
      id: "x",
    } as unknown as Parameters<typeof settingsFor>[1];
    const settings = settingsFor("jan@wp.pl", provider);
    expect(settings.imap.username).to.equal("jan");
    expect(settings.smtp.username).to.equal("jan@wp.pl");
  });
});
