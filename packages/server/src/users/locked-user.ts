import { type CompiledRights, CrewError, type User } from "@crewdock/contract";
import { type Actor, demandManaging, mayDo } from "../rights/actor.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import { findUser } from "./user-rows.ts";

/**
 * Locks a user for a change; without a version the present one is taken.
 * @throws CrewError `not_found`, `gone`, `forbidden`, `conflict`
 */
export async function lockUser(
  unit: Unit,
  actor: Actor,
  rights: CompiledRights,
  id: string,
  version: string | null,
): Promise<User> {
  await unit.query("select id from users where tenant_id = $1 and id = $2 for update", [unit.tenant, id]);
  return managedUser(unit, { tenant: unit.tenant, actor, rights }, id, version);
}

/** A user whom the actor may change, as they stand. @throws CrewError as {@link lockUser} does */
export async function managedUser(
  db: Queries,
  by: { readonly tenant: string; readonly actor: Actor; readonly rights: CompiledRights },
  id: string,
  version: string | null,
): Promise<User> {
  const { tenant, actor, rights } = by;
  const user = await findUser(db, tenant, id);
  const record = user && { ownerId: user.id, departmentId: user.departmentId };
  if (!user || !record || !(mayDo(actor, "user.view", record) || mayDo(actor, "user.manage", record)))
    throw await missingUser(db, tenant, actor, id);
  demandManaging(actor, rights, user);
  if (version !== null && user.version !== version) throw new CrewError("conflict", { current: user });
  return user;
}

/** What to say of a user who is not there for the actor: `gone` to those who could see a person that was deleted. */
export async function missingUser(db: Queries, tenant: string, actor: Actor, id: string): Promise<CrewError> {
  const [removed] = await db.query<{ department_id: string }>(
    "select department_id from removed_users where tenant_id = $1 and id = $2",
    [tenant, id],
  );
  const seen = removed && mayDo(actor, "user.view", { ownerId: null, departmentId: removed.department_id });
  return new CrewError(seen ? "gone" : "not_found");
}

export async function storedUser(unit: Unit, id: string): Promise<User> {
  const user = await findUser(unit, unit.tenant, id);
  if (!user) throw new CrewError("internal", { detail: "the user has vanished within the transaction" });
  return user;
}

/** Tells of a change those who see the person now, and those who saw them before. */
export function tellChanged(unit: Unit, before: User, after: User): void {
  const departmentIds = [...new Set([before.departmentId, after.departmentId])];
  unit.emit({ type: "user.changed", id: after.id, ownerId: after.id, departmentIds });
}
