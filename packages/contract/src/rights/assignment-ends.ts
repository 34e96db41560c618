import type { RightsAssignment, RightsFacts } from "./facts.ts";

interface End {
  readonly at: number;
  readonly assignment: RightsAssignment;
}

/** The ends by their time, kept as long as the list of assignments is. */
const known = /* @__PURE__ */ new WeakMap<RightsFacts["assignments"], readonly End[]>();

/** The assignments that have ended after an instant, up to another; each in milliseconds. Takes a sort once a list. */
export function* endedBetween(
  assignments: RightsFacts["assignments"],
  after: number,
  upTo: number,
): Generator<RightsAssignment> {
  const ends = known.get(assignments) ?? endsOf(assignments);
  known.set(assignments, ends);
  let [place, beyond] = [0, ends.length];
  while (place < beyond) {
    const middle = (place + beyond) >> 1;
    if ((ends[middle]?.at ?? Infinity) > after) beyond = middle;
    else place = middle + 1;
  }
  for (let end = ends[place]; end !== undefined && end.at <= upTo; end = ends[++place]) yield end.assignment;
}

function endsOf(assignments: RightsFacts["assignments"]): readonly End[] {
  return assignments
    .flatMap((assignment) => (assignment.until === null ? [] : [{ at: Date.parse(assignment.until), assignment }]))
    .sort((one, other) => one.at - other.at);
}
