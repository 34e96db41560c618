import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Scene } from "./scene.ts";

export interface Variant {
  readonly theme: "light" | "dark";
  readonly language: "en" | "ru";
  readonly width: 1440 | 360;
}

/** The looks in which every state is taken. */
export const variants: readonly Variant[] = [
  { theme: "light", language: "en", width: 1440 },
  { theme: "dark", language: "en", width: 1440 },
  { theme: "light", language: "ru", width: 1440 },
  { theme: "light", language: "en", width: 360 },
  { theme: "dark", language: "ru", width: 360 },
];

export const nameOf = ({ widget, state }: Scene, { theme, language, width }: Variant): string =>
  `${widget}-${state}-${theme}-${language}-${width}.png`;

/** Takes one state in every look: the page is changed in place, as its own choices of language and theme do. */
export async function takePictures(page: Page, scene: Scene, folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const variant of variants) {
    if (scene.only !== undefined && scene.only !== variant.width) continue;
    await page.setViewportSize({ width: variant.width, height: variant.width === 360 ? 740 : 900 });
    await page.evaluate(({ theme, language }) => {
      for (const [name, value] of Object.entries({ theme, language })) {
        const key = `lantern.${name}`;
        if (localStorage.getItem(key) === value) continue;
        localStorage.setItem(key, value);
        window.dispatchEvent(new StorageEvent("storage", { key }));
      }
    }, variant);
    await showPhone(page, scene.phone === true && variant.width === 360);
    await settled(page);
    if (scene.show !== undefined)
      await page
        .locator(scene.show)
        .first()
        .evaluate((part) => part.scrollIntoView({ block: "start" }));
    const name = nameOf(scene, variant);
    await page.screenshot({ path: join(folder, name), animations: "disabled" });
    names.push(name);
  }
  return names;
}

async function showPhone(page: Page, open: boolean): Promise<void> {
  const toggle = page.locator(".phone-toggle");
  if ((await toggle.count()) === 0 || (await toggle.getAttribute("aria-expanded")) === String(open)) return;
  // a card in the top layer may lie above the button
  await (open ? toggle : page.locator(".dock-close")).dispatchEvent("click");
}

/** Fonts are there, nothing of the page is being fetched, and what was drawn last is on the screen. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const { promise, resolve } = Promise.withResolvers<void>();
    const frame = (left: number): void => (left === 0 ? resolve() : void requestAnimationFrame(() => frame(left - 1)));
    frame(4);
    await promise;
  });
  const busy = page.locator('.main [aria-busy="true"]');
  await busy
    .first()
    .waitFor({ state: "detached", timeout: 1500 })
    .catch(() => {}); // what is held back stays busy
}
