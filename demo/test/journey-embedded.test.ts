import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startDemo } from "../host/demo.ts";
import { launchBrowser } from "./browser.ts";
import { mainJourney } from "./journey.ts";

test("the main job on the embedded defaults alone", { timeout: 180_000 }, async (t) => {
  const dataFolder = await mkdtemp(join(tmpdir(), "crewdock-journey-"));
  const demo = await startDemo({ dataFolder, port: 0 });
  const browser = await launchBrowser();
  t.after(async () => {
    await browser.close();
    await demo.close();
    await rm(dataFolder, { recursive: true, force: true });
  });
  await mainJourney(t, {
    demo,
    browser,
    mailbox: {
      email: "m.zhuravleva@crewdock.test",
      password: demo.mailPassword,
      provider: /Crewdock \(development\) recognised/,
      sentFolder: "Отправленные",
    },
    sip: { free: "1061" },
  });
});
