import {
  type ActionKey,
  type CompiledRights,
  CrewError,
  type Id,
  type RightUse,
  standingRightsOf,
} from "@crewdock/contract";
import { type CountedUses, rightUses, type UseTimes } from "@crewdock/contract/serve";
import type { Call } from "../http/handlers.ts";
import { describeError } from "../log.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import type { UseRecorder } from "./use-recorder.ts";

/** People in the same places with the same direct roles, so that the same roles reach them, who have used an action. */
interface UsesRow {
  readonly department_id: string;
  readonly position_id: string | null;
  readonly group_ids: readonly string[];
  readonly role_ids: readonly string[];
  readonly action: string;
  readonly users: number;
  readonly last_on: string;
}

/** @throws CrewError `unsupported` where uses are not recorded */
export function demandRecording({ uses }: Services): UseRecorder {
  if (!uses) throw new CrewError("unsupported", { detail: "uses are not recorded" });
  return uses;
}

/** What is known of the use of rights. What this instance has noted counts already, what others have within a minute. */
export async function roleUsage(
  services: Services,
  { db, tenant, actor, now }: Call,
): Promise<{ readonly items: readonly RightUse[] }> {
  await demandRecording(services)
    .flush()
    .catch((error: unknown) => services.log({ level: "error", event: "uses.not_stored", ...describeError(error) }));
  const times = await useTimes(db, tenant);
  const rows = await db.query<UsesRow>(
    `with groups_of as (
       select user_id, array_agg(group_id order by group_id) as ids from user_group_members
       where tenant_id = $1 group by user_id),
     roles_of as (
       select subject_id, array_agg(role_id order by role_id) as ids from assignments
       where tenant_id = $1 and subject_type = 'user' and (until_at is null or until_at > $2) group by subject_id),
     people as materialized (
       select u.id, u.department_id, u.position_id, coalesce(g.ids, '{}') as group_ids, coalesce(r.ids, '{}') as role_ids
       from users u left join groups_of g on g.user_id = u.id left join roles_of r on r.subject_id = u.id
       where u.tenant_id = $1 and u.state <> 'deactivated')
     select p.department_id, p.position_id, p.group_ids, p.role_ids, c.action, count(*)::int as users, max(c.last_on)::text as last_on
     from action_uses c join people p on p.id = c.user_id
     where c.tenant_id = $1 and c.action = any($3::text[])
     group by p.department_id, p.position_id, p.group_ids, p.role_ids, c.action`,
    [tenant, now, [...times.observed.keys()]],
  );
  return { items: rightUses(actor.rights, times, counted(actor.rights, rows)) };
}

/** Who is meant by a row counts once, whatever it is called. */
const NOBODY = { id: "", state: "active" } as const;

function counted(rights: CompiledRights, rows: readonly UsesRow[]): readonly CountedUses[] {
  return rows.map(({ department_id, position_id, group_ids, role_ids, action, users, last_on }) => {
    const place = { ...NOBODY, departmentId: department_id, positionId: position_id, groupIds: group_ids };
    const roleIds = new Set([...role_ids, ...standingRightsOf(rights, place).row.roleIds]);
    return { roleIds, action, users, lastUsedAt: `${last_on}T00:00:00.000Z` };
  });
}

async function useTimes(db: Queries, tenant: string): Promise<UseTimes> {
  const observed = await db.query<{ action: ActionKey; since: Date }>(
    "select action, since from observed_actions where tenant_id = $1 order by action",
    [tenant],
  );
  const roles = await db.query<{ id: Id; created_at: Date; granted_at: Readonly<Record<ActionKey, string>> }>(
    "select id, created_at, granted_at from roles where tenant_id = $1",
    [tenant],
  );
  const made = new Map(roles.map((role) => [role.id, role]));
  return {
    observed: new Map(observed.map(({ action, since }) => [action, since.toISOString()])),
    grantedSince: (roleId, action) => {
      const role = made.get(roleId);
      return role?.granted_at[action] ?? role?.created_at.toISOString();
    },
  };
}
