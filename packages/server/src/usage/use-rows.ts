import type { ActionKey, ReportedUse } from "@crewdock/contract";
import type { Queries } from "../store/db.ts";

/** The last day of each use in UTC, `YYYY-MM-DD`, by user and action. */
export type LastDays = ReadonlyMap<string, string>;

/** So many rows go in one statement: short enough for nobody to wait for it. */
const BATCH = 1000;

/** No space stands in the id of a user or in an action. */
export function useKey({ userId, action }: Pick<ReportedUse, "userId" | "action">): string {
  return `${userId} ${action}`;
}

/** Stores what is newer than what is stored; people who are gone are passed over. */
export async function storeUses(db: Queries, tenant: string, days: LastDays): Promise<void> {
  // in one order everywhere, or two instances might wait for each other
  const rows = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH).map(([key, day]) => [...key.split(" "), day]);
    const column = (place: number): readonly string[] => batch.map((row) => row[place] ?? "");
    // what is stored for the day already is left alone: even an update that changes nothing would lock and rewrite
    await db.query(
      `insert into action_uses (tenant_id, user_id, action, last_on)
       select $1, g.user_id, g.action, g.last_on from unnest($2::text[], $3::text[], $4::date[]) as g (user_id, action, last_on)
       join users u on u.tenant_id = $1 and u.id = g.user_id
       left join action_uses k on k.tenant_id = $1 and k.user_id = g.user_id and k.action = g.action
       where k.last_on is null or k.last_on < g.last_on order by g.user_id, g.action for key share of u
       on conflict (tenant_id, user_id, action) do update set last_on = excluded.last_on
         where action_uses.last_on < excluded.last_on`,
      [tenant, column(0), column(1), column(2)],
    );
  }
}

/** Records from now on the uses of actions that were not recorded before, and no longer those that are not named. */
export async function observe(
  db: Queries,
  tenant: string,
  actions: readonly ActionKey[],
  { byHost, now }: { readonly byHost: boolean; readonly now: Date },
): Promise<void> {
  await db.query("delete from observed_actions where tenant_id = $1 and by_host = $3 and action <> all($2::text[])", [
    tenant,
    actions,
    byHost,
  ]);
  // what the server sees by itself stays its own, whatever the host says it reports; in one order as well
  await db.query(
    `insert into observed_actions (tenant_id, action, by_host, since)
     select distinct $1, o.action, $3::boolean, $4::timestamptz from unnest($2::text[]) as o (action) order by o.action
     on conflict (tenant_id, action) do update set by_host = false where not excluded.by_host and observed_actions.by_host`,
    [tenant, actions, byHost, now],
  );
}

/** Forgets all that was recorded. */
export async function forgetUses(db: Queries, tenant: string): Promise<void> {
  await db.query("delete from action_uses where tenant_id = $1", [tenant]);
  await db.query("delete from observed_actions where tenant_id = $1", [tenant]);
}
