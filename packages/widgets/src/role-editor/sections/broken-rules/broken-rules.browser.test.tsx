import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { CrewError, type Id, roleFileOf, writeRoleFile } from "@crewdock/contract";
import { expect } from "chai";
import { allByRole, byRole, cleanUp, expectAccessible, settled, type, until } from "../../../kit/testing/index.ts";
import type { CrewRoleEditor } from "../../role-editor.element.ts";
import { keep, mustNot, sentence } from "../../testing/kept-rules.ts";
import { bar, button, context, open, pick, roleOf } from "../../testing/role-editor-page.ts";

const refused = (id: Id): CrewError =>
  new CrewError("expectation_broken", {
    broken: [{ expectation: { ...mustNot, subject: { type: "user", id } }, count: 2, userIds: [id] }],
  });

/** The wizard at its last step. */
async function atPeople(element: CrewRoleEditor): Promise<HTMLElement> {
  button(element, "New role").click();
  (await until(() => allByRole(element, "textbox", "Name")[0], "the wizard")).focus();
  await type("Trainee");
  for (let step = 0; step < 2; step++) {
    button(element, "Next").click();
    await settled(element);
  }
  return byRole(element, "dialog", "New role");
}

describe("<crew-role-editor>: rules that a change was refused for", () => {
  afterEach(cleanUp);

  it("leaves the word to the server where the rules cannot be read, which names the one that is broken", async () => {
    const memory = createMemoryAdapter();
    await keep(memory, mustNot);
    const { element } = await open("Manager", {
      ...memory,
      ports: {
        ...memory.ports,
        roles: { ...memory.ports.roles, expectations: async () => ({ version: "", expectations: [] }) },
      },
    });
    await pick(element, "contact.export", "Own");
    button(element, "Save").click();
    await until(() => bar(element)?.textContent.includes(sentence) === true, "the sentence");
    expect(bar(element)!.textContent).to.contain(mustNot.note);
    expect((await roleOf(memory)).grants["contact.export"] ?? "none").to.equal("none");
  });

  it("names the rule that a new role was refused for, by the person it is about", async () => {
    const { element, memory } = await open();
    const { manager } = memory.company.demoPeople;
    const dialog = await atPeople(element);
    memory.fail("roles.create", refused(manager));
    button(element, "Create role").click();
    const { name } = await memory.ports.users.get({ id: manager }, context);
    await until(
      () => dialog.textContent.includes(`${name.first} ${name.last} must not have “Contacts: Export”`),
      "the sentence",
    );
    expect(byRole(element, "alert").textContent)
      .to.contain("This would break a rule about rights")
      .and.to.contain("(2 people would break it)")
      .and.to.contain(mustNot.note);
    await expectAccessible(element);
  });

  it("tells three rules and how many more there are", async () => {
    const { element, memory } = await open();
    const dialog = await atPeople(element);
    const broken = [1, 2, 3, 4, 5].map((id) => ({ expectation: { ...mustNot, id: `e-${id}` }, count: 0, userIds: [] }));
    memory.fail("roles.create", new CrewError("expectation_broken", { broken }));
    button(element, "Create role").click();
    await until(() => dialog.textContent.includes("and 2 more"), "the rest");
    expect(dialog.textContent.split(sentence).length - 1).to.equal(3);
  });

  it("leaves the general text until the person can be named, and says so where they are out of sight", async () => {
    const { element, memory } = await open();
    const dialog = await atPeople(element);
    const release = memory.hold("users.get");
    memory.fail("roles.create", refused("u-none"));
    button(element, "Create role").click();
    await until(() => dialog.textContent.includes("This would break a rule about rights"), "the general text");
    expect(dialog.textContent).not.to.contain("Contacts: Export");
    release();
    await until(() => dialog.textContent.includes("somebody out of sight must not have"), "the sentence");
  });

  it("names the rule that the import of a role was refused for", async () => {
    const memory = createMemoryAdapter();
    await keep(memory, mustNot);
    const { element } = await open(undefined, memory);
    const { items } = await memory.ports.roles.list({}, context);
    const file = roleFileOf(items, new Date("2026-03-01T12:00:00.000Z"));
    const roles = file.roles.map((entry) =>
      entry.id === "r-manager"
        ? { ...entry, grants: { ...entry.grants, "contact.view": "any", "contact.export": "any" } as const }
        : entry,
    );
    button(element, "More actions").click();
    await settled(element);
    byRole(element, "menuitem", /Import roles/u).click();
    const input = await until(
      () => element.shadowRoot!.querySelector<HTMLInputElement>("input[type=file]"),
      "the choice of a file",
    );
    const data = new DataTransfer();
    data.items.add(new File([writeRoleFile({ ...file, roles })], "roles.json", { type: "application/json" }));
    input.files = data.files;
    input.dispatchEvent(new Event("change"));
    (await until(() => allByRole(element, "button", "Save 1 role")[0], "what would change")).click();
    const dialog = byRole(element, "dialog", "Import roles");
    await until(() => dialog.querySelector(".import-steps")?.textContent.includes(sentence), "the sentence");
    expect(dialog.textContent).to.contain(mustNot.note).and.to.contain("This would break a rule about rights");
    expect((await roleOf(memory)).grants["contact.export"] ?? "none").to.equal("none");
    await expectAccessible(element);
  });
});
