import type { Lantern } from "../test/lantern.ts";
import { ring } from "./scenes/ring.ts";

/** The picture of the README: a call rings while somebody looks at the contacts. */
export async function takeCover(lantern: Lantern, path: string): Promise<void> {
  await using open = new AsyncDisposableStack();
  const { page, context } = await lantern.visit("head", {
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
  });
  open.defer(() => context.close());
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.locator(".person-link").nth(8).waitFor();
  await ring({ page, lantern, defer: (close) => open.defer(close) }, "manager");
  await page.locator(".caller-card").waitFor();
  await page.screenshot({ path, animations: "disabled" });
}
