import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import type { Grants, UserInput } from "@crewdock/contract";
import { expect } from "chai";
import {
  allByRole,
  byRole,
  cleanUp,
  focused,
  offered,
  press,
  settled,
  textOf,
  type,
  until,
} from "../../kit/testing/index.ts";
import type { CrewRoleEditor } from "../role-editor.element.ts";
import { context, elsewhere, open } from "../testing/role-editor-page.ts";

/** Opens the editor at a section. */
async function section(name: string, memory: MemoryAdapter): Promise<CrewRoleEditor> {
  const { element } = await open(undefined, memory);
  await show(element, name);
  return element;
}

async function show(element: CrewRoleEditor, name: string): Promise<void> {
  (await until(() => allByRole(element, "radio", name)[0], "the sections")).click();
  await settled(element);
}

/** How often a page of people was asked for. */
function countLists(memory: MemoryAdapter): () => number {
  const { list } = memory.ports.users;
  let calls = 0;
  memory.ports.users.list = (input, call) => {
    calls++;
    return list(input, call);
  };
  return () => calls;
}

/** The session says other rights than before, as after a change of the viewer's roles. */
function withdraw(memory: MemoryAdapter, ...actions: readonly (keyof Grants)[]): void {
  const { me } = memory.ports.session;
  memory.ports.session.me = async (input, call) => {
    const answer = await me(input, call);
    const grants = Object.entries(answer.grants).filter(([action]) => !actions.includes(action));
    return { ...answer, grants: Object.fromEntries(grants) };
  };
}

describe("<crew-role-editor>: sections", () => {
  afterEach(cleanUp);

  it("goes back to the roles when the right to the section that is open is withdrawn", async () => {
    const memory = createMemoryAdapter();
    const element = await section("People", memory);
    withdraw(memory, "user.view");
    await elsewhere(memory, { description: "Something else" });
    await until(() => allByRole(element, "radio", "People").length === 0, "the section to go");
    await settled(element);
    expect(byRole<HTMLInputElement>(element, "radio", "Roles").checked).to.equal(true);
    expect(allByRole(element, "grid")).to.have.length(1);
  });

  it("does not load people again when roles alone changed", async () => {
    const memory = createMemoryAdapter();
    const element = await section("Check-up", memory);
    const lists = countLists(memory);
    await elsewhere(memory, { name: "Salesperson" });
    await until(() => textOf(element).includes("Salesperson"), "the new name");
    await settled(element);
    expect(lists()).to.equal(0);
  });

  it("takes somebody who was deleted elsewhere off those who can open a record", async () => {
    const memory = createMemoryAdapter();
    const added: UserInput = {
      name: { first: "Zoe", last: "Quartermaine", patronymic: null },
      email: "zoe@crewdock.test",
      login: "zoe",
      password: null,
      timeZone: "Europe/Warsaw",
      serviceNumber: null,
      positionId: null,
      departmentId: "d-sales",
      groupIds: [],
      roleIds: [],
      sipAccount: null,
      mailAccounts: [],
    };
    // Through a place, so that no role changes along with the person.
    const subject = { type: "department", id: "d-sales" } as const;
    const { version } = await memory.ports.roles.get({ id: "r-manager" }, context);
    const given = { roleId: "r-manager", version, assignments: [{ subject, until: null }] };
    await memory.ports.assignments.replace(given, context);
    const created = await memory.ports.users.create({ user: added }, context);
    const user = await memory.ports.users.setState(
      { id: created.id, version: created.version, state: "active" },
      context,
    );
    const element = await section("People", memory);
    byRole(element, "tab", "Who can open a record").click();
    const names = (): string => element.shadowRoot!.querySelector(".can-list")?.textContent ?? "";
    await until(() => names() !== "", "the people");
    byRole(element, "combobox", "Owner").focus();
    await type("Quartermaine");
    await offered(element, 1, "the owner");
    await press("Enter");
    await settled(element);
    expect(names()).to.contain("Quartermaine");
    await memory.ports.users.remove({ id: user.id, version: user.version }, context);
    await until(() => !names().includes("Quartermaine"), "them to go");
  });

  it("takes the focus along to the rights of a person", async () => {
    const element = await section("People", createMemoryAdapter());
    byRole(element, "tab", "Who can open a record").click();
    const line = await until(() => element.shadowRoot!.querySelector<HTMLElement>(".can-name button"), "the people");
    line.focus();
    await press("Enter");
    await until(() => element.shadowRoot!.querySelector(".person-head"), "the person");
    expect(focused()?.getAttribute("role")).to.equal("tabpanel");
  });

  it("takes the focus along to what a line opens", async () => {
    const memory = createMemoryAdapter();
    await memory.ports.roles.create({ role: { name: "Leftover", description: null, grants: {} } }, context);
    const element = await section("Check-up", memory);
    const line = allByRole(element, "button", "Leftover").at(-1)!;
    line.focus();
    await press("Enter");
    await settled(element);
    expect(byRole(element, "grid").getAttribute("aria-label")).to.contain("Leftover");
    expect(focused()?.textContent).to.contain("Leftover");
  });
});
