import { alterAnswer, holdBack, type Scene, type Stage } from "../scene.ts";
import { ready, ring } from "./ring.ts";

const scene = (state: string, rest: Omit<Scene, "widget" | "state" | "route" | "phone">): Scene => ({
  widget: "softphone",
  state,
  route: "contacts",
  phone: true,
  ...rest,
});

const inCall = async (stage: Stage): Promise<void> => {
  await ring(stage, "head");
  await stage.page.getByRole("button", { name: "Answer" }).click();
  await stage.page.getByRole("button", { name: "Mute" }).waitFor();
};

const mayNotCall = async ({ page }: Stage): Promise<void> => {
  await alterAnswer(page, "session", (session) => ({
    ...session,
    grants: { ...(session["grants"] as object), "call.place": "none" },
  }));
  await alterAnswer(page, "phone/credentials", (credentials) => ({ ...credentials, placeCalls: "none" }));
};

export const softphoneScenes: readonly Scene[] = [
  scene("loading", {
    before: ({ page }) => holdBack(page, "session", "phone/credentials"),
    reach: ({ page }) => page.locator("crew-softphone").waitFor({ state: "attached" }),
  }),
  scene("ready", { reach: ({ page }) => ready(page) }),
  scene("keypad", {
    async reach({ page }) {
      await ready(page);
      await page.getByRole("button", { name: "Show keypad" }).click();
      await page.locator("crew-softphone").getByRole("textbox", { name: "Number" }).fill("+74950000100");
    },
  }),
  scene("wrong-number", {
    async reach({ page }) {
      await ready(page);
      await page.locator("crew-softphone").getByRole("textbox", { name: "Number" }).fill("reception");
      await page.keyboard.press("Enter");
      await page.getByText("A phone number has digits only.").waitFor();
    },
  }),
  scene("incoming", { who: "manager", reach: async (stage) => void (await ring(stage, "head")) }),
  scene("in-call", { who: "manager", reach: inCall }),
  scene("on-hold", {
    who: "manager",
    async reach(stage) {
      await inCall(stage);
      await stage.page.getByRole("button", { name: "Hold" }).click();
      await stage.page.getByRole("button", { name: "Resume" }).waitFor();
    },
  }),
  scene("call-keypad", {
    who: "manager",
    async reach(stage) {
      await inCall(stage);
      await stage.page.getByRole("button", { name: "Keypad" }).click();
    },
  }),
  scene("no-right-to-call", {
    before: mayNotCall,
    reach: ({ page }) => page.getByText("You can take calls, not place them").waitFor(),
  }),
  scene("no-sip-account", {
    before: ({ page }) =>
      alterAnswer(page, "session", (session) => ({
        ...session,
        user: { ...(session["user"] as object), hasSipAccount: false },
      })),
    reach: ({ page }) => page.getByText("You have no phone yet").waitFor(),
  }),
  scene("offline", {
    before: ({ page }) => page.routeWebSocket(/\/sip$/, (socket) => socket.close()),
    reach: ({ page }) => page.locator("crew-softphone").getByText("Offline", { exact: false }).first().waitFor(),
  }),
];
