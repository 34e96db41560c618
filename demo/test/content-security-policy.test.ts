import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type OpenPage, violations } from "./browser.ts";
import { type Lantern, startLantern } from "./lantern.ts";

/** The policy under which every widget has to work, as `docs` and the issue name it. */
const demanded =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self' data:; media-src 'self' blob:; require-trusted-types-for 'script'";

/** Directives beside it may only take away more. */
const stricter = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

let lantern: Lantern;
before(async () => {
  lantern = await startLantern();
});
after(() => lantern[Symbol.asyncDispose]());

const directivesOf = (policy: string): readonly string[] => policy.split(";").map((directive) => directive.trim());

test("every file of the page carries exactly the demanded policy", async () => {
  const page = await fetch(`${lantern.demo.url}/`);
  const html = await page.text();
  const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
  assert.ok(assets.length >= 3);
  for (const answer of [page, ...(await Promise.all(assets.map((path) => fetch(`${lantern.demo.url}${path}`))))]) {
    assert.equal(answer.status, 200, answer.url);
    const policy = answer.headers.get("content-security-policy") ?? "";
    const directives = directivesOf(policy);
    assert.deepEqual(
      directives.filter((directive) => !stricter.includes(directive)),
      directivesOf(demanded),
      answer.url,
    );
    assert.doesNotMatch(policy, /unsafe|nonce|sha256|\*/);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  }
  assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/, "nothing inline");
});

test("the policy is in force: inline script, eval, strings as markup and foreign requests are stopped", async () => {
  const { page, context } = await lantern.visit("manager");
  const stopped = await page.evaluate(async () => {
    const attempt = async (work: () => unknown): Promise<boolean> => {
      try {
        await work();
        return false;
      } catch {
        return true;
      }
    };
    return {
      markup: await attempt(() => (document.createElement("div").innerHTML = "<b>x</b>")),
      script: await attempt(() => (document.createElement("script").text = "1")),
      elsewhere: await attempt(() => fetch("https://example.com/")),
    };
  });
  assert.deepEqual(stopped, { markup: true, script: true, elsewhere: true });
  assert.ok((await violations(page)).length >= 3, "and the probe of this test sees it");
  await context.close();
});

test("a walk through all widgets and states trips nothing and asks no other origin", async (t) => {
  const origins = new Set<string>();
  const listen = (opened: OpenPage): OpenPage => {
    opened.page.on("request", (request) => origins.add(new URL(request.url()).origin));
    opened.page.on("websocket", (socket) => origins.add(new URL(socket.url()).origin));
    return opened;
  };
  const admin = listen(await lantern.visit("admin"));
  const other = listen(await lantern.visit("manager"));
  t.after(() => Promise.all([admin.context.close(), other.context.close()]));
  for (const opened of [admin, other]) {
    await opened.page.reload();
    await opened.page.locator("crew-softphone").getByText("Ready").first().waitFor();
  }

  await walkHostPages(admin.page);
  await walkUserManager(admin.page);
  await walkRoleEditor(admin.page);
  await walkMailWizard(admin.page);
  await walkCall(other.page, admin.page);
  await walkLooks(admin.page);
  await signInPage(admin.page);

  for (const { page, problems } of [admin, other]) {
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(
      problems.filter((problem) => /polic|trusted|refused to/i.test(problem)),
      [],
    );
  }
  assert.deepEqual([...origins].sort(), [lantern.demo.url, lantern.demo.url.replace("http:", "ws:")].sort());
});

async function walkHostPages(page: Page): Promise<void> {
  for (const [name, wait] of [
    ["Contacts", "table tbody tr"],
    ["Deals", ".deal"],
    ["Calls", "table tbody tr"],
  ] as const) {
    await page.getByRole("link", { name }).click();
    await page.locator(wait).first().waitFor();
    await noInlineStyles(page);
  }
}

async function walkUserManager(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Team" }).click();
  const manager = page.locator("crew-user-manager");
  await manager.locator("tbody tr[data-id]").first().waitFor();
  await noInlineStyles(page);
  await manager.locator(".user-menu").first().click();
  await manager.getByRole("menuitem").first().waitFor();
  await page.keyboard.press("Escape");
  await manager
    .getByRole("button", { name: /^State/ })
    .first()
    .click();
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search users" }).fill("nobody at all");
  await manager.getByText("Nobody matches").waitFor();
  await page.getByRole("searchbox", { name: "Search users" }).fill("");
  await page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New user" });
  await sheet.getByRole("button", { name: "Create user" }).click();
  await sheet.locator("[aria-invalid=true]").first().waitFor();
  await sheet.getByRole("radio", { name: /Set a password/ }).check();
  await sheet.getByRole("button", { name: /generate/i }).click();
  await sheet.getByText("Connect SIP account").click();
  await sheet.getByRole("combobox", { name: "Time zone" }).fill("war");
  await sheet.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  await sheet.getByRole("button", { name: "Add mail account" }).click();
  const wizard = page.getByRole("dialog", { name: "Mail account" });
  await wizard.getByRole("textbox", { name: "E-mail address" }).waitFor();
  await noInlineStyles(page);
  await wizard.getByRole("button", { name: "Close", exact: true }).first().click();
  await wizard.waitFor({ state: "hidden" });
  await sheet.getByRole("button", { name: "Close", exact: true }).first().click();
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await sheet.waitFor({ state: "detached" });
}

async function walkRoleEditor(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Roles" }).click();
  const editor = page.locator("crew-role-editor");
  await editor.getByRole("gridcell").first().waitFor();
  await editor
    .getByRole("button", { name: /^Manager/ })
    .first()
    .click();
  await editor
    .getByRole("gridcell", { name: /Place calls/ })
    .or(editor.getByRole("button", { name: /Place calls/ }))
    .first()
    .focus();
  await page.keyboard.press("0");
  await editor
    .getByText(/\d+ changes?/)
    .first()
    .waitFor();
  await noInlineStyles(page);
  await editor.getByRole("button", { name: "Discard", exact: true }).click();
  await editor.getByRole("tab", { name: "Given to" }).click();
  await editor.getByRole("combobox").first().fill("sales");
  await editor.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  await editor.getByRole("button", { name: "New role" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New role" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Walk");
  await dialog.getByRole("button", { name: "Next" }).click();
  await dialog.getByRole("gridcell").first().waitFor();
  await dialog.getByRole("button", { name: "Close", exact: true }).first().click();
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

async function walkMailWizard(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Mail" }).click();
  const wizard = page.locator("crew-mail-wizard");
  await wizard.getByRole("textbox", { name: "E-mail address" }).fill("walk@crewdock.test");
  await wizard.getByText(/recognised/).waitFor();
  await wizard.getByRole("button", { name: "Continue" }).click();
  const password = wizard.locator("input[name=password]");
  await password.fill("not-this-one");
  await wizard.getByRole("button", { name: "Check account" }).click();
  await wizard.getByText("Wrong password", { exact: true }).waitFor({ timeout: 30_000 });
  await wizard.getByRole("button", { name: "Enter another password" }).click();
  await password.fill(lantern.demo.mailPassword);
  await wizard.getByRole("button", { name: "Check account" }).click();
  await wizard.getByText("Mail account connected", { exact: true }).first().waitFor({ timeout: 30_000 });
  await noInlineStyles(page);
  await wizard.getByRole("button", { name: "Save account" }).click();
  await page.getByText("walk@crewdock.test is connected").first().waitFor();
}

async function walkCall(from: Page, to: Page): Promise<void> {
  const phone = from.locator("crew-softphone");
  const number = await to.locator("crew-softphone .status-own").textContent();
  await phone.getByRole("textbox", { name: "Number" }).fill(number ?? "");
  await phone.getByRole("button", { name: "Call", exact: true }).click();
  await to.getByRole("button", { name: /^Answer/ }).click();
  for (const page of [from, to]) await page.getByRole("button", { name: /^Hang up/ }).waitFor();
  await phone.getByRole("button", { name: /^Mute/ }).click();
  await phone.getByRole("button", { name: /^Keypad/ }).click();
  await noInlineStyles(to);
  await phone.getByRole("button", { name: /^Hang up/ }).click();
  await to.getByRole("button", { name: /^Hang up/ }).waitFor({ state: "detached" });
}

/** Theme and language change under way, which draws everything anew. */
async function walkLooks(page: Page): Promise<void> {
  await page.getByLabel("Theme", { exact: true }).selectOption("dark");
  await page.getByLabel("Language", { exact: true }).selectOption("ru");
  await page.locator('a[href="#/team"]').click();
  await page.locator("crew-user-manager tbody tr[data-id]").first().waitFor();
  await noInlineStyles(page);
}

async function signInPage(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Выйти" }).click();
  await page.locator("#login").fill("nobody");
  await page.locator("#password").fill("not-a-password");
  await page.locator("#password").press("Enter");
  await page.getByRole("alert").filter({ hasText: /\S/ }).first().waitFor();
  await noInlineStyles(page);
}

/**
 * Neither the page nor the widgets' hosts have a style attribute, which a host that copies or saves its page would lose.
 * But for the provider: it has no shadow root, and takes itself out of the layout by one property of its style object.
 */
async function noInlineStyles(page: Page): Promise<void> {
  const styled = await page.evaluate(() =>
    [...document.querySelectorAll("[style], style")]
      .filter(
        (element) => !(element.localName === "crew-provider" && element.getAttribute("style") === "display: contents;"),
      )
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  assert.deepEqual(styled, []);
}
