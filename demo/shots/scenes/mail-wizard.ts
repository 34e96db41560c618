import type { Locator, Page } from "playwright-core";
import { holdBack, type Scene, type Stage } from "../scene.ts";

/** A free address of the development mailbox. */
const email = "m.zhuravleva@crewdock.test";

const scene = (state: string, rest: Omit<Scene, "widget" | "state" | "route">): Scene => ({
  widget: "mail-wizard",
  state,
  route: "mail",
  ...rest,
});

const passwordOf = (wizard: Locator): Locator => wizard.locator("input[type=password]").first();

const address = async (wizard: Locator): Promise<void> => {
  await wizard.getByRole("textbox", { name: "E-mail address" }).fill(email);
  await wizard
    .getByText(/recognised/)
    .first()
    .waitFor();
};

const login = async (wizard: Locator, password: string): Promise<void> => {
  await address(wizard);
  await wizard.getByRole("button", { name: "Continue" }).click();
  await passwordOf(wizard).fill(password);
};

const check = async ({ page }: Stage, password: string): Promise<Locator> => {
  const wizard = page.locator("crew-mail-wizard");
  await login(wizard, password);
  await wizard.getByRole("button", { name: "Check account" }).click();
  return wizard;
};

/** Opens the wizard from a user's sheet and fills its first step. */
export async function openMailDialog(page: Page, sheet: Locator): Promise<void> {
  await sheet.getByRole("button", { name: "Add mail account" }).click();
  await address(page.getByRole("dialog", { name: "Mail account" }));
}

export const mailWizardScenes: readonly Scene[] = [
  scene("start", {
    reach: ({ page }) => page.locator("crew-mail-wizard").getByRole("textbox", { name: "E-mail address" }).waitFor(),
  }),
  scene("address", { reach: ({ page }) => address(page.locator("crew-mail-wizard")) }),
  scene("log-in", { reach: ({ page }) => login(page.locator("crew-mail-wizard"), "lantern-mailbox") }),
  scene("check-running", {
    before: ({ page }) => holdBack(page, "mail/check"),
    reach: async (stage) => (await check(stage, "lantern-mailbox")).getByText("Find the server").first().waitFor(),
  }),
  scene("failed", {
    reach: async (stage) => (await check(stage, "not-this-one")).getByText("Wrong password").first().waitFor(),
  }),
  scene("folder", {
    async reach(stage) {
      const wizard = await check(stage, stage.lantern.demo.mailPassword);
      await wizard.getByRole("combobox", { name: "Folder of sent mail" }).waitFor();
    },
  }),
];
