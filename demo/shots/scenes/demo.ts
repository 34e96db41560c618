import { breakDown, holdBack, type Scene } from "../scene.ts";

export const demoScenes: readonly Scene[] = [
  {
    widget: "demo",
    state: "sign-in",
    who: null,
    route: "",
    reach: ({ page }) => page.getByRole("button", { name: /^Administrator/ }).waitFor(),
  },
  {
    widget: "demo",
    state: "sign-in-failed",
    who: null,
    route: "",
    async reach({ page }) {
      await page.getByLabel("Login or e-mail").fill("nobody");
      await page.getByLabel("Password").fill("not-this-one");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByText("The login or the password is wrong.").waitFor();
    },
  },
  {
    widget: "demo",
    state: "contacts",
    route: "contacts",
    reach: ({ page }) => page.locator(".person-link").nth(8).waitFor(),
  },
  {
    widget: "demo",
    state: "contacts-loading",
    route: "contacts",
    before: ({ page }) => holdBack(page, "contacts*"),
    reach: ({ page }) => page.locator(".skeleton-row").first().waitFor(),
  },
  {
    widget: "demo",
    state: "contacts-error",
    route: "contacts",
    before: ({ page }) => breakDown(page, "contacts*"),
    reach: ({ page }) => page.getByRole("button", { name: "Try again" }).first().waitFor(),
  },
  {
    widget: "demo",
    state: "contact-record",
    route: "contacts?id=c-004",
    reach: ({ page }) => page.locator(".record-facts .open-deals:not([aria-busy])").waitFor(),
  },
  {
    widget: "demo",
    state: "colleagues",
    route: "contacts",
    async reach({ page }) {
      await page.getByRole("tab", { name: "Colleagues" }).click();
      await page.getByRole("row").nth(8).waitFor();
    },
  },
  {
    widget: "demo",
    state: "deals",
    route: "deals",
    reach: ({ page }) => page.locator(".deal").nth(6).waitFor(),
  },
  {
    widget: "demo",
    state: "calls",
    route: "calls",
    reach: ({ page }) => page.getByRole("row").nth(8).waitFor(),
  },
  {
    widget: "demo",
    state: "preferences",
    route: "calls",
    only: 360,
    async reach({ page }) {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.getByRole("button", { name: "Language and theme" }).click();
    },
  },
];
