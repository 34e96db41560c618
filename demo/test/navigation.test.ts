import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sampleCompany } from "@crewdock/contract/sample";
import { eventually } from "./browser.ts";
import { type Lantern, startLantern, type Who } from "./lantern.ts";

let lantern: Lantern;
before(async () => {
  lantern = await startLantern();
});
after(() => lantern[Symbol.asyncDispose]());

const everybodys = ["Contacts", "Deals", "Calls", "Mail"];

const offered: Readonly<Record<Who, readonly string[]>> = {
  admin: [...everybodys.slice(0, 3), "Team", "Roles", "Mail"],
  head: [...everybodys.slice(0, 3), "Team", "Mail"],
  manager: everybodys,
};

for (const [who, links] of Object.entries(offered) as [Who, readonly string[]][]) {
  test(`the navigation has what the role lets a person use: ${who}`, async (t) => {
    const { page, context } = await lantern.visit(who);
    t.after(() => context.close());
    await page.locator(".person-link").first().waitFor();
    assert.deepEqual(await page.getByRole("navigation").getByRole("link").allTextContents(), links);
  });
}

test("people see their connected mailboxes without the right to see users", async (t) => {
  const api = await lantern.api("manager");
  const { manager } = sampleCompany().demoPeople;
  const server = { host: "127.0.0.1", port: 993, security: "ssl", username: "own" };
  const account = {
    email: "own@elsewhere.example",
    providerId: null,
    imap: server,
    smtp: { ...server, port: 465 },
    password: "a password of one's own",
    sentFolder: null,
    active: true,
  };
  const made = await api("POST", `/users/${manager}/mail-accounts`, account, {
    "idempotency-key": crypto.randomUUID(),
  });
  assert.equal(made.status, 200, made.text);
  const { page, context } = await lantern.visit("manager", { route: "mail" });
  t.after(() => context.close());
  await page.getByRole("listitem").getByText("own@elsewhere.example").waitFor();
});

test("a page that a role has come to allow joins the navigation with the next step; a link to one that is not says why", async (t) => {
  const { page, context } = await lantern.visit("manager", { route: "team" });
  t.after(() => context.close());
  await page.getByText("You cannot see users").waitFor();
  const api = await lantern.api("admin");
  const { manager } = sampleCompany().demoPeople;
  const { json } = await api("GET", `/users/${manager}`);
  const { version, roleIds } = json as { readonly version: string; readonly roleIds: readonly string[] };
  const give = await api(
    "PATCH",
    `/users/${manager}`,
    { roleIds: [...roleIds, "r-executive"] },
    { "if-match": `"${version}"` },
  );
  assert.equal(give.status, 200, give.text);
  await page.locator("crew-user-manager tr[data-id]").first().waitFor();
  await page.getByRole("link", { name: "Deals" }).click();
  await page.getByRole("link", { name: "Roles" }).waitFor();
  assert.equal(await page.locator('.nav [aria-current="page"]').textContent(), "Deals");
});

test("a person who is chosen among the roles is shown with the team, and what is not saved stays", async (t) => {
  const { page, context } = await lantern.visit("admin", { route: "roles" });
  t.after(() => context.close());
  await page.getByRole("radio", { name: "Check-up" }).check({ force: true });
  const person = page.locator("crew-role-editor .finding-what:has(.avatar) .finding-link").first();
  const name = await person.textContent();
  await person.click();
  await page.waitForURL(/#\/team\?user=/);
  await page.getByRole("dialog", { name: name ?? "" }).waitFor();

  await page.goto(`${new URL(page.url()).origin}/#/roles`);
  await page.locator('crew-role-editor [data-stop^="cell "][aria-label*="Export"]').first().click();
  await page.getByRole("menuitemradio").first().click();
  await page.getByRole("radio", { name: "Check-up" }).check({ force: true });
  const [other] = await Promise.all([context.waitForEvent("page"), person.click()]);
  await other.getByRole("dialog", { name: name ?? "" }).waitFor();
  assert.match(page.url(), /#\/roles$/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`fields of the sign-in page stand out from what is around them: ${colorScheme}`, async (t) => {
    const { page, context } = await lantern.visit("admin", { colorScheme });
    t.after(() => context.close());
    await context.clearCookies();
    await page.reload();
    const contrast = await eventually(
      "the outline of the field",
      () =>
        page.evaluate(() => {
          const field = document.querySelector("#login");
          if (field === null) return 0;
          const { borderTopColor, backgroundColor } = getComputedStyle(field);
          const luminance = (color: string): number => {
            const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
              const value = Number(part) / 255;
              return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
          };
          const [dark = 0, light = 0] = [luminance(borderTopColor), luminance(backgroundColor)].toSorted(
            (a, b) => a - b,
          );
          return (light + 0.05) / (dark + 0.05);
        }),
      (ratio) => ratio > 0,
    );
    assert.ok(contrast >= 3, `a contrast of ${contrast.toFixed(2)}`);
  });
}
