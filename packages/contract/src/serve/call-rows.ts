import type { CallFilter } from "../calls/call-query.ts";
import type { CallRecord } from "../calls/call-record.ts";
import {
  callDays,
  type CallFigures,
  type CallGroup,
  type CallStatistics,
  type CallStatisticsQuery,
  mostCallGroups,
} from "../calls/call-statistics.ts";
import type { Id } from "../primitives.ts";
import { departmentSubtree } from "../rights/tree.ts";
import { matches } from "./matches.ts";

/** Where people are, for filters by department. */
export interface CallPlaces {
  readonly departments: Parameters<typeof departmentSubtree>[0];
  /** Null for somebody of whom nothing is known any more. */
  readonly departmentOf: (userId: Id) => Id | null;
}

/** The calls among rows in memory that a filter means. A database does this itself. */
export function filterCalls<Row extends CallRecord>(
  rows: Iterable<Row>,
  filter: CallFilter,
  { departments, departmentOf }: CallPlaces,
): readonly Row[] {
  const { userId, departmentIds, directions, results, outcomes, recorded, q } = filter;
  const within = departmentIds?.length
    ? new Set(departmentIds.flatMap((id) => [...departmentSubtree(departments, id)]))
    : null;
  const [from, to] = [timeOf(filter.from ?? null) ?? -Infinity, timeOf(filter.to ?? null) ?? Infinity];
  return [...rows].filter((call) => {
    const started = Date.parse(call.startedAt);
    return (
      started >= from &&
      started < to &&
      (userId === undefined || call.userId === userId) &&
      (within === null || within.has(departmentOf(call.userId) ?? "")) &&
      (!directions?.length || directions.includes(call.direction)) &&
      (!results?.length || results.includes(call.result)) &&
      (!outcomes?.length || outcomes.includes(call.outcome ?? "")) &&
      (recorded === undefined || recorded === ((call.recording ?? null) !== null)) &&
      matches(q, [call.number, call.name])
    );
  });
}

/** `calls.statistics` over the calls that {@link filterCalls} has found. */
export function countCalls(calls: Iterable<CallRecord>, query: CallStatisticsQuery): CallStatistics {
  const keyOf = keysBy(query);
  let total = nothing;
  const groups = new Map<string, CallFigures>();
  for (const call of calls) {
    const key = keyOf(call);
    const figures = figuresOf(call);
    total = sum(total, figures);
    groups.set(key, sum(groups.get(key) ?? nothing, figures));
  }
  const byKey = (a: CallGroup, b: CallGroup): number => (a.key < b.key ? -1 : 1);
  const byCalls = (a: CallGroup, b: CallGroup): number => b.calls - a.calls || byKey(a, b);
  return {
    total,
    groups: [...groups]
      .map(([key, figures]) => ({ key, ...figures }))
      .sort(query.by === "day" ? byKey : byCalls)
      .slice(0, mostCallGroups),
  };
}

function keysBy(query: CallStatisticsQuery): (call: CallRecord) => string {
  switch (query.by) {
    case "day": {
      const days = callDays(query);
      return ({ startedAt }) => days.findLast(({ start }) => start.getTime() <= Date.parse(startedAt))?.key ?? "";
    }
    case "user":
      return ({ userId }) => userId;
    case "direction":
      return ({ direction }) => direction;
    case "result":
      return ({ result }) => result;
  }
}

const nothing: CallFigures = {
  calls: 0,
  incoming: 0,
  outgoing: 0,
  answered: 0,
  missed: 0,
  talkSeconds: 0,
  waitSeconds: 0,
};

function figuresOf({ direction, result, startedAt, answeredAt, endedAt }: CallRecord): CallFigures {
  const answered = timeOf(answeredAt);
  return {
    calls: 1,
    incoming: Number(direction === "incoming"),
    outgoing: Number(direction === "outgoing"),
    answered: Number(answered !== null),
    missed: Number(result === "missed"),
    talkSeconds: secondsBetween(answered, timeOf(endedAt)),
    waitSeconds: secondsBetween(timeOf(startedAt), answered),
  };
}

function sum(a: CallFigures, b: CallFigures): CallFigures {
  return {
    calls: a.calls + b.calls,
    incoming: a.incoming + b.incoming,
    outgoing: a.outgoing + b.outgoing,
    answered: a.answered + b.answered,
    missed: a.missed + b.missed,
    talkSeconds: a.talkSeconds + b.talkSeconds,
    waitSeconds: a.waitSeconds + b.waitSeconds,
  };
}

function timeOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}

function secondsBetween(from: number | null, to: number | null): number {
  return from === null || to === null ? 0 : Math.max(0, Math.floor((to - from) / 1000));
}
