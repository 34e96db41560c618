// `npm run shots`: pictures of the widgets' states into shots-out/; `npm run shots -- softphone` takes one widget's.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildIfStale } from "../host/build.ts";
import { startLantern } from "../test/lantern.ts";
import { takePictures } from "./camera.ts";
import { contactSheet } from "./contact-sheet.ts";
import { takeCover } from "./cover.ts";
import type { Scene } from "./scene.ts";
import { demoScenes } from "./scenes/demo.ts";
import { ready } from "./scenes/ring.ts";
import { mailWizardScenes } from "./scenes/mail-wizard.ts";
import { roleEditorScenes } from "./scenes/role-editor.ts";
import { softphoneScenes } from "./scenes/softphone.ts";
import { userManagerScenes } from "./scenes/user-manager.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "shots-out");
const wanted = process.argv.slice(2);
const scenes: readonly Scene[] = [
  ...demoScenes,
  ...softphoneScenes,
  ...roleEditorScenes,
  ...mailWizardScenes,
  ...userManagerScenes,
].filter(
  ({ widget, state }) => wanted.length === 0 || wanted.includes(widget) || wanted.includes(`${widget}-${state}`),
);

buildIfStale(console.log);
const started = performance.now();
if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const pictures = new Map<Scene, readonly string[]>();
const failures: string[] = [];
await using lantern = await startLantern();

// A call would ring on every page of the person who is called, so the phone's scenes have the stage to themselves.
const ofWidgets = (...widgets: readonly Scene["widget"][]): readonly Scene[] =>
  scenes.filter(({ widget }) => widgets.includes(widget));
if (wanted.length === 0) await takeCover(lantern, join(root, "docs", "demo.png"));
await takeAll(ofWidgets("softphone"));
await Promise.all([takeAll(ofWidgets("demo", "role-editor")), takeAll(ofWidgets("mail-wizard", "user-manager"))]);
if (wanted.length === 0) {
  await writeFile(join(folder, "index.html"), contactSheet(scenes, pictures));
}

const count = [...pictures.values()].flat().length;
const seconds = Math.round((performance.now() - started) / 1000);
for (const failure of failures) console.error(`not reached  ${failure}`);
console.log(`${count} pictures of ${pictures.size} states in shots-out/, ${failures.length} not reached, ${seconds} s`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function takeAll(some: readonly Scene[]): Promise<void> {
  for (const scene of some) {
    try {
      pictures.set(scene, await take(scene));
    } catch (error) {
      failures.push(`${scene.widget}-${scene.state}: ${String(error)}`);
    }
  }
}

async function take(scene: Scene): Promise<readonly string[]> {
  await using open = new AsyncDisposableStack();
  const { page, context } = await lantern.visit(scene.who ?? "admin", { route: scene.route });
  open.defer(() => context.close());
  context.setDefaultTimeout(8000);
  await page.emulateMedia({ reducedMotion: "reduce" });
  const stage = { page, lantern, defer: (close: () => Promise<void>) => open.defer(close) };
  if (scene.who === null) await context.clearCookies();
  if (scene.before || scene.who === null) {
    await scene.before?.(stage);
    await page.reload();
  }
  try {
    await scene.reach(stage);
    if (scene.widget !== "softphone" && scene.who !== null) await ready(page);
  } catch (error) {
    await page.screenshot({ path: join(folder, `failed-${scene.widget}-${scene.state}.png`) });
    throw error;
  }
  return await takePictures(page, scene, folder);
}
