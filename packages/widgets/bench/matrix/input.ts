// A hand at the matrix: input events through the protocol of the browser, at the pace of a device and without waiting for
// the page, as a device does.
import { setTimeout } from "node:timers/promises";
import type { CDPSession } from "playwright-core";
import type { Point } from "./page.ts";

/** Milliseconds between two reports of a mouse (125 a second), and between two repeats of a held key (30 a second). */
const MOUSE_MS = 8;
const REPEAT_MS = 33;

/** The arrows by their codes, which browsers still ask for. */
const arrows = { ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 } as const;

/** Runs through inputs, each at its time; resolves to their number once the page has taken them all. */
async function pace(every: number, inputs: readonly (() => Promise<unknown>)[]): Promise<number> {
  const began = performance.now();
  const sent: Promise<unknown>[] = [];
  for (const [at, input] of inputs.entries()) {
    await setTimeout(Math.max(0, began + at * every - performance.now()));
    sent.push(input());
  }
  await Promise.all(sent);
  return inputs.length;
}

/** Leads the pointer over all points, and between two of them over the middle. */
export function sweep(session: CDPSession, points: readonly Point[]): Promise<number> {
  const way = points.flatMap(([x, y], at): Point[] => {
    const [nextX, nextY] = points[at + 1] ?? [x, y];
    return [
      [x, y],
      [(x + nextX) / 2, (y + nextY) / 2],
    ];
  });
  return pace(
    MOUSE_MS,
    way.map(
      ([x, y]) =>
        () =>
          session.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y }),
    ),
  );
}

/** Holds each arrow for a number of steps. */
export function hold(
  session: CDPSession,
  held: readonly (readonly [key: keyof typeof arrows, steps: number])[],
): Promise<number> {
  const send = (type: "rawKeyDown" | "keyUp", key: keyof typeof arrows, autoRepeat: boolean): Promise<unknown> =>
    session.send("Input.dispatchKeyEvent", { type, key, code: key, windowsVirtualKeyCode: arrows[key], autoRepeat });
  const strokes = held.flatMap(([key, steps]) =>
    Array.from({ length: steps }, (_, at) => async () => {
      await send("rawKeyDown", key, at > 0);
      if (at === steps - 1) await send("keyUp", key, false);
    }),
  );
  return pace(REPEAT_MS, strokes);
}
