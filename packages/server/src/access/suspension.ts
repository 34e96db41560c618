import { tellChanged, storedUser } from "../users/locked-user.ts";
import type { User } from "@crewdock/contract";
import { beginPlaceChange, canDoWithout } from "../rights/rights-change.ts";
import type { Services } from "../services.ts";
import { runUnit, type Unit } from "../store/unit.ts";

/** Suspensions that are over are ended so many at once. */
const ENDED_AT_ONCE = 100;

/**
 * Suspends an active user until a time; the last administrator stays as they are. Who sees the user is told at once, and
 * the user's open streams end. The rights are held exclusively.
 */
export async function suspend(services: Services, unit: Unit, id: string, until: Date): Promise<void> {
  const rights = await beginPlaceChange(unit, services.rights);
  const before = await storedUser(unit, id);
  if (before.state !== "active" || !(await canDoWithout(unit, rights, id))) return;
  await unit.query(
    `update users set state = 'suspended', suspended_until = $3, version = version + 1, updated_at = $4
     where tenant_id = $1 and id = $2`,
    [unit.tenant, id, until, unit.now],
  );
  await tell(unit, "user.suspend", before);
}

/**
 * Lets a user work again before their time and forgets what they have used up; for others than suspended ones it does
 * nothing. The rights are held exclusively.
 */
export async function restoreEarly(unit: Unit, id: string): Promise<void> {
  if (!(await restore(unit, id))) return;
  await unit.query("delete from activity_counts where tenant_id = $1 and user_id = $2", [unit.tenant, id]);
}

/** @returns whether the user was suspended */
async function restore(unit: Unit, id: string): Promise<boolean> {
  const before = await storedUser(unit, id);
  if (before.state !== "suspended") return false;
  await unit.query(
    `update users set state = 'active', suspended_until = null, version = version + 1, updated_at = $3
     where tenant_id = $1 and id = $2`,
    [unit.tenant, id, unit.now],
  );
  await tell(unit, "user.restore", before);
  return true;
}

/**
 * Ends suspensions whose period is over: those of all, or of one user who is here and need not wait for the next round.
 * What was used in longer periods, which go on, stays used.
 * @returns how many
 */
export async function endSuspensions(services: Services, userId: string | null = null): Promise<number> {
  const { db, tenant, now, feed } = services;
  const over = await db.query<{ id: string }>(
    `select id from users where tenant_id = $1 and suspended_until <= $2 and ($3::text is null or id = $3)
     order by suspended_until limit ${ENDED_AT_ONCE}`,
    [tenant, now(), userId],
  );
  for (const { id } of over)
    await runUnit(
      db,
      { tenant, actorId: null, now: now(), requestId: null },
      () => feed.wake(),
      async (unit) => {
        await unit.query("select id from tenants where id = $1 for no key update", [tenant]);
        // another instance may have been faster, and the next suspension begun
        const due = await unit.query(
          "select id from users where tenant_id = $1 and id = $2 and suspended_until <= $3 for update",
          [tenant, id, unit.now],
        );
        if (due.length > 0) await restore(unit, id);
      },
    );
  return over.length;
}

async function tell(unit: Unit, action: "user.suspend" | "user.restore", before: User): Promise<void> {
  const { id } = before;
  const after = await storedUser(unit, id);
  tellChanged(unit, before, after);
  unit.emit({ type: "rights.changed", id, ownerId: id });
  unit.emit({ type: "security.changed", id, ownerId: id, departmentIds: [after.departmentId] });
  await unit.audit({ action, recordType: "user", recordId: id, before, after, byServer: action === "user.suspend" });
}
