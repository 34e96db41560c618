import {
  callDays,
  type CallFigures,
  callPeriodErrors,
  type CallStatistics,
  type CallStatisticsQuery,
  mostCallGroups,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import type { Call } from "../http/handlers.ts";
import { SqlParameters } from "../store/db.ts";
import { callConditions } from "./call-filter.ts";
import { CALL_OWNERS } from "./call-rows.ts";

interface FiguresRow {
  /** Null for the sum of all. */
  readonly key: string | null;
  readonly calls: number;
  readonly incoming: number;
  readonly outgoing: number;
  readonly answered: number;
  readonly missed: number;
  readonly talk_seconds: number;
  readonly wait_seconds: number;
}

/** Counts the calls that the actor may see. */
export async function callStatistics(query: CallStatisticsQuery, call: Call): Promise<CallStatistics> {
  refuse(callPeriodErrors(query));
  const parameters = new SqlParameters();
  parameters.add(call.tenant);
  const conditions = callConditions(query, call, parameters);
  const days = query.by === "day" ? callDays(query) : [];
  const key = keyOf(query.by, () => parameters.add(days.map(({ start }) => start.toISOString())));
  const rows = await call.db.query<FiguresRow>(
    `select key, count(*)::int as calls,
       (count(*) filter (where direction = 'incoming'))::int as incoming,
       (count(*) filter (where direction = 'outgoing'))::int as outgoing,
       count(answered_at)::int as answered,
       (count(*) filter (where result = 'missed'))::int as missed,
       coalesce(sum(greatest(0, floor(extract(epoch from ended_at - answered_at)))), 0)::float8 as talk_seconds,
       coalesce(sum(greatest(0, floor(extract(epoch from answered_at - started_at)))), 0)::float8 as wait_seconds
     from (
       select ${key} as key, c.direction, c.result, c.started_at, c.answered_at, c.ended_at
       from call_records c ${CALL_OWNERS} where c.tenant_id = $1 and ${conditions.join(" and ")}
     ) found
     group by grouping sets ((key), ())
     order by grouping(key) desc, ${query.by === "day" ? "" : "calls desc, "}key collate "C"
     limit ${mostCallGroups + 1}`,
    parameters.values,
  );
  const [total, ...groups] = rows;
  return {
    total: figures(total),
    groups: groups.map((row) => ({
      key: query.by === "day" ? (days[Number(row.key) - 1]?.key ?? "") : (row.key ?? ""),
      ...figures(row),
    })),
  };
}

/** What calls are told apart by, as text. Days are told by their number, so that those of the contract's clock count. */
function keyOf(by: CallStatisticsQuery["by"], startsOfDays: () => string): string {
  switch (by) {
    case "day":
      return `lpad(width_bucket(c.started_at, ${startsOfDays()}::timestamptz[])::text, 4, '0')`;
    case "user":
      return "c.user_id";
    case "direction":
      return "c.direction";
    case "result":
      return "c.result";
  }
}

function figures(row: FiguresRow | undefined): CallFigures {
  return {
    calls: row?.calls ?? 0,
    incoming: row?.incoming ?? 0,
    outgoing: row?.outgoing ?? 0,
    answered: row?.answered ?? 0,
    missed: row?.missed ?? 0,
    talkSeconds: row?.talk_seconds ?? 0,
    waitSeconds: row?.wait_seconds ?? 0,
  };
}
