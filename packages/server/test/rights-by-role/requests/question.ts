import type { Asked } from "../../../src/testing/asked.ts";
import type { Outcome } from "../places.ts";
import type { Target, World } from "../world.ts";

/** How an operation is asked about a target, and what its answer means. */
export interface Question extends Asked {
  readonly headers?: Readonly<Record<string, string>>;
  /** Reads what is needed of a good answer that does not end by itself. @default the parsed whole */
  readonly read?: (response: Response) => Promise<unknown>;
  /** What a good answer comes to. @default "done" */
  readonly means?: (body: never) => Outcome;
  /** Whether it leaves something changed where it is allowed. @default true for all but GET */
  readonly changes?: boolean;
}

/** Makes what is asked about, anew where asking uses it up. */
export type Ask = (world: World, target: Target) => Promise<Question>;

export type Questions = Readonly<Record<string, Ask>>;

/** That something is listed, or is not. */
export function listed(found: boolean): Outcome {
  return found ? "done" : "nothing";
}

export interface Listed<Item> {
  readonly items: readonly Item[];
}
