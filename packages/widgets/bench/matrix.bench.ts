/*
 * How fluid the role editor's matrix is with 40 entities of 12 actions: how long frames take while the pointer sweeps over it
 * and while arrow keys are held, and what an input costs the page's main thread in processor time, beside the least HTML
 * table that does the same. The goal: no frame over 32 ms. Each has a window of its own, for a tab behind another draws one
 * frame a second; they take turns, so that what else the machine does meets both alike, and so does a row of frames in which
 * nothing happens: what is over the goal there, the machine did. Then each is traced once, for the processor time of the
 * costliest task of the main thread: no frame is shorter, and nothing else on the machine makes it longer.
 */
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { chromiumArgs, chromiumPath } from "../../../.ci/chromium.mjs";
import { actions, entities } from "../src/role-editor/testing/large-company.ts";
import { costliestTask } from "./matrix/costliest-task.ts";
import { hold, sweep } from "./matrix/input.ts";
import type { Watched } from "./matrix/page.ts";

const ROUNDS = 5;
const GOAL_MS = 32;
const IDLE_MS = 1000;

const kinds = ["editor", "plain"] as const;
const ways = ["pointer", "arrows", "idle"] as const;
type Kind = (typeof kinds)[number];
type Way = (typeof ways)[number];

interface Stage {
  readonly browser: Browser;
  readonly page: Page;
  readonly session: CDPSession;
}

/** One way of input in one round. */
interface Run {
  readonly frames: readonly number[];
  readonly inputs: number;
  /** Milliseconds of processor time of the main thread. */
  readonly work: { readonly all: number; readonly script: number; readonly style: number; readonly layout: number };
}

const runs: Readonly<Record<Kind, Record<Way, Run[]>>> = {
  editor: { pointer: [], arrows: [], idle: [] },
  plain: { pointer: [], arrows: [], idle: [] },
};

const costliest: Record<Kind, Record<Way, number>> = {
  editor: { pointer: 0, arrows: 0, idle: 0 },
  plain: { pointer: 0, arrows: 0, idle: 0 },
};

const script = await pageScript();
const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
try {
  const stages = { editor: await open(browser, "editor"), plain: await open(browser, "plain") };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const kind of round % 2 === 0 ? kinds : kinds.toReversed()) {
      const stage = stages[kind];
      await stage.page.bringToFront();
      for (const way of ways) {
        const run = await measure(stage, way);
        if (round > 0) runs[kind][way].push(run); // the first one warms up
      }
    }
  }
  for (const kind of kinds) {
    const stage = stages[kind];
    await stage.page.bringToFront();
    for (const way of ways) {
      await measure(stage, way, async (act) => {
        costliest[kind][way] = await costliestTask(stage, act);
        return 1;
      });
    }
  }
} finally {
  await browser.close();
}

const result = {
  unit: "ms",
  rounds: ROUNDS,
  cells: entities * actions,
  editor: summaries("editor"),
  plain: summaries("plain"),
};
if (process.argv.includes("--json")) console.log(JSON.stringify(result));
else {
  for (const way of ways) {
    for (const kind of kinds) {
      const { frames, longest, worst, p95, overGoal, task, perInput } = result[kind][way];
      console.log(
        `${way}, ${kind === "editor" ? "role editor" : "plain table"}: longest frame ${longest} ms (worst round ${worst}), ` +
          `p95 ${p95} ms, ${overGoal} of ${frames} over ${GOAL_MS} ms; costliest task ${task} ms` +
          (perInput === null
            ? ""
            : `; an input ${perInput.all} ms: script ${perInput.script}, style ${perInput.style}, layout ${perInput.layout}`),
      );
    }
  }
}

/** The page's script as a host would bundle it. */
async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("matrix/page.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    conditions: ["source"],
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

async function open(from: Browser, kind: Kind): Promise<Stage> {
  const context = await from.newContext({ viewport: { width: 1100, height: 800 } });
  const page = await context.newPage();
  await page.route("**/*", (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Matrix</title>" }),
  );
  await page.goto("https://matrix.test/");
  await page.addStyleTag({ content: "body { margin: 0 }" });
  await page.addScriptTag({ content: script });
  await page.evaluate((wanted) => window.matrixBench.show(wanted), kind);
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return { browser: from, page, session };
}

/** @param around is given the inputs to make and answers their number */
async function measure(
  { page, session }: Stage,
  way: Way,
  around: (act: () => Promise<number>) => Promise<number> = (act) => act(),
): Promise<Run> {
  await page.evaluate(() => window.matrixBench.focus());
  const points = await page.evaluate(() => window.matrixBench.points());
  await session.send("Input.dispatchMouseEvent", { type: "mouseMoved", x: 0, y: 0 });
  const act = (): Promise<number> =>
    way === "pointer"
      ? sweep(session, points)
      : way === "arrows"
        ? hold(session, [
            ["ArrowRight", actions - 1],
            ["ArrowDown", entities - 1],
            ["ArrowLeft", actions - 1],
            ["ArrowUp", entities - 1],
          ])
        : setTimeout(IDLE_MS, 1);
  const before = await work(session);
  await page.evaluate(() => window.matrixBench.watch());
  const inputs = await around(act);
  const watched = await page.evaluate(() => window.matrixBench.watched());
  const after = await work(session);
  if (way === "pointer") expect(watched.entered >= points.length / 4, watched, "the pointer came over too few cells");
  if (way === "arrows") {
    expect(watched.focused >= 2 * (actions + entities) - 4, watched, "the arrows came to too few cells");
    expect(await page.evaluate(() => window.matrixBench.isAtStart()), watched, "the arrows did not lead back");
  }
  return {
    frames: watched.frames,
    inputs,
    work: {
      all: after.all - before.all,
      script: after.script - before.script,
      style: after.style - before.style,
      layout: after.layout - before.layout,
    },
  };
}

/** Frames of a page that did not do what is measured are worth nothing. */
function expect(held: boolean, { frames, entered, focused }: Watched, problem: string): void {
  if (held) return;
  throw new Error(`${problem} (${frames.length} frames, ${entered} entered, ${focused} focused)`);
}

async function work(session: CDPSession): Promise<Run["work"]> {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name: string): number => 1000 * (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN);
  return {
    all: of("TaskDuration"),
    script: of("ScriptDuration"),
    style: of("RecalcStyleDuration"),
    layout: of("LayoutDuration"),
  };
}

function summaries(kind: Kind) {
  const of = (way: Way) => {
    const all = runs[kind][way];
    const longest = all.map(({ frames }) => Math.max(...frames));
    const perInput = (part: keyof Run["work"]): number =>
      round(median(all.map(({ work, inputs }) => work[part] / inputs)), 100);
    return {
      frames: all.reduce((sum, { frames }) => sum + frames.length, 0),
      overGoal: all.reduce((sum, { frames }) => sum + frames.filter((ms) => ms > GOAL_MS).length, 0),
      /** Median of the rounds. */
      longest: round(median(longest)),
      worst: round(Math.max(...longest)),
      p95: round(
        median(all.map(({ frames }) => frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.95)] ?? 0)),
      ),
      /** Processor time of the costliest task. */
      task: round(costliest[kind][way]),
      perInput:
        way === "idle"
          ? null
          : { all: perInput("all"), script: perInput("script"), style: perInput("style"), layout: perInput("layout") },
    };
  };
  return { pointer: of("pointer"), arrows: of("arrows"), idle: of("idle") };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number, to = 10): number {
  return Math.round(to * value) / to;
}
