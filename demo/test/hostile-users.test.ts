import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Locator } from "playwright-core";
import { eventually, type OpenPage } from "./browser.ts";
import { closeAndDiscard, complaintAt, complaintsIn, find, searchFor, unharmed, values } from "./hostile.ts";
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

test("user manager: every field stores a hostile value as text or refuses it at the field", async (t) => {
  const { page } = admin;
  const sheet = page.getByRole("dialog", { name: "New user" });
  const field = (name: string): Locator => sheet.locator(`[name="${name}"]`);
  const stored: { readonly name: string; readonly email: string }[] = [];
  let refused = 0;

  const open = async (): Promise<void> => {
    await page.getByRole("button", { name: "Create user" }).first().click();
    await field("last").waitFor();
    await sheet.getByRole("combobox", { name: "Position" }).fill("Sales manager");
    await sheet
      .getByRole("option", { name: /^Sales manager/ })
      .first()
      .click();
  };
  const wellFormed = async (serial: number): Promise<string> => {
    const email = `hostile-${serial}@crewdock.test`;
    await field("last").fill("Probe");
    await field("first").fill("Anna");
    await field("patronymic").fill("");
    await field("email").fill(email);
    await field("serviceNumber").fill("");
    await field("login").fill(`hostile-${serial}`);
    return email;
  };
  /** The fields that are complained about after pressing the button; null where the user was made. */
  const send = async (what: string): Promise<readonly string[] | null> => {
    await sheet.getByRole("button", { name: "Create user" }).click();
    return eventually(
      `an answer to ${what}`,
      async () => ((await sheet.count()) === 0 ? null : await complaintsIn(sheet)),
      (names) => names === null || names.length > 0,
    );
  };

  await open();
  let serial = 0;
  for (const { what, text } of values) {
    const email = await wellFormed(++serial);
    for (const name of ["last", "first", "patronymic"]) await field(name).fill(text);
    const complaints = await send(what);
    if (complaints !== null) {
      refused++;
      const required = text.trim() === "";
      assert.deepEqual(complaints, required ? ["last", "first"] : ["last", "first", "patronymic"], what);
      continue;
    }
    assert.deepEqual(
      (await find(api, email)).name,
      { last: text, first: text, patronymic: text },
      `${what} is stored as typed`,
    );
    stored.push({ name: `${text} ${text} ${text}`, email });
    await open();
  }
  for (const { what, text } of values) {
    await wellFormed(++serial);
    for (const name of ["email", "login", "serviceNumber"]) await field(name).fill(text);
    // a number may stay empty, and an emptied login is suggested again
    const refusing =
      text === "" ? ["email"] : text.trim() === "" ? ["email", "login"] : ["email", "login", "serviceNumber"];
    const complaints = await send(what);
    assert.deepEqual(complaints?.toSorted(), refusing, what);
    refused++;
  }
  t.diagnostic(`${stored.length} stored as names, ${refused} refused at the field`);
  assert.equal(stored.length, 5, "names take any script, markup and signs");
  await closeAndDiscard(page);

  await page.reload();
  await page.getByRole("searchbox", { name: "Search users" }).fill("hostile-");
  for (const { name, email } of stored) {
    const row = page.locator("crew-user-manager tbody tr").filter({ has: page.getByText(email, { exact: true }) });
    assert.equal(await row.locator(".user-open bdi").textContent(), name);
    await row.locator(".user-open").click();
    const edit = page.locator("dialog.sheet");
    await edit.locator('[name="patronymic"]').waitFor();
    assert.equal(await edit.locator("h2").textContent(), name);
    assert.equal(await edit.locator('[name="last"]').inputValue(), name.slice(0, (name.length - 2) / 3));
    await edit.getByRole("button", { name: "Close", exact: true }).first().click();
    await edit.waitFor({ state: "detached" });
  }
  await unharmed(admin, lantern);
});

test("user manager: the fields of a SIP account refuse what no server could be reached with", async () => {
  const { page } = admin;
  await page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New user" });
  await sheet.getByText("Connect SIP account").click();
  await sheet.getByLabel("Transport").selectOption("wss");
  const good = { sipLogin: "2001", sipDomain: "sip.example.com", sipPort: "5061", sipUrl: "" } as const;
  for (const name of ["sipLogin", "sipDomain", "sipPort", "sipUrl"] as const) {
    for (const { what, text } of values) {
      if (name === "sipUrl" && text.trim() === "") continue; // the one that may stay empty
      const input = sheet.locator(`[name="${name}"]`);
      await input.fill(text);
      await input.blur();
      await eventually(
        `a complaint about ${what} in '${name}'`,
        () => complaintAt(input),
        (said) => said !== "",
      );
      await input.fill(good[name]);
    }
  }
  await closeAndDiscard(page);
  await unharmed(admin, lantern);
});

test("user manager: searching and choosing take any text", async () => {
  const { page } = admin;
  const search = page.getByRole("searchbox", { name: "Search users" });
  await search.fill("");
  for (const { what, text } of values.filter((value) => value.text.trim() !== "")) {
    const status = await searchFor(page, search, text, "/users?");
    assert.equal(status, 200, `${what} is a search like any`);
  }
  await search.fill("");
  await page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New user" });
  for (const name of ["Position", "Department", "Time zone"]) {
    const box = sheet.getByRole("combobox", { name });
    for (const { text } of values.filter((value) => value.text.trim() !== "")) {
      await box.fill(text);
      await sheet.getByText("Nothing found", { exact: false }).first().waitFor();
    }
    await box.press("Escape");
  }
  await sheet.getByRole("button", { name: "Close", exact: true }).first().click();
  await sheet.waitFor({ state: "detached" });
  await unharmed(admin, lantern);
});
