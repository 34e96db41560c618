import type { Locator, Page } from "playwright-core";
import { breakDown, cutOff, holdBack, type Scene, type Stage } from "../scene.ts";
import { openMailDialog } from "./mail-wizard.ts";

const scene = (state: string, rest: Omit<Scene, "widget" | "state" | "route">): Scene => ({
  widget: "user-manager",
  state,
  route: "team",
  ...rest,
});

const sheetOf = (page: Page): Locator => page.getByRole("dialog", { name: "New user" });

const filled = async ({ page }: Stage): Promise<void> => {
  await page.locator("crew-user-manager").getByRole("row").nth(8).waitFor();
};

const create = async (stage: Stage): Promise<Locator> => {
  await filled(stage);
  await stage.page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = sheetOf(stage.page);
  await sheet.getByRole("textbox", { name: "Last name" }).waitFor();
  return sheet;
};

const fillPerson = async (sheet: Locator): Promise<void> => {
  await sheet.getByRole("textbox", { name: "Last name" }).fill("Журавлёва");
  await sheet.getByRole("textbox", { name: "First name" }).fill("Мария");
  await sheet.getByRole("textbox", { name: "E-mail" }).fill("m.zhuravleva@crewdock.test");
};

const choosePosition = async (sheet: Locator): Promise<void> => {
  await sheet.getByRole("combobox", { name: "Position" }).fill("Sales manager");
  await sheet
    .getByRole("option", { name: /^Sales manager/ })
    .first()
    .click();
  await sheet.getByText("from position", { exact: true }).first().waitFor();
};

const connectSip = async (sheet: Locator): Promise<void> => {
  await sheet.getByText("Connect SIP account").click();
  await sheet.getByRole("combobox", { name: "SIP account" }).click();
};

/** Opens the first person of the list whose name holds the text. */
const edit = async (stage: Stage, name: string): Promise<Locator> => {
  await filled(stage);
  const { page } = stage;
  await page.getByRole("searchbox").first().fill(name);
  await page.getByRole("row").filter({ hasText: name }).first().waitFor();
  await page.getByRole("row").filter({ hasText: name }).getByText(name).first().click();
  const sheet = page.getByRole("dialog").first();
  await sheet.getByRole("textbox", { name: "Last name" }).waitFor();
  return sheet;
};

export const userManagerScenes: readonly Scene[] = [
  scene("loading", {
    before: ({ page }) => holdBack(page, "users*"),
    reach: ({ page }) => page.locator("crew-user-manager").waitFor({ state: "attached" }),
  }),
  scene("filled", { reach: filled }),
  scene("filtered", {
    async reach(stage) {
      await filled(stage);
      await stage.page.getByRole("button", { name: "Position", exact: true }).click();
      await stage.page.getByRole("checkbox", { name: "Key account manager" }).click();
      await stage.page.keyboard.press("Escape");
      await stage.page.getByRole("button", { name: "Clear filters" }).waitFor();
    },
  }),
  scene("empty-search", {
    async reach(stage) {
      await filled(stage);
      await stage.page.getByRole("searchbox").first().fill("zzz");
      await stage.page.getByText("Nobody matches").waitFor();
    },
  }),
  scene("error", {
    before: ({ page }) => breakDown(page, "users*"),
    reach: ({ page }) => page.locator("crew-user-manager").getByRole("button", { name: "Try again" }).waitFor(),
  }),
  scene("offline", {
    async reach(stage) {
      await filled(stage);
      await cutOff(stage.page);
    },
  }),
  scene("no-right", {
    who: "manager",
    reach: ({ page }) => page.locator("crew-user-manager").getByText("You cannot see users").waitFor(),
  }),
  scene("row-menu", {
    async reach(stage) {
      await filled(stage);
      await stage.page
        .getByRole("button", { name: /^Actions for/ })
        .nth(2)
        .click();
      await stage.page.getByRole("menuitem").first().waitFor();
    },
  }),
  scene("create", { reach: async (stage) => void (await create(stage)) }),
  scene("position", {
    async reach(stage) {
      const sheet = await create(stage);
      await fillPerson(sheet);
      await choosePosition(sheet);
    },
    show: '[data-section="work"]',
  }),
  scene("field-errors", {
    async reach(stage) {
      const sheet = await create(stage);
      await sheet.getByRole("textbox", { name: "E-mail" }).fill("maria@");
      await sheet.getByRole("button", { name: "Create user" }).click();
      await sheet.getByText("Fill this in").first().waitFor();
    },
  }),
  scene("refused-together", {
    async reach(stage) {
      const sheet = await create(stage);
      await fillPerson(sheet);
      await sheet.getByRole("textbox", { name: "E-mail" }).fill("r.almeida@crewdock.test");
      await sheet.getByText("Set a password").click();
      await sheet.getByRole("textbox", { name: "Password", exact: true }).fill("Zhuravleva-2026");
      await sheet.getByRole("button", { name: "Create user" }).click();
      await sheet.getByText("Somebody has this already").first().waitFor();
    },
    show: '.field:has([name="email"])',
  }),
  scene("sip-ok", {
    async reach(stage) {
      const sheet = await create(stage);
      await sheet.getByText("Connect SIP account").click();
      await sheet.getByText("chosen for you").waitFor();
      await sheet.getByRole("button", { name: "Check account" }).click();
      await sheet.getByText("SIP account registered").waitFor();
    },
    show: '[data-section="telephony"]',
  }),
  scene("sip-failed", {
    async reach(stage) {
      const sheet = await create(stage);
      await connectSip(sheet);
      await stage.page.getByRole("option", { name: /New account/ }).click();
      await sheet.getByLabel("SIP login").fill("1063");
      await sheet.getByLabel("SIP password").fill("not-this-one");
      await sheet.getByRole("button", { name: "Check account" }).click();
      await sheet.getByRole("button", { name: "Check again" }).waitFor();
    },
    show: '[data-section="telephony"]',
  }),
  scene("mail-dialog", {
    async reach(stage) {
      const sheet = await create(stage);
      await fillPerson(sheet);
      await openMailDialog(stage.page, sheet);
    },
  }),
  scene("edit", { reach: async (stage) => void (await edit(stage, "Almeida")) }),
  scene("conflict", {
    async reach(stage) {
      const sheet = await edit(stage, "Almeida");
      await sheet.getByRole("textbox", { name: "First name" }).fill("Renata");
      await stage.page.route("**/crewdock/v1/events*", (route) => route.abort());
      const api = await stage.lantern.api("admin");
      const list = await api("GET", "/users?q=Almeida");
      const [user] = (list.json as { items: readonly { id: string; version: string; name: object }[] }).items;
      if (!user) throw new Error("nobody is called Almeida");
      const answer = await api(
        "PATCH",
        `/users/${user.id}`,
        { name: { ...user.name, first: "Regina" } },
        { "if-match": `"${user.version}"` },
      );
      if (answer.status !== 200) throw new Error(`the other change was answered with ${answer.status}`);
      const compare = sheet.getByRole("button", { name: "Compare" });
      await compare.waitFor();
      await compare.click();
      await stage.page.getByText("Keep mine").first().waitFor();
    },
  }),
];
