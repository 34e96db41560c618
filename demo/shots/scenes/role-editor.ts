import type { Locator } from "playwright-core";
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

const openSection = async ({ page }: Stage, name: string): Promise<Locator> => {
  const editor = page.locator("crew-role-editor");
  await editor.getByRole("radio", { name }).click({ force: true });
  return editor;
};

const pickPerson = async (editor: Locator, field: string): Promise<void> => {
  await editor.getByRole("combobox", { name: field }).fill("almeida");
  await editor
    .getByRole("option", { name: /Almeida/ })
    .first()
    .click();
};

const openPerson = async (stage: Stage): Promise<Locator> => {
  const editor = await openSection(stage, "People");
  await pickPerson(editor, "Person");
  await editor.getByRole("grid", { name: /Rights of .*Almeida/ }).waitFor();
  return editor;
};

/** A role that is new, and one of a name that is here already. */
const importedRoles = {
  format: "crewdock-roles",
  version: 1,
  exportedAt: "2026-03-01T09:30:00.000Z",
  roles: [
    { name: "Manager", description: null, grants: { "contact.view": "any", "deal.view": "any", "fax.send": "any" } },
    { name: "Trainee", description: "The first three months", grants: { "contact.view": "own", "call.view": "own" } },
  ],
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
  scene("section-people-empty", {
    async reach(stage) {
      const editor = await openSection(stage, "People");
      await editor.getByText("Whose rights?").waitFor();
    },
  }),
  scene("section-people", {
    async reach(stage) {
      await openPerson(stage);
    },
  }),
  scene("section-people-why", {
    async reach(stage) {
      const editor = await openPerson(stage);
      await editor.getByRole("gridcell", { name: "Deals: View" }).first().click();
      await editor.getByRole("dialog", { name: /^Why/ }).waitFor();
    },
  }),
  scene("section-who-can", {
    async reach(stage) {
      const editor = await openSection(stage, "People");
      await editor.getByRole("tab", { name: "Who can open a record" }).click();
      await pickPerson(editor, "Owner of the record");
      await editor
        .getByText(/people can/)
        .first()
        .waitFor();
    },
  }),
  scene("section-compare", {
    async reach(stage) {
      const editor = await openSection(stage, "Compare");
      await editor
        .getByText(/rights? of \d+ differ/)
        .first()
        .waitFor();
    },
  }),
  scene("section-compare-days", {
    async reach(stage) {
      const editor = await openSection(stage, "Compare");
      await editor.getByRole("tab", { name: "Two days" }).click();
      await pickPerson(editor, "Person");
      await editor
        .getByText(/No right differs|rights? of \d+ differ/)
        .first()
        .waitFor();
    },
  }),
  scene("section-check-up", {
    async reach(stage) {
      const editor = await openSection(stage, "Check-up");
      await editor
        .getByText(/to tidy up|All is tidy/)
        .first()
        .waitFor();
    },
  }),
  scene("section-rules", {
    async reach(stage) {
      const editor = await openSection(stage, "Rules");
      for (const right of ["Contacts: Delete", "Deals: View"]) {
        await editor.getByRole("button", { name: "Add rule" }).first().click();
        await editor.getByRole("combobox", { name: "Who" }).fill("manager");
        await editor.getByRole("option", { name: "Manager" }).first().click();
        await editor.getByRole("combobox", { name: "Right" }).fill(right);
        await editor.getByRole("option", { name: right }).first().click();
        await editor.getByRole("button", { name: "Add rule" }).last().click();
        await editor.getByText(`“${right}”`).waitFor();
      }
      await editor
        .getByText(/break it/)
        .first()
        .waitFor();
      await editor.getByRole("button", { name: "Add rule" }).first().click();
      await editor.getByRole("combobox", { name: "Who" }).waitFor();
    },
  }),
  scene("import", {
    async reach({ page }) {
      await page.getByRole("button", { name: "More actions" }).first().click();
      await page.getByRole("menuitem", { name: "Import roles…" }).click();
      await page.locator("crew-role-editor").getByRole("dialog", { name: "Import roles" }).waitFor();
    },
  }),
  scene("import-review", {
    async reach({ page }) {
      await page.getByRole("button", { name: "More actions" }).first().click();
      await page.getByRole("menuitem", { name: "Import roles…" }).click();
      const editor = page.locator("crew-role-editor");
      await editor.locator("input[type=file]").setInputFiles({
        name: "roles.json",
        mimeType: "application/json",
        buffer: Buffer.from(JSON.stringify(importedRoles)),
      });
      await editor.getByText("decisions left").waitFor();
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
