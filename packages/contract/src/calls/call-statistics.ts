import * as z from "zod/mini";
import { periodAt } from "../access/limit-period.ts";
import type { FieldError } from "../errors/crew-error.ts";
import { isoTimeSchema, type IsoTime, textSchema } from "../primitives.ts";
import { timeZoneSchema } from "../users/user.ts";
import { type CallFilter, callFilterShape } from "./call-query.ts";

/**
 * What calls are counted by: the day on which they started on the clocks of the time zone (`2026-03-29`), the user's id,
 * the direction or the result.
 */
export type CallGrouping = "day" | "user" | "direction" | "result";

/** Calls of a time, counted. */
export interface CallStatisticsQuery extends CallFilter {
  readonly from: IsoTime;
  /** After `from`, by 366 days at most. */
  readonly to: IsoTime;
  /** IANA name, such as `Europe/Moscow`; decides where days begin. */
  readonly timeZone: string;
  readonly by: CallGrouping;
}

/** Sums, so that those of parts add up to that of the whole. */
export interface CallFigures {
  readonly calls: number;
  readonly incoming: number;
  readonly outgoing: number;
  /** Somebody took the call, in either direction. */
  readonly answered: number;
  /** Those with the result `missed`. */
  readonly missed: number;
  /** Whole seconds of each answered call that is over, from the answer to the end. */
  readonly talkSeconds: number;
  /** Whole seconds of each answered call, from its start to the answer: see {@link averageWait}. */
  readonly waitSeconds: number;
}

export interface CallGroup extends CallFigures {
  /** A day, the id of a user, a direction or a result, as was asked for. */
  readonly key: string;
}

export interface CallStatistics {
  readonly total: CallFigures;
  /**
   * Groups in which there are calls: days from the first to the last, others from the most calls to the fewest, then by
   * key. At most {@link mostCallGroups}; `total` counts all.
   */
  readonly groups: readonly CallGroup[];
}

/** How many groups an answer has at most. */
export const mostCallGroups = 1000;

/** Mean seconds until an answered call was taken; null where none was. */
export function averageWait({ waitSeconds, answered }: CallFigures): number | null {
  return answered === 0 ? null : waitSeconds / answered;
}

const longest = 366 * 86_400_000;

/** What is wrong with the time that is asked for, which the schema cannot say. */
export function callPeriodErrors({ from, to }: Pick<CallStatisticsQuery, "from" | "to">): readonly FieldError[] {
  const length = Date.parse(to) - Date.parse(from);
  if (length <= 0) return [{ pointer: "/to", code: "too_small" }];
  return length > longest ? [{ pointer: "/to", code: "too_large", params: { maxDays: 366 } }] : [];
}

/** A day on the clocks of a time zone. */
export interface CallDay {
  /** Such as `2026-03-29`. */
  readonly key: string;
  readonly start: Date;
}

/** The days that a time touches, from the first to the last. */
export function callDays({
  from,
  to,
  timeZone,
}: Pick<CallStatisticsQuery, "from" | "to" | "timeZone">): readonly CallDay[] {
  const format = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const keyOf = (at: Date): string => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${parts["year"] ?? ""}-${parts["month"] ?? ""}-${parts["day"] ?? ""}`;
  };
  const days: CallDay[] = [];
  for (let at = new Date(from); at < new Date(to);) {
    const { start, end } = periodAt(at, "day", timeZone);
    days.push({ key: keyOf(at), start });
    at = end;
  }
  return days;
}

const figureShape = {
  calls: z.number(),
  incoming: z.number(),
  outgoing: z.number(),
  answered: z.number(),
  missed: z.number(),
  talkSeconds: z.number(),
  waitSeconds: z.number(),
};

export const callStatisticsSchema: z.ZodMiniType<CallStatistics> = z.object({
  total: z.object(figureShape),
  groups: z.array(z.object({ key: z.string(), ...figureShape })),
});

export const callStatisticsQuerySchema: z.ZodMiniType<CallStatisticsQuery> = z.object({
  ...callFilterShape,
  q: z.optional(textSchema(0, 200)),
  from: isoTimeSchema,
  to: isoTimeSchema,
  timeZone: timeZoneSchema,
  by: z.enum(["day", "user", "direction", "result"]),
});
