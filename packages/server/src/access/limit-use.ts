import {
  type ActivityLimit,
  type CompiledRights,
  type LimitPeriod,
  limitsOf,
  type LimitUse,
  type Period,
  periodAt,
  rightsAt,
  type RightsUser,
  standingRightsOf,
} from "@crewdock/contract";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import { findLimits } from "./activity-limits.ts";

/** Somebody whose actions are counted. */
export interface Counted {
  readonly tenant: string;
  readonly user: RightsUser;
  /** IANA name: periods begin at midnight there. */
  readonly timeZone: string;
  readonly rights: CompiledRights;
}

interface CountRow {
  readonly action: string;
  readonly period: LimitPeriod;
  readonly starts_at: Date;
  readonly used: number;
}

const periods: readonly LimitPeriod[] = ["day", "week", "month"];

/** How far each limit of a user is used up in the periods that run; of one action, or of all. */
export async function usesOf(
  db: Queries,
  { tenant, user, timeZone, rights }: Counted,
  action: string | null,
  at: Date,
): Promise<readonly LimitUse[]> {
  const limits = await findLimits(db, tenant, action);
  if (limits.length === 0) return [];
  const counts = await db.query<CountRow>(
    `select action, period, starts_at, used from activity_counts
     where tenant_id = $1 and user_id = $2 and ($3::text is null or action = $3)`,
    [tenant, user.id, action],
  );
  const roleIds = new Set(standingRightsOf(rightsAt(rights, at), user).row.roleIds);
  return limitsOf(user.id, roleIds, limits).map((limit) => useOf(limit, counts, periodAt(at, limit.period, timeZone)));
}

function useOf(limit: ActivityLimit, counts: readonly CountRow[], { start, end }: Period): LimitUse {
  const counted = counts.find(({ action, period }) => action === limit.action && period === limit.period);
  const used = counted?.starts_at.getTime() === start.getTime() ? counted.used : 0;
  return { limit, used, endsAt: end.toISOString() };
}

/**
 * Counts actions in every period, so that limits that are set later know of them. One statement: of many at once each
 * adds to what the one before has left.
 */
export async function addCounts(
  unit: Unit,
  { tenant, user, timeZone }: Counted,
  action: string,
  amount: number,
): Promise<void> {
  await unit.query(
    `insert into activity_counts (tenant_id, user_id, action, period, starts_at, used)
     select $1, $2, $3, p.period, p.starts_at, $4::int from unnest($5::text[], $6::timestamptz[]) as p (period, starts_at)
     on conflict (tenant_id, user_id, action, period) do update set starts_at = excluded.starts_at, used = excluded.used
       + case when activity_counts.starts_at = excluded.starts_at then activity_counts.used else 0 end`,
    [
      tenant,
      user.id,
      action,
      amount,
      periods,
      periods.map((period) => periodAt(unit.now, period, timeZone).start.toISOString()),
    ],
    { keepPlan: true },
  );
}
