import type { Role } from "@crewdock/contract";
import type { Locator } from "playwright-core";
import type { Lantern } from "../../test/lantern.ts";
import type { Scene, Stage } from "../scene.ts";

const scene = (state: string, rest: Omit<Scene, "widget" | "state" | "route">): Scene => ({
  widget: "role-editor",
  state,
  route: "roles",
  ...rest,
});

const openSection = async ({ page }: Stage, name: string): Promise<Locator> => {
  const editor = page.locator("crew-role-editor");
  await editor.getByRole("radio", { name }).click({ force: true });
  return editor;
};

const pickPerson = async (editor: Locator, field: string, login = "almeida"): Promise<void> => {
  await editor.getByRole("combobox", { name: field }).fill(login);
  await editor.getByRole("option", { name: login }).first().click();
};

const openPerson = async (stage: Stage): Promise<Locator> => {
  const editor = await openSection(stage, "People");
  await pickPerson(editor, "Person");
  await editor.getByRole("grid", { name: /Rights of .*Almeida/ }).waitFor();
  return editor;
};

const importFile = async ({ page }: Stage, file: unknown): Promise<Locator> => {
  await page.getByRole("button", { name: "More actions" }).first().click();
  await page.getByRole("menuitem", { name: "Import roles…" }).click();
  const editor = page.locator("crew-role-editor");
  await editor.locator("input[type=file]").setInputFiles({
    name: "roles.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(file)),
  });
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

/** The roles as they are now. */
async function rolesOf(lantern: Lantern): Promise<readonly Role[]> {
  const api = await lantern.api("admin");
  return ((await api("GET", "/roles")).json as { readonly items: readonly Role[] }).items;
}

/** Gives somebody the role of a head of department for ten days, besides those who have it. */
async function lendRole(lantern: Lantern): Promise<void> {
  const api = await lantern.api("admin");
  const head = (await rolesOf(lantern)).find(({ name }) => name === "Head of department");
  const people = (await api("GET", "/users?search=almeida")).json as { readonly items: readonly { id: string }[] };
  const given = (await api("GET", `/assignments?roleId=${head?.id ?? ""}`)).json as {
    readonly items: readonly { subject: unknown; until: string | null }[];
  };
  const until = new Date(Date.now() + 10 * 86_400_000).toISOString();
  const assignments = [
    ...given.items.map(({ subject, until: last }) => ({ subject, until: last })),
    { subject: { type: "user", id: people.items[0]?.id }, until },
  ];
  const answer = await api("PUT", `/roles/${head?.id ?? ""}/assignments`, assignments, {
    "if-match": `"${head?.version ?? ""}"`,
  });
  if (answer.status !== 200) throw new Error(`the role was not given: ${answer.status} ${answer.text}`);
}

export const roleSectionScenes: readonly Scene[] = [
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
  scene("section-people-day", {
    before: ({ lantern }) => lendRole(lantern),
    async reach(stage) {
      const editor = await openPerson(stage);
      await editor.getByRole("button", { name: "Show what is left" }).first().click();
      await editor.getByText(/differs? from today/).waitFor();
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
  scene("section-compare-people", {
    async reach(stage) {
      const editor = await openSection(stage, "Compare");
      await editor.getByRole("tab", { name: "Two people" }).click();
      await pickPerson(editor, "First person");
      await pickPerson(editor, "Second person", "sokolova");
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
  scene("section-check-up-unused", {
    show: ".finding-group:has(.unused-rights)",
    async reach(stage) {
      const editor = await openSection(stage, "Check-up");
      await editor
        .getByText(/Recorded since/)
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
    },
  }),
  scene("section-rules-form", {
    async reach(stage) {
      const editor = await openSection(stage, "Rules");
      await editor.getByRole("button", { name: "Add rule" }).first().click();
      await editor.getByRole("button", { name: "Add rule" }).last().click();
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
    async reach(stage) {
      const editor = await importFile(stage, importedRoles);
      await editor.getByText("decisions left").waitFor();
    },
  }),
  scene("import-conflict", {
    async reach(stage) {
      const [role] = (await rolesOf(stage.lantern)).filter(({ name }) => name === "Head of department");
      if (role === undefined) throw new Error("no such role");
      const { id, name, grants } = role;
      const base = {
        version: "1",
        name,
        description: "Everything that one department does",
        grants: { ...grants, "deal.edit": "none" },
      };
      const ours = { ...grants, "contact.export": "any", "deal.edit": "any" };
      const roles = [{ id, name, description: "Sees and changes whatever the people below do", grants: ours, base }];
      const editor = await importFile(stage, { ...importedRoles, roles });
      await editor.getByText("decisions left").waitFor();
    },
  }),
  scene("import-faults", {
    async reach(stage) {
      const roles = [{ name: "", grants: { "deal.view": "everywhere" } }];
      const editor = await importFile(stage, { ...importedRoles, roles });
      await editor.getByText(/values? in “roles.json”/).waitFor();
    },
  }),
];
