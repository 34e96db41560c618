import { alterAnswer, breakDown, cutOff, holdBack, type Scene, type Stage } from "../scene.ts";

const scene = (state: string, rest: Omit<Scene, "widget" | "state" | "route">): Scene => ({
  widget: "role-editor",
  state,
  route: "roles",
  ...rest,
});

const openManager = async ({ page }: Stage): Promise<void> => {
  await page
    .getByRole("button", { name: /^Manager/ })
    .first()
    .click();
  await page.getByRole("grid", { name: "Rights of Manager" }).waitFor();
};

const change = async (stage: Stage): Promise<void> => {
  await openManager(stage);
  const { page } = stage;
  for (const [cell, key] of [
    [/Place calls/, "0"],
    [/Contacts.*Delete/, "3"],
    [/Deals.*Export/, "2"],
  ] as const) {
    await page.getByRole("gridcell", { name: cell }).first().focus();
    await page.keyboard.press(key);
  }
  await page
    .getByText(/person affected|people affected/)
    .first()
    .waitFor();
};

export const roleEditorScenes: readonly Scene[] = [
  scene("loading", {
    before: ({ page }) => holdBack(page, "roles*", "catalogue"),
    reach: ({ page }) => page.locator("crew-role-editor").waitFor({ state: "attached" }),
  }),
  scene("error", {
    before: ({ page }) => breakDown(page, "roles*", "catalogue"),
    reach: ({ page }) => page.locator("crew-role-editor").getByRole("button", { name: "Try again" }).waitFor(),
  }),
  scene("filled", { reach: openManager }),
  scene("offline", {
    async reach(stage) {
      await openManager(stage);
      await cutOff(stage.page);
    },
  }),
  scene("changed", { reach: change }),
  scene("affected", {
    async reach(stage) {
      await change(stage);
      await stage.page
        .getByRole("button", { name: /affected/ })
        .first()
        .click();
      await stage.page.getByRole("dialog").first().waitFor();
    },
  }),
  scene("people", {
    async reach(stage) {
      await openManager(stage);
      await stage.page.getByRole("tab", { name: "Given to" }).click();
      await stage.page.getByText("Give this role to").first().waitFor();
    },
  }),
  scene("wizard", {
    async reach({ page }) {
      await page.getByRole("button", { name: "New role" }).first().click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Sales assistant");
    },
  }),
  scene("wizard-rights", {
    async reach({ page }) {
      await page.getByRole("button", { name: "New role" }).first().click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Sales assistant");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /Next|Continue/ })
        .click();
      await page.getByRole("dialog").getByRole("grid").waitFor();
    },
  }),
  scene("read-only", {
    before: ({ page }) =>
      alterAnswer(page, "session", (session) => ({
        ...session,
        grants: { ...(session["grants"] as object), "role.manage": "none" },
      })),
    reach: ({ page }) => page.locator("crew-role-editor").getByText("You can look, but not change").first().waitFor(),
  }),
  scene("no-right", {
    who: "manager",
    reach: ({ page }) => page.locator("crew-role-editor").getByText("You may not see roles").first().waitFor(),
  }),
];
