import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { type Lantern, startLantern } from "./lantern.ts";

const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

let lantern: Lantern;
before(async () => {
  lantern = await startLantern();
});
after(() => lantern[Symbol.asyncDispose]());

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 740 } } as const;

/** Every pair of values occurs in one of them. */
const looks = [
  { size: "wide", colorScheme: "light", language: "en" },
  { size: "wide", colorScheme: "dark", language: "ru" },
  { size: "narrow", colorScheme: "light", language: "ru" },
  { size: "narrow", colorScheme: "dark", language: "en" },
] as const;

const routes = ["contacts", "deals", "calls", "team", "roles", "mail"] as const;

/** What shows that a page stands with its content. */
const content: Readonly<Record<(typeof routes)[number], string>> = {
  contacts: ".table-frame tbody tr",
  deals: ".deal",
  calls: ".table-frame tbody tr",
  team: "crew-user-manager tr[data-id]",
  roles: 'crew-role-editor [role="gridcell"], crew-role-editor [part~="cell"]',
  mail: "crew-mail-wizard [part~='provider']",
};

for (const { size, colorScheme, language } of looks) {
  test(`axe finds nothing on any page and in the main states: ${size}, ${colorScheme}, ${language}`, async (t) => {
    const { page, context } = await lantern.visit("admin", { viewport: sizes[size], colorScheme, language });
    t.after(() => context.close());
    await page.locator(content.contacts).first().waitFor();
    await loadAxe(page);
    const findings: string[] = [];
    const look = async (state: string): Promise<void> => {
      findings.push(...(await axeFindings(page)).map((finding) => `${state}: ${finding}`));
    };
    for (const route of routes) {
      await page.evaluate((hash) => (location.hash = hash), `#/${route}`);
      await page.locator(content[route]).first().waitFor();
      await look(route);
      if (route === "team") {
        await page.locator("crew-user-manager .user-menu").first().click();
        await page.locator('crew-user-manager [role="menuitem"]').first().waitFor();
        await look("row menu");
        await page.keyboard.press("Escape");
        await page.locator("crew-user-manager tr[data-id] .user-open").first().click();
        const sheet = page.locator("crew-user-manager dialog.sheet");
        await sheet.locator('[name="last"]').waitFor();
        await look("user form");
        await page.keyboard.press("Escape");
        await sheet.waitFor({ state: "detached" });
        await page
          .locator("crew-user-manager [part~='button'].primary, crew-user-manager .button.primary")
          .first()
          .click();
        await sheet.locator('[part~="save"]').click();
        await sheet.locator("[aria-invalid=true]").first().waitFor();
        await look("user form with errors");
        await page.keyboard.press("Escape");
        await sheet.waitFor({ state: "detached" });
        await page.locator("crew-user-manager input[type=search]").fill("nobody at all");
        await page.locator('crew-user-manager [part="empty"]').waitFor();
        await look("nothing found");
        const mend = /\/v1\/users$/;
        await page.route(
          ({ pathname }) => mend.test(pathname),
          (answer) => answer.abort(),
        );
        await page.locator("crew-user-manager input[type=search]").fill("an");
        await page.locator('crew-user-manager [part="error-state"]').waitFor();
        await look("server down");
        await page.unrouteAll();
      }
      if (route === "mail") {
        const wizard = page.locator("crew-mail-wizard");
        await wizard.locator('[name="email"]').fill(`axe-${size}-${colorScheme}@crewdock.test`);
        await wizard.locator(".recognised").waitFor();
        await wizard.locator('[name="email"]').press("Enter");
        await wizard.locator('[name="password"]').waitFor();
        await look("mail log-in");
        await wizard.locator('[name="password"]').fill("not-this-one");
        await wizard.locator('[name="password"]').press("Enter");
        await wizard.locator("details.technical").first().waitFor({ timeout: 30_000 });
        await look("mail check failed");
      }
    }
    await context.clearCookies();
    await page.reload();
    await page.locator("#login").waitFor();
    await loadAxe(page);
    await look("sign in");
    assert.deepEqual(findings, []);
  });
}

test("axe finds nothing while it rings and during a call", async (t) => {
  const from = await lantern.visit("manager");
  const to = await lantern.visit("admin");
  t.after(() => Promise.all([from.context.close(), to.context.close()]));
  await dialByKeyboard(from.page, to.page);
  await to.page.getByRole("button", { name: /^Answer/ }).waitFor();
  for (const { page } of [from, to]) await loadAxe(page);
  assert.deepEqual(await axeFindings(from.page), []);
  assert.deepEqual(await axeFindings(to.page), []);
  await to.page.keyboard.press("Alt+a");
  for (const { page } of [from, to]) await page.getByRole("button", { name: /^Hang up/ }).waitFor();
  assert.deepEqual(await axeFindings(from.page), []);
  assert.deepEqual(await axeFindings(to.page), []);
});

test("a user is made, and a call placed, answered and ended, by the keyboard alone", async (t) => {
  const admin = await lantern.visit("admin");
  const other = await lantern.visit("manager");
  t.after(() => Promise.all([admin.context.close(), other.context.close()]));
  const { page } = admin;
  await page.locator("crew-softphone").getByText("Ready").first().waitFor();

  await tabTo(page, /^Team$/);
  await page.keyboard.press("Enter");
  await page.locator("crew-user-manager tr[data-id]").first().waitFor();
  await tabTo(page, /^Create user$/);
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "New user" });
  await sheet.locator('[name="last"]').waitFor();
  for (const [label, text] of [
    [/^Last name/, "Tabulova"],
    [/^First name/, "Anna"],
    [/^E-mail/, "tabulova@crewdock.test"],
  ] as const) {
    await tabTo(page, label);
    await page.keyboard.type(text);
  }
  await tabTo(page, /^Position/);
  await page.keyboard.type("Sales manager");
  await sheet
    .getByRole("option", { name: /^Sales manager/ })
    .first()
    .waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await tabTo(page, /^Connect SIP account/);
  await page.keyboard.press("Space");
  await sheet.getByRole("combobox", { name: "SIP account" }).waitFor();
  await visibleFocus(page);
  await tabTo(page, /^SIP account/);
  await page.keyboard.press("ArrowDown");
  await sheet.getByRole("option", { name: /1061/ }).waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "visible" });
  await page.keyboard.type("1061");
  await sheet.getByRole("option", { name: /1061/ }).waitFor();
  await page.keyboard.press("Enter");
  await tabTo(page, /^Create user$/);
  await page.keyboard.press("Enter");
  await sheet.waitFor({ state: "detached" });
  await page.getByText("Anna Tabulova").first().waitFor();
  await visibleFocus(page);

  await dialByKeyboard(other.page, page);
  await page.getByRole("button", { name: /^Answer/ }).waitFor();
  await page.keyboard.press("Alt+a");
  for (const each of [page, other.page]) await each.getByRole("button", { name: /^Hang up/ }).waitFor();
  await tabTo(other.page, /^Hang up/);
  await other.page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Hang up/ }).waitFor({ state: "detached" });
  await other.page.keyboard.press("Tab");
  await visibleFocus(other.page);
});

async function dialByKeyboard(from: Page, to: Page): Promise<void> {
  for (const page of [from, to]) await page.locator("crew-softphone").getByText("Ready").first().waitFor();
  const number = await to.locator("crew-softphone .status-own").textContent();
  // the phone stands at the end of the page
  await tabTo(from, /^Number$/, "Shift+Tab");
  await from.keyboard.type(number ?? "");
  await from.keyboard.press("Enter");
}

/** The element that has the focus, through all shadow roots: its name, and whether a ring shows it. */
function focused(page: Page): Promise<{ readonly tag: string; readonly name: string; readonly ring: boolean }> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!(element instanceof HTMLElement)) return { tag: "", name: "", ring: false };
    const root = element.getRootNode() as Document | ShadowRoot;
    const text = (id: string): string => root.getElementById(id)?.textContent ?? "";
    const labels = "labels" in element ? [...((element.labels as NodeListOf<HTMLLabelElement> | null) ?? [])] : [];
    const name =
      element.getAttribute("aria-label") ??
      (element.getAttribute("aria-labelledby")?.split(" ").map(text).join(" ") ||
        labels.map((label) => label.textContent).join(" ") ||
        element.textContent);
    const drawn = (of: Element | null): boolean => {
      if (of === null) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(of);
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    };
    // a control may leave the ring to its frame, a switch to its track
    const ring = [element, element.parentElement, element.nextElementSibling, element.closest(".control, label")].some(
      drawn,
    );
    return { tag: element.localName, name: name.trim().replace(/\s+/g, " "), ring };
  });
}

async function visibleFocus(page: Page): Promise<void> {
  const { tag, name, ring } = await focused(page);
  assert.ok(tag !== "" && tag !== "body", "the focus is lost");
  assert.ok(ring, `the focus on <${tag}> '${name}' cannot be seen`);
}

/** Presses Tab or Shift and Tab until the focus stands on a control of that name; it is to be seen at every step. */
async function tabTo(page: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 120; presses++) {
    const now = await focused(page);
    if (name.test(now.name) && now.tag !== "body" && now.tag !== "dialog") return visibleFocus(page);
    passed.push(`${now.tag} '${now.name.slice(0, 30)}'`);
    await page.keyboard.press(key);
    const next = await focused(page);
    if (next.tag !== "body" && next.tag !== "dialog")
      assert.ok(next.ring, `the focus on <${next.tag}> '${next.name}' cannot be seen`);
  }
  assert.fail(`${key} does not lead to ${String(name)}: ${passed.join(", ")}`);
}

/** Over the debugging protocol, which the page's policy does not bind. */
async function loadAxe(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: `${axe};0` });
  await session.detach();
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

async function axeFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate(async () => {
    const finish = (root: Document | ShadowRoot): void => {
      for (const animation of root.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
      for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) finish(shadowRoot);
    };
    finish(document);
    const { axe: engine } = globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResult> } };
    return engine.run({ resultTypes: ["violations"] });
  });
  return violations.map(
    ({ id, help, nodes: [first, ...more] }) =>
      `${id}: ${help} at ${JSON.stringify(first?.target)} and ${more.length} more: ${(first?.failureSummary ?? "").slice(0, 200)}`,
  );
}
