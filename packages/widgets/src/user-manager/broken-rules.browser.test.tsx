import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { type BrokenExpectation, CrewError } from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";
import { expect } from "chai";
import { allByRole, byRole, cleanUp, expectAccessible, settled, until } from "../kit/testing/index.ts";
import { edit, elsewhere, enter, names, open, rowOf, saveButton, userBy } from "./testing/user-manager-page.ts";

const company = sampleCompany({ expectations: true });
const [first] = company.expectations;
const sentence = "Everybody in the position “Sales representative” must not have “Contacts: Export”";
const general = "This would break a rule about rights";

const withRules = (): MemoryAdapter => createMemoryAdapter({ company });
const refused = (expectation: Partial<BrokenExpectation["expectation"]> = {}): CrewError =>
  new CrewError("expectation_broken", {
    broken: [{ expectation: { ...first!, ...expectation }, count: 1, userIds: [] }],
  });
const alert = (element: HTMLElement): string =>
  allByRole(element, "alert")
    .map(({ textContent }) => textContent)
    .join("\n");

async function run(element: HTMLElement, name: string, action: string): Promise<void> {
  await settled(element);
  rowOf(element, name).querySelector<HTMLElement>(".user-menu")?.click();
  await until(() => allByRole(element, "menuitem").length > 0, "the menu");
  byRole(element, "menuitem", action).click();
}

describe("<crew-user-manager>: rules that a change breaks", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

  it("names the rule that a save was refused for, why it is kept, and by how many it would be broken", async () => {
    const adapter = withRules();
    const { element } = await open(adapter);
    await edit(element, "Almeida");
    await enter(element, "first", "Rafa");
    adapter.fail("users.update", refused());
    saveButton(element).click();
    await until(() => alert(element).includes(sentence), "the sentence");
    expect(alert(element))
      .to.contain(general)
      .and.to.contain("What you typed is still here")
      .and.to.contain("(1 person would break it)")
      .and.to.contain(first!.note);
    await expectAccessible(element);
  });

  it("names the rule that an activation was refused for, by the person it is about", async () => {
    const adapter = createMemoryAdapter();
    const { id } = userBy(adapter, "Almeida");
    const there = elsewhere(adapter);
    await there.users.setState({ id, version: userBy(adapter, "Almeida").version, state: "blocked" });
    const rule = { ...first!, subject: { type: "user", id }, action: "contact.view", note: null } as const;
    const { version } = await there.roles.expectations({});
    await there.roles.setExpectations({ version, expectations: [rule] });
    const { element } = await open(adapter);
    await run(element, "Almeida", "Unblock");
    await until(() => alert(element).includes("Rafael Almeida must not have “Contacts: View”"), "the sentence");
    expect(alert(element)).to.contain(general).and.to.contain("(1 person would break it)");
    expect(userBy(adapter, "Almeida").state).to.equal("blocked");
    await expectAccessible(element);
  });

  it("leaves the general text while the words are on their way", async () => {
    const adapter = withRules();
    const { element } = await open(adapter);
    const release = adapter.hold("roles.catalogue");
    adapter.fail("users.setState", refused());
    await run(element, "Almeida", "Block");
    await until(() => alert(element).includes(general), "the general text");
    expect(alert(element)).not.to.contain(sentence);
    release();
    await until(() => alert(element).includes(sentence), "the sentence");
  });

  it("tells why the rule is kept where rights cannot be named, and the general text where there is no reason", async () => {
    const adapter = withRules();
    const { element } = await open(adapter);
    adapter.fail("roles.catalogue", "unavailable", Infinity);
    adapter.fail("users.setState", refused());
    await run(element, "Almeida", "Block");
    await until(() => alert(element).includes(first!.note!), "the reason");
    expect(alert(element)).to.contain(general).and.not.to.contain("Contacts: Export");
    byRole(element, "button", "Dismiss").click();
    await settled(element);
    adapter.fail("users.setState", refused({ note: null }));
    await run(element, "Almeida", "Block");
    await until(() => alert(element).includes(general), "the general text");
    await settled(element);
    expect(element.shadowRoot!.querySelector("[role=alert] ul")).to.equal(null);
  });

  it("asks for no words where the viewer may not see roles, and tells why the rule is kept", async () => {
    const grants = {
      ...company.roles.find(({ id }) => id === "r-admin")!.grants,
      "role.view": "none",
      "role.manage": "none",
    };
    const roles = company.roles.map((role) =>
      role.id === "r-admin" ? { ...role, grants } : role,
    ) as typeof company.roles;
    const adapter = createMemoryAdapter({ company: { ...company, roles, expectations: [] } });
    const { element } = await open(adapter);
    adapter.fail("users.setState", refused());
    await run(element, "Almeida", "Block");
    await until(() => alert(element).includes(first!.note!), "the reason");
    expect(alert(element)).not.to.contain("Contacts: Export");
  });

  it("speaks every language, fits 360 px, in the dark", async () => {
    for (const [language, words] of [
      ["ru", "нарушит 1 человек"],
      ["pl", "złamałaby ją 1 osoba"],
      ["pt-BR", "1 pessoa quebraria a regra"],
    ] as const) {
      const adapter = withRules();
      const { element } = await open(adapter, language);
      element.style.colorScheme = "dark";
      element.style.inlineSize = "360px";
      await edit(element, names(element)[0]!);
      await enter(element, "first", "Rafa");
      adapter.fail("users.update", refused());
      saveButton(element).click();
      await until(() => alert(element).includes(words), "the sentence");
      expect(element.scrollWidth).to.be.at.most(360);
      await expectAccessible(element);
      element.remove();
    }
  });
});
