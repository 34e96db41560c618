import fc from "fast-check";
import type { Person } from "../kit/conformance-case.ts";
import { ConformanceError } from "../kit/expect.ts";
import { actions, type Step } from "./actions.ts";
import { outcomeOf, type Side } from "./side.ts";

/** A step that came out differently. */
interface Difference {
  readonly lines: readonly string[];
  readonly expected: string;
  readonly actual: string;
}

export interface SequenceOptions {
  /** Names of the actions that take part. */
  readonly of: readonly string[];
  readonly seed: number;
  readonly runs: number;
  /** Opens a fresh side on the memory adapter and one on the backend. */
  readonly open: () => Promise<{ readonly oracle: Side; readonly subject: Side }>;
}

/** On whose behalf sequences act. */
export const SEQUENCE_ACTOR: Person = "admin";

function stepOf(names: readonly string[]): fc.Arbitrary<Step> {
  return fc.record({
    action: fc.constantFrom(...names),
    which: fc.nat({ max: 5 }),
    how: fc.nat({ max: 11 }),
    stale: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  });
}

/**
 * Runs random sequences on both sides and compares each outcome. What differs is shrunk to the shortest sequence that
 * still does.
 * @throws ConformanceError with the steps of that sequence and what both sides said to each
 */
export async function compareSequences({ of, seed, runs, open }: SequenceOptions): Promise<void> {
  const property = fc.asyncProperty(
    fc.array(stepOf(of), { minLength: 1, maxLength: 14 }),
    async (steps) => (await differenceIn(steps, open)) === undefined,
  );
  const { failed, counterexample } = await fc.check(property, { seed, numRuns: runs });
  if (!failed) return;
  const steps = counterexample?.[0] ?? [];
  const difference = await differenceIn(steps, open);
  if (!difference) throw new ConformanceError(`a sequence failed once and not again (seed ${String(seed)})`);
  const { lines, expected, actual } = difference;
  throw new ConformanceError(`differs from the memory adapter after\n${lines.join("\n")}`, { expected, actual });
}

async function differenceIn(steps: readonly Step[], open: SequenceOptions["open"]): Promise<Difference | undefined> {
  const { oracle, subject } = await open();
  const lines: string[] = [];
  for (const step of steps) {
    const action = actions[step.action];
    const [there, here] = [action?.run(oracle, step), action?.run(subject, step)];
    if (!there || !here) continue;
    const [expected, actual] = [await outcomeOf(oracle, there), await outcomeOf(subject, here)];
    lines.push(`${String(lines.length + 1)}. ${worded(step)} -> ${actual}`);
    if (expected !== actual) return { lines: [...lines, `   the memory adapter: ${expected}`], expected, actual };
  }
  return undefined;
}

function worded({ action, which, how, stale }: Step): string {
  return `${action} (which ${String(which)}, variant ${String(how)}${stale ? ", with an old version" : ""})`;
}
