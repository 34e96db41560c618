import { createMemoryAdapter, type MemoryAdapter, type MemoryAdapterOptions } from "@crewdock/adapters/memory";
import type { Ports, RightUse } from "@crewdock/contract";
import { sampleCompany, type SampleCompany } from "@crewdock/contract/sample";
import { expect } from "chai";
import { allByRole, byRole, cleanUp, expectAccessible, settled, until } from "../../../kit/testing/index.ts";
import { context, open, type Opened, roleOf } from "../../testing/role-editor-page.ts";

const title = "Rights that nobody uses";

/** Opens the check-up of a company. */
async function checkUp(memory: MemoryAdapter, language = "en", width?: number): Promise<Opened> {
  const opened = await open(undefined, memory, language);
  if (width !== undefined) opened.element.style.inlineSize = `${width}px`;
  const name = language === "ru" ? "Проверка" : "Check-up";
  (await until(() => allByRole(opened.element, "radio", name)[0], "the sections")).click();
  return opened;
}

const groups = ({ element }: Opened): readonly HTMLElement[] => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>(".finding-group"),
];
/** The group once it is there, with its words as they are in the end. */
async function group(opened: Opened, contains: string, label = title): Promise<HTMLElement> {
  const find = (): HTMLElement | undefined => groups(opened).find((each) => each.getAttribute("aria-label") === label);
  const found = await until(() => (find()?.textContent.includes(contains) ? find() : undefined), `“${contains}”`);
  await settled(opened.element);
  return found;
}
/** What is said of a role. */
const line = (within: HTMLElement, role: string): string =>
  [...within.querySelectorAll(".finding")].map((each) => each.textContent).find((text) => text.startsWith(role)) ?? "";

function companyWith(uses: (company: SampleCompany) => Partial<SampleCompany["uses"]>): MemoryAdapterOptions {
  const company = sampleCompany();
  return { company: { ...company, uses: { ...company.uses, ...uses(company) } } };
}

/** The same backend with another answer about uses. */
function telling(memory: MemoryAdapter, usage: Ports["roles"]["usage"]): MemoryAdapter {
  return { ...memory, ports: { ...memory.ports, roles: { ...memory.ports.roles, usage } } };
}

describe("<crew-role-editor>: rights that nobody uses", () => {
  afterEach(cleanUp);

  it("names them by role and entity, and opens the role", async () => {
    const opened = await checkUp(createMemoryAdapter());
    const found = await group(opened, "Recorded since");
    expect(found.textContent).to.contain("for 90 days").and.to.contain("Good to know");
    expect(line(found, "Head of department")).to.equal("Head of departmentCompanies: Delete, ExportTasks: Export");
    expect(line(found, "Chief executive")).to.contain("Audit log");
    expect(line(found, "Administrator")).to.equal("");
    await expectAccessible(opened.element);
    allByRole(found, "button", "Manager")[0]!.click();
    await settled(opened.element);
    expect(byRole(opened.element, "grid").getAttribute("aria-label")).to.contain("Manager");
  });

  it("tells of many entities how many more there are", async () => {
    const memory = createMemoryAdapter();
    const { items } = await memory.ports.roles.usage({}, context);
    const idle = items.map((item): RightUse => ({ ...item, users: 0, lastUsedAt: null }));
    const found = await group(await checkUp(telling(memory, async () => ({ items: idle }))), "Recorded since");
    const told = [...found.querySelectorAll(".finding")].find((each) => each.textContent.startsWith("Chief executive"));
    const rights = [...(told?.querySelectorAll(".unused-rights > span") ?? [])].map((each) => each.textContent);
    expect(rights).to.have.length(8);
    expect(rights.at(-1)).to.match(/^and \d more$/u);
  });

  it("says when it is too early to tell", async () => {
    const since = new Date();
    const opened = await checkUp(createMemoryAdapter(companyWith(() => ({ since: since.toISOString(), uses: [] }))));
    const found = await group(opened, "recorded since");
    const on = (at: number): string => new Intl.DateTimeFormat("en", { dateStyle: "medium" }).format(at);
    expect(found.textContent)
      .to.contain(on(since.getTime()))
      .and.to.contain(on(since.getTime() + 90 * 86_400_000));
    expect(found.querySelectorAll(".finding")).to.have.length(0);
    await expectAccessible(opened.element);
  });

  it("says that everything is used", async () => {
    const memory = createMemoryAdapter();
    const at = new Date().toISOString();
    for (const { id, roleIds } of memory.company.users) {
      const grants = memory.company.roles
        .filter((role) => roleIds.includes(role.id))
        .flatMap((role) => Object.keys(role.grants));
      memory.reportUses({ uses: grants.map((action) => ({ userId: id, action, at })) });
    }
    const opened = await checkUp(memory);
    await group(opened, "somebody used each of the rights");
  });

  it("is not there where the backend tells of no uses, or knows of none", async () => {
    const without = await checkUp(createMemoryAdapter({ without: ["roles.usage"] }));
    await until(() => groups(without).length > 0, "the other groups");
    expect(groups(without).some((each) => each.getAttribute("aria-label") === title)).to.equal(false);
    await cleanUp();
    const memory = createMemoryAdapter();
    const usage = Promise.withResolvers<{ readonly items: readonly RightUse[] }>();
    const silent = await checkUp(telling(memory, () => usage.promise));
    const found = await until(
      () => groups(silent).find((each) => each.ariaLabel === title),
      "the group while it loads",
    );
    expect(found.getAttribute("aria-busy")).to.equal("true");
    usage.resolve({ items: [] });
    await until(() => !groups(silent).some((each) => each.ariaLabel === title), "the group to go");
    expect(groups(silent).length).to.be.greaterThan(0);
  });

  it("offers another try where uses cannot be loaded, beside the other groups", async () => {
    const memory = createMemoryAdapter();
    memory.fail("roles.usage", "unavailable");
    const opened = await checkUp(memory);
    const found = await group(opened, "The server cannot be reached");
    expect(groups(opened).length).to.be.greaterThan(1);
    await expectAccessible(opened.element);
    allByRole(found, "button", "Try again")[0]!.click();
    await group(opened, "Recorded since");
  });

  it("follows what is changed elsewhere", async () => {
    const memory = createMemoryAdapter();
    const opened = await checkUp(memory);
    expect(line(await group(opened, "Recorded since"), "Manager")).to.contain("Companies: Create");
    const { id, version, grants } = await roleOf(memory);
    const { "company.create": _gone, ...left } = grants;
    await memory.ports.roles.update({ id, version, patch: { grants: left } }, context);
    await until(
      () =>
        line(
          groups(opened).find((each) => each.ariaLabel === title)!,
          "Manager",
        ) === "",
      "the line to go",
    );
  });

  it("fits 360 px, in Russian too", async () => {
    const opened = await checkUp(createMemoryAdapter(), "ru", 360);
    const found = await group(opened, "90 дней", "Права, которыми никто не пользуется");
    expect(found.textContent).not.to.contain("..");
    expect(found.scrollWidth).to.be.at.most(360);
    expect(opened.element.scrollWidth).to.be.at.most(360);
    await expectAccessible(opened.element);
  });
});
