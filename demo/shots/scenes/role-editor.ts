import type { Role } from "@crewdock/contract";
import { alterAnswer, breakDown, cutOff, holdBack, type Scene, type Stage } from "../scene.ts";
import { roleSectionScenes } from "./role-editor-sections.ts";

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
  await setRight(stage, /Place calls/, "0");
  await setRight(stage, /Contacts.*Delete/, "3");
  await setRight(stage, /Deals.*Export/, "2");
  await page
    .getByText(/person affected|people affected/)
    .first()
    .waitFor();
};

/** A role that nobody has; kept as it is where it is there already. */
const spareRole = "Sales assistant";
async function addSpareRole({ lantern }: Stage): Promise<Role> {
  const api = await lantern.api("admin");
  const { items } = (await api("GET", "/roles")).json as { readonly items: readonly Role[] };
  const kept = items.find(({ name }) => name === spareRole);
  if (kept !== undefined) return kept;
  const grants = { "contact.view": "department", "deal.view": "own", "call.place": "any", "call.view": "own" };
  const role = { name: spareRole, description: "Prepares offers and keeps contacts up to date", grants };
  const answer = await api("POST", "/roles", role, { "idempotency-key": crypto.randomUUID() });
  return answer.json as Role;
}

const openSpare = async ({ page }: Stage): Promise<void> => {
  await page
    .getByRole("button", { name: new RegExp(`^${spareRole}`) })
    .first()
    .click();
  await page.getByRole("grid", { name: `Rights of ${spareRole}` }).waitFor();
};

const setRight = async ({ page }: Stage, cell: RegExp, key: string): Promise<void> => {
  await page.getByRole("gridcell", { name: cell }).first().focus();
  await page.keyboard.press(key);
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
  scene("wizard-people", {
    async reach({ page }) {
      await page.getByRole("button", { name: "New role" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "Name" }).fill("Trainee");
      await dialog.getByRole("button", { name: "Next" }).click();
      await dialog.getByRole("grid").waitFor();
      await dialog.getByRole("button", { name: "Next" }).click();
      await dialog.getByText("Give this role to").first().waitFor();
    },
  }),
  scene("scope", {
    async reach(stage) {
      await openManager(stage);
      await stage.page.getByRole("gridcell", { name: "Deals: View" }).first().click();
      await stage.page.getByRole("menuitemradio").first().waitFor();
    },
  }),
  scene("role-menu", {
    async reach(stage) {
      await openManager(stage);
      await stage.page.getByRole("button", { name: "Actions for Manager" }).click();
      await stage.page.getByRole("menuitem", { name: /Delete/ }).waitFor();
    },
  }),
  scene("leave", {
    async reach(stage) {
      await change(stage);
      await stage.page
        .getByRole("button", { name: /^Administrator/ })
        .first()
        .click();
      await stage.page.getByRole("alertdialog").waitFor();
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
  ...roleSectionScenes,
  // These change what the others show, so they come last.
  scene("delete", {
    before: async (stage) => void (await addSpareRole(stage)),
    async reach(stage) {
      await openSpare(stage);
      await stage.page.getByRole("button", { name: `Actions for ${spareRole}` }).click();
      await stage.page.getByRole("menuitem", { name: "Delete" }).click();
      await stage.page.getByRole("alertdialog").waitFor();
    },
  }),
  scene("conflict", {
    before: async (stage) => void (await addSpareRole(stage)),
    async reach(stage) {
      await openSpare(stage);
      const { id, version, grants } = await addSpareRole(stage);
      await setRight(stage, /Contacts.*View/, "3");
      await setRight(stage, /Place calls/, "0");
      await setRight(stage, /Deals.*Export/, "2");
      await stage.page.route("**/crewdock/v1/events*", (route) => route.abort());
      const api = await stage.lantern.api("admin");
      const patch = { grants: { ...grants, "contact.view": "own", "call.recording.listen": "own" } };
      const answer = await api("PATCH", `/roles/${id}`, patch, { "if-match": `"${version}"` });
      if (answer.status !== 200) throw new Error(`the role was not changed: ${answer.status} ${answer.text}`);
      await stage.page
        .getByRole("button", { name: /^(?:Save|Review)/ })
        .last()
        .click();
      await stage.page.getByRole("dialog").first().waitFor();
    },
  }),
];
