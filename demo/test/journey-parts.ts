import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Locator, Page } from "playwright-core";
import type { JourneySetting } from "./journey-setting.ts";
import { eventually, heard } from "./browser.ts";

/** Runs one step of the journey; a failure says which, keeps a picture of both pages and ends the journey. */
export function stepsOf(t: TestContext, onFailure: () => Promise<void>) {
  return async (name: string, work: () => Promise<void>): Promise<void> => {
    const started = performance.now();
    try {
      await work();
    } catch (error) {
      await onFailure();
      throw new Error(`step '${name}'`, { cause: error });
    }
    t.diagnostic(`${name} (${Math.round(performance.now() - started)} ms)`);
  };
}

/** The phone of a page is registered. */
export async function registered(page: Page): Promise<void> {
  await page
    .locator("crew-softphone")
    .getByText(/^(?:Ready|Registered|Online|Available)/)
    .first()
    .waitFor();
}

/** Gives the new user the extension of the setting. */
export async function chooseSipAccount(page: Locator, sip: JourneySetting["sip"]): Promise<void> {
  const account = page.getByRole("combobox", { name: "SIP account" });
  if ("free" in sip) {
    await account.click();
    await page.getByRole("option", { name: new RegExp(sip.free) }).click();
    return;
  }
  await account.click();
  await page.getByRole("option", { name: /New account/ }).click();
  await page.getByLabel("SIP login").fill(sip.login);
  await page.getByLabel("SIP password").fill(sip.password);
  await page.getByRole("textbox", { name: "Domain" }).fill(sip.domain);
  await page.getByRole("textbox", { name: "Port" }).fill(sip.port);
  await page.getByLabel("Transport").selectOption(sip.transport);
}

/** The sheet in which the new user is made. */
export function sheetOf(page: Page): Locator {
  return page.getByRole("dialog", { name: "New user" });
}

/** Calls from the list of colleagues whoever is signed in on the other page. */
export async function callAdministrator(from: Page, to: Page): Promise<void> {
  const name = await to.locator(".me").getAttribute("title");
  assert.ok(name);
  await from.getByRole("link", { name: "Contacts" }).click();
  await from.getByRole("tab", { name: "Colleagues" }).click();
  const last = name.split(" ").at(-1) ?? name;
  await from.getByRole("searchbox", { name: "Search" }).fill(last);
  await from
    .getByRole("row", { name: new RegExp(last) })
    .getByRole("link")
    .click();
}

/** A page hears the tone of the other. */
export async function hears(page: Page, hertz: number): Promise<void> {
  await eventually(
    `a tone of ${hertz} Hz`,
    () => heard(page),
    (sound) => Math.abs(sound.hertz - hertz) <= 15 && sound.level > -60,
    15_000,
  );
}
