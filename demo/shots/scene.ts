import type { Page } from "playwright-core";
import type { Lantern, Who } from "../test/lantern.ts";

/** What a scene is reached with. */
export interface Stage {
  readonly page: Page;
  readonly lantern: Lantern;
  /** Closes what the scene opened besides its page. */
  readonly defer: (close: () => Promise<void>) => void;
}

/** One state of a widget that is worth a picture. */
export interface Scene {
  readonly widget: "demo" | "user-manager" | "role-editor" | "mail-wizard" | "softphone";
  readonly state: string;
  /** @default admin; null: nobody is signed in */
  readonly who?: Who | null;
  /** Page of the host, such as `team`. */
  readonly route: string;
  /** Arranges what the page will meet; it is loaded anew after that. */
  readonly before?: (stage: Stage) => Promise<void>;
  /** Brings the page into the state, in English on a wide screen. */
  readonly reach: (stage: Stage) => Promise<void>;
  /** What every picture has to show, as a selector that holds in every language. */
  readonly show?: string;
  /** The only width at which there is such a state. */
  readonly only?: 1440 | 360;
  /** Whether narrow screens show the phone's panel. */
  readonly phone?: true;
}

/** Leaves requests unanswered, so that whatever waits for them stays. */
export async function holdBack(page: Page, ...patterns: readonly string[]): Promise<void> {
  for (const pattern of patterns) await page.route(`**/crewdock/v1/${pattern}`, () => {});
}

/** Answers requests as a server that is down for maintenance does. */
export async function breakDown(page: Page, ...patterns: readonly string[]): Promise<void> {
  for (const pattern of patterns)
    await page.route(`**/crewdock/v1/${pattern}`, (route) =>
      route.fulfill({
        status: 500,
        contentType: "application/problem+json",
        body: JSON.stringify({ title: "Internal error", status: 500, code: "internal" }),
      }),
    );
}

/** Cuts the page off from the backend once its phone is registered; what the page is made of still comes. */
export async function cutOff(page: Page): Promise<void> {
  await page.locator("crew-softphone").getByText("Ready", { exact: true }).first().waitFor();
  await page.route("**/crewdock/v1/**", (route) => route.abort());
  await page.evaluate(() => {
    Object.defineProperty(navigator, "onLine", { value: false });
    dispatchEvent(new Event("offline"));
  });
  await page.getByText("No connection since").first().waitFor();
}

/** Changes what the server answers on its way to the page. */
export async function alterAnswer(
  page: Page,
  pattern: string,
  alter: (answer: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  await page.route(`**/crewdock/v1/${pattern}`, async (route) => {
    const { "if-none-match": _, ...headers } = await route.request().allHeaders(); // a 304 has nothing to alter
    const response = await route.fetch({ headers });
    const answer = (await response.json()) as Record<string, unknown>;
    await route.fulfill({ response, json: alter(answer) });
  });
}
