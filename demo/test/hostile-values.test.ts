import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Locator } from "playwright-core";
import { eventually, type OpenPage } from "./browser.ts";
import { closeAndDiscard, complaintAt, searchFor, unharmed, values } from "./hostile.ts";
import { type Api, type Lantern, startLantern } from "./lantern.ts";

let lantern: Lantern;
let admin: OpenPage;
let api: Api;

before(async () => {
  lantern = await startLantern();
  admin = await lantern.visit("admin", { route: "team" });
  api = await lantern.api("admin");
});
after(() => lantern[Symbol.asyncDispose]());

test("role editor: name and description are stored as typed or refused at the field", async () => {
  const { page } = admin;
  await page.getByRole("link", { name: "Roles" }).click();
  const dialog = page.getByRole("dialog", { name: "New role" });
  const made: { readonly name: string; readonly description: string }[] = [];
  for (const { what, text } of values) {
    await page.getByRole("button", { name: "New role" }).first().click();
    const name = dialog.getByRole("textbox", { name: "Name" });
    await name.fill(text);
    await dialog.getByRole("textbox", { name: "Description" }).fill(text);
    await dialog.getByRole("button", { name: "Next" }).click();
    const outcome = await eventually(
      `an answer to ${what}`,
      async () => ((await name.count()) === 0 ? "accepted" : await complaintAt(name)),
      (said) => said !== "",
    );
    if (outcome === "accepted") {
      await dialog.getByRole("button", { name: "Next" }).click();
      await dialog.getByRole("button", { name: "Create role" }).click();
      await dialog.waitFor({ state: "hidden" });
      made.push({ name: text, description: text });
      continue;
    }
    if (text.trim() !== "")
      assert.notEqual(await complaintAt(dialog.getByRole("textbox", { name: "Description" })), "", what);
    await closeAndDiscard(page);
  }
  assert.equal(made.length, 5, "a role may be called anything");
  const { json } = await api("GET", "/roles");
  const kept = (json as { items: { name: string; description: string | null }[] }).items;
  for (const { name, description } of made)
    assert.ok(
      kept.some((role) => role.name === name && (role.description ?? "") === description),
      `a role called ${name} is stored as typed`,
    );
  await page.reload();
  await page.locator("crew-role-editor .role-item-name").first().waitFor();
  const shown = await page.locator("crew-role-editor .role-item-name").allTextContents();
  for (const { name } of made) assert.ok(shown.includes(name), `${name} is shown as typed`);
  const searchRights = page.locator("crew-role-editor").getByRole("searchbox", { name: "Search rights" });
  for (const { text } of values.filter((value) => value.text.trim() !== "")) {
    await searchRights.fill(text);
    await page.getByText("No right is called").waitFor();
  }
  await unharmed(admin, lantern);
});

test("mail wizard: address, servers and user names are refused at the field or answered by the server in words", async () => {
  const { page } = admin;
  await page.getByRole("link", { name: "Mail" }).click();
  const wizard = page.locator("crew-mail-wizard");
  const address = wizard.getByRole("textbox", { name: "E-mail address" });
  for (const { what, text } of values) {
    await address.fill(text);
    await wizard.getByRole("button", { name: "Continue" }).click();
    await eventually(
      `a complaint about ${what} as an address`,
      () => complaintAt(address),
      (said) => said !== "",
    );
  }
  await address.fill("probe@nowhere.invalid");
  await wizard.getByRole("button", { name: "Other" }).click();
  await wizard.getByRole("button", { name: "Continue" }).click();
  const field = (name: string): Locator => wizard.locator(`[name="${name}"]`);
  const check = wizard.getByRole("button", { name: "Check account" });
  const good = {
    "imap-host": "127.0.0.1",
    "smtp-host": "127.0.0.1",
    "imap-user": "probe",
    "smtp-user": "probe",
  } as const;
  const reset = async (): Promise<void> => {
    await field("password").fill("not-a-password");
    for (const [name, text] of Object.entries(good)) await field(name).fill(text);
  };
  await reset();
  for (const kind of ["host", "user"]) {
    for (const { what, text } of values) {
      await reset();
      const inputs = ["imap", "smtp"].map((protocol) => field(`${protocol}-${kind}`));
      for (const input of inputs) await input.fill(text);
      await check.click();
      const outcome = await eventually(
        `an answer to ${what} as ${kind}`,
        async () => {
          const complaints = await Promise.all(inputs.map(complaintAt));
          if (complaints.every((complaint) => complaint !== "")) return "refused";
          return (await wizard.getByText("Not connected yet").count()) > 0 ? "not connected" : "";
        },
        (said) => said !== "",
      );
      if (outcome === "not connected") await wizard.getByRole("button", { name: "Back" }).click();
    }
  }
  await unharmed(admin, lantern);
});

test("softphone: what is no number is refused below the field and never called", async () => {
  const { page } = admin;
  const phone = page.locator("crew-softphone");
  await phone.getByText("Ready").first().waitFor();
  const number = phone.getByRole("textbox", { name: "Number" });
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/phone/credentials")) asked.push(request.postData() ?? "");
  });
  for (const { what, text } of values) {
    await number.fill(text);
    await number.press("Enter");
    await eventually(
      `a complaint about ${what} as a number`,
      () => complaintAt(number),
      (said) => said !== "",
    );
    await number.fill("");
  }
  assert.deepEqual(
    asked.filter((body) => body.includes('"call"')),
    [],
    "nothing was dialled",
  );
  await unharmed(admin, lantern);
});

test("host pages: every search takes any text", async () => {
  const { page } = admin;
  const search = page.getByRole("searchbox", { name: "Search" });
  const trySearch = async (where: string): Promise<void> => {
    for (const { what, text } of values.filter((value) => value.text.trim() !== "")) {
      const status = await searchFor(page, search, text, `/${where}?`);
      assert.equal(status, 200, `${what} is a search like any among ${where}`);
    }
    const found = page.locator(".table-frame tbody tr").or(page.locator(".list-note").getByText("Nothing found"));
    await found.first().waitFor();
  };
  await page.getByRole("link", { name: "Contacts" }).click();
  await trySearch("contacts");
  await page.getByRole("tab", { name: "Colleagues" }).click();
  await trySearch("colleagues");
  await page.getByRole("link", { name: "Calls" }).click();
  await trySearch("calls");
  await unharmed(admin, lantern);
});
