import { type Guard, play } from "./model.ts";
import type { Move } from "./moves.ts";
import type { Setting } from "./settings.ts";
import { isGoverned, keyOf, type World } from "./world.ts";

/** What a search came to. */
export interface Search {
  readonly states: number;
  readonly accepted: number;
  readonly refused: number;
  /** The shortest way into a state where nobody administers; undefined when there is none. */
  readonly lockOut: readonly Move[] | undefined;
}

interface Visit {
  readonly world: World;
  readonly came: { readonly from: Visit; readonly by: Move } | undefined;
}

/** Visits every state that can be reached, breadth first, and stops at one where nobody administers. */
export function search(setting: Setting, guard?: Guard): Search {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // a third of the time would go into traces of refusals that nobody reads
  try {
    return visitAll(setting, guard);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function visitAll({ start, moves }: Setting, guard: Guard | undefined): Search {
  const seen = new Set([keyOf(start)]);
  const queue: Visit[] = [{ world: start, came: undefined }];
  let accepted = 0;
  let refused = 0;
  for (const visit of queue) {
    if (!isGoverned(visit.world)) return { states: seen.size, accepted, refused, lockOut: wayTo(visit) };
    for (const by of moves(visit.world)) {
      const outcome = play(visit.world, by, guard);
      if (outcome.refused === undefined) accepted++;
      else refused++;
      if (!outcome.world) continue;
      const key = keyOf(outcome.world);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ world: outcome.world, came: { from: visit, by } });
    }
  }
  return { states: seen.size, accepted, refused, lockOut: undefined };
}

function wayTo(visit: Visit): readonly Move[] {
  const way: Move[] = [];
  for (let { came } = visit; came; { came } = came.from) way.unshift(came.by);
  return way;
}
