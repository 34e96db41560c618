import { createMemoryAdapter, type MemoryAdapter, type MemoryAdapterOptions } from "@crewdock/adapters/memory";
import type { Assignment, Id, Role } from "@crewdock/contract";
import { expect } from "chai";
import { allByRole, byRole, cleanUp, expectAccessible, settled, textOf, until } from "../../../kit/testing/index.ts";
import { context, open, type Opened, roleOf } from "../../testing/role-editor-page.ts";

/** Opens the check-up of a company. */
async function checkUp(memory: MemoryAdapter, language = "en", width?: number): Promise<Opened> {
  const opened = await open(undefined, memory, language);
  if (width !== undefined) opened.element.style.inlineSize = `${width}px`;
  const name = language === "ru" ? "Проверка" : "Check-up";
  (await until(() => allByRole(opened.element, "radio", name)[0], "the sections")).click();
  await settled(opened.element);
  return opened;
}

const create = (memory: MemoryAdapter, name: string, grants: Role["grants"]): Promise<Role> =>
  memory.ports.roles.create({ role: { name, description: null, grants } }, context);
const give = async (memory: MemoryAdapter, id: Id, ...to: readonly Omit<Assignment, "roleId">[]): Promise<void> => {
  const { version } = await roleOf(memory, id);
  await memory.ports.assignments.replace({ roleId: id, version, assignments: to }, context);
};
/** What stands under the title of a group. */
const group = (opened: Opened, title: string): string =>
  [...opened.element.shadowRoot!.querySelectorAll<HTMLElement>(".finding-group")].find(
    (each) => each.getAttribute("aria-label") === title,
  )?.textContent ?? "";

/** A company without loose ends: everybody has what their position gives, through the position alone. */
async function tidy(options?: MemoryAdapterOptions): Promise<MemoryAdapter> {
  const memory = createMemoryAdapter(options);
  const { positions } = await memory.ports.org.read({}, context);
  for (const { id, version } of positions)
    await memory.ports.org.updatePosition({ id, version, patch: { defaultRoleId: null } }, context);
  return memory;
}

describe("<crew-role-editor>: check-up", () => {
  afterEach(cleanUp);

  it("tells of roles that are alike, empty and had by nobody, and opens them", async () => {
    const memory = createMemoryAdapter();
    const { grants } = await roleOf(memory);
    await create(memory, "Salesperson", grants);
    await create(memory, "Leftover", {});
    const opened = await checkUp(memory);
    expect(group(opened, "Roles that allow the same")).to.match(/Manager.*Salesperson|Salesperson.*Manager/u);
    expect(group(opened, "Roles that allow nothing")).to.contain("Leftover");
    expect(group(opened, "Roles that nobody has")).to.contain("Salesperson").and.to.contain("Not given to anybody");
    await expectAccessible(opened.element);
    allByRole(opened.element, "button", "Leftover").at(-1)!.click();
    await settled(opened.element);
    expect(byRole(opened.element, "grid").getAttribute("aria-label")).to.contain("Leftover");
  });

  it("tells when the last assignment of a role ended", async () => {
    const memory = createMemoryAdapter();
    const { id } = await create(memory, "Stand-in", { "deal.view": "any" });
    const { items } = await memory.ports.users.list({ limit: 1 }, context);
    const subject = { type: "user", id: items[0]!.id } as const;
    await give(memory, id, { subject, until: "2026-01-16T00:00:00.000Z" });
    const opened = await checkUp(memory);
    expect(group(opened, "Given only until dates that have passed")).to.match(/Stand-in.*ended Jan 1[56], 2026/u);
  });

  it("names people whose roles do not fit their position, and hands them to the host", async () => {
    const memory = createMemoryAdapter();
    const { id } = await create(memory, "Extra rights", { "deal.view": "any" });
    const { items } = await memory.ports.users.list({ limit: 200 }, context);
    const user = items.find(({ positionId, roleIds }) => positionId !== null && roleIds.length > 0)!;
    await give(memory, id, { subject: { type: "user", id: user.id }, until: null });
    const opened = await checkUp(memory);
    const title = "Direct roles besides the position";
    expect(group(opened, title)).to.contain(user.name.last).and.to.contain("Extra rights");
    const told = new Promise<Id>((resolve) =>
      opened.element.addEventListener("crew-role-open-user", ({ userId }) => resolve(userId)),
    );
    allByRole(opened.element, "button", user.name.last)[0]!.click();
    expect(await told).to.equal(user.id);
  });

  it("tells of a role that comes twice, by the name of the other way", async () => {
    const memory = createMemoryAdapter();
    const { id } = await create(memory, "Both ways", { "deal.view": "any" });
    const { items } = await memory.ports.users.list({ limit: 1 }, context);
    const user = items[0]!;
    const { departments } = await memory.ports.org.read({}, context);
    const { name } = departments.find((each) => each.id === user.departmentId)!;
    await give(
      memory,
      id,
      { subject: { type: "user", id: user.id }, until: null },
      { subject: { type: "department", id: user.departmentId }, until: null },
    );
    const opened = await checkUp(memory);
    expect(group(opened, "Roles that come twice")).to.contain(`Both ways: also from department “${name}”`);
  });

  it("follows what is changed elsewhere", async () => {
    const memory = createMemoryAdapter();
    const role = await create(memory, "Leftover", {});
    const opened = await checkUp(memory);
    expect(group(opened, "Roles that allow nothing")).to.contain("Leftover");
    await memory.ports.roles.remove({ id: role.id, version: role.version }, context);
    await until(() => group(opened, "Roles that allow nothing") === "", "the role to go");
  });

  it("says that all is tidy, in Russian and 360 px too", async () => {
    const memory = await tidy({ without: ["users.list"] });
    const opened = await checkUp(memory, "ru", 360);
    await until(() => textOf(opened.element).includes("Всё в порядке"), "the empty state");
    expect(textOf(opened.element)).to.contain("Проверяются только роли");
    expect(opened.element.scrollWidth).to.be.at.most(360);
    await expectAccessible(opened.element);
  });

  it("offers another try where people cannot be loaded", async () => {
    const memory = createMemoryAdapter();
    const opened = await open(undefined, memory);
    memory.fail("users.list", "unavailable");
    (await until(() => allByRole(opened.element, "radio", "Check-up")[0], "the sections")).click();
    await until(() => textOf(opened.element).includes("The server cannot be reached"), "the error");
    await expectAccessible(opened.element);
    allByRole(opened.element, "button", "Try again").at(-1)!.click();
    await until(() => opened.element.shadowRoot!.querySelector(".check-up-groups"), "the findings");
  });
});
