import assert from "node:assert/strict";
import type { User } from "@crewdock/contract";
import type { Locator, Page } from "playwright-core";
import { eventually, type OpenPage, violations } from "./browser.ts";
import { type Api, everythingIn, type Lantern } from "./lantern.ts";

/** A value with what it is called in a failure. */
export interface Hostile {
  readonly what: string;
  readonly text: string;
}

/** What people, their clipboards and attackers put into a field. */
export const values: readonly Hostile[] = [
  { what: "10,000 characters", text: "x".repeat(10_000) },
  { what: "nothing", text: "" },
  { what: "only spaces", text: "     " },
  { what: "emoji, a family and a flag", text: "👩‍👩‍👧‍👦 Zoë 🏴‍☠️🇵🇱" },
  { what: "Arabic with its marks", text: "txt.exe مرحبا\u200f بالعالم" },
  { what: "a right-to-left override", text: "Test\u202Enohta" },
  { what: "markup that runs a script", text: `"><img src=x onerror="window.hacked=1">` },
  { what: "SQL", text: "Robert'); drop table users; --" },
  { what: "a template", text: "{{7*7}}${7*7}" },
];

/** Text that JSON can carry and no store of text can: sent past the widgets. */
export const unstorable: readonly Hostile[] = [
  { what: "NUL", text: "a\u0000b" },
  { what: "a lone high surrogate", text: "a\ud800b" },
  { what: "a lone low surrogate", text: "a\udc00b" },
];

/** The user with that address; a failure when there is none. */
export async function find(api: Api, email: string): Promise<User> {
  const { json } = await api("GET", `/users?q=${encodeURIComponent(email)}`);
  const user = (json as { items: User[] }).items.find((each) => each.email === email);
  assert.ok(user, `${email} is stored`);
  return user;
}

/** What the field says is wrong; empty where it complains of nothing or is no longer there. */
export async function complaintAt(field: Locator): Promise<string> {
  const said = await field.evaluateAll((elements) =>
    elements.map((element) => {
      if (element.getAttribute("aria-invalid") !== "true") return "";
      const root = element.getRootNode() as ShadowRoot;
      const ids = (element.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
      return ids
        .map((id) => root.getElementById(id)?.textContent ?? "")
        .join(" ")
        .trim();
    }),
  );
  return said[0] ?? "";
}

/** Names of the fields that say what is wrong with them. */
export function complaintsIn(form: Locator): Promise<string[]> {
  return form.locator("[name][aria-invalid=true]").evaluateAll((elements) =>
    elements
      .filter((element) => {
        const root = element.getRootNode() as ShadowRoot;
        const ids = (element.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
        return ids.some((id) => (root.getElementById(id)?.textContent ?? "") !== "");
      })
      .map((element) => element.getAttribute("name") ?? ""),
  );
}

/** Pastes into a search field as a person would and gives the status with which the search was answered. */
export async function searchFor(page: Page, field: Locator, text: string, path: string): Promise<number> {
  const answer = page.waitForResponse((response) => response.url().includes(path) && response.url().includes("q="));
  await field.focus();
  await field.selectText();
  await page.keyboard.insertText(text);
  return (await answer).status();
}

/** Leaves the sheet, whatever it holds. */
export async function closeAndDiscard(page: Page): Promise<void> {
  const dialog = page.locator("dialog.sheet");
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  const discard = page.getByRole("button", { name: "Discard", exact: true });
  await eventually(
    "the question or a closed sheet",
    async () => ((await dialog.count()) === 0 ? "closed" : (await discard.isVisible()) ? "asked" : ""),
    (said) => said !== "",
  );
  if (await discard.isVisible()) await discard.click();
  await dialog.waitFor({ state: "detached" });
}

/** No value was run, broke the server or the page, or tripped the policy; nothing calculated the template. */
export async function unharmed({ page, problems }: OpenPage, { serverErrors }: Lantern): Promise<void> {
  assert.equal(await page.evaluate(() => "hacked" in window), false, "markup was run");
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(serverErrors, []);
  assert.deepEqual(
    problems.filter((problem) => !/status of (?:4\d\d)/.test(problem)),
    [],
  );
  assert.doesNotMatch(await everythingIn(page), /\b4949\b|49\$\{|\{\{49/);
}
