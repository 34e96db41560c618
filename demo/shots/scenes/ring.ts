import type { Page } from "playwright-core";
import type { CrewSoftphone } from "crewdock";
import type { Who } from "../../test/lantern.ts";
import type { Stage } from "../scene.ts";

/** Waits until the phone of a page can be reached, also where a narrow screen hides its panel. */
export async function ready(page: Page): Promise<void> {
  await page.locator("crew-softphone").getByText("Ready", { exact: true }).first().waitFor({ state: "attached" });
}

/** Lets somebody else really call the page's person; gives the caller's page. */
export async function ring({ page, lantern, defer }: Stage, caller: Who): Promise<Page> {
  await ready(page);
  const extension = await page.evaluate(async () => {
    const answer = await fetch("/host/token", {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    const { token } = (await answer.json()) as { token: string };
    const credentials = await fetch("/crewdock/v1/phone/credentials", {
      method: "POST",
      body: JSON.stringify({ use: "receive" }),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
    return /^sip:([^@]+)@/.exec(((await credentials.json()) as { aor: string }).aor)?.[1] ?? "";
  });
  const other = await lantern.visit(caller);
  defer(() => other.context.close());
  await ready(other.page);
  await dial(other.page, extension);
  await page.locator("crew-softphone").getByRole("button", { name: "Answer" }).waitFor();
  return other.page;
}

export function dial(page: Page, number: string): Promise<boolean> {
  return page.locator("crew-softphone").evaluate((phone, to) => (phone as CrewSoftphone).dial(to), number);
}
