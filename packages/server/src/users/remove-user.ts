import { CrewError, type User, type UserInput } from "@crewdock/contract";
import { dropLimitsOf } from "../access/activity-limits.ts";
import type { Call } from "../http/handlers.ts";
import { countOwned } from "../records/owned-records.ts";
import { dropExpectationsOf } from "../rights/expectation-rows.ts";
import { beginRightsChange, endRightsChange } from "../rights/rights-change.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { releaseSipAccount } from "../telephony/sip-assignment.ts";
import { lockUser, managedUser } from "./locked-user.ts";
import { setDirectRoles } from "./user-writes.ts";

/**
 * Deletes a user for good. What stays is the trace that there was somebody, the calls, the log-ins and the audit log;
 * e-mail address, login and SIP account are free again.
 */
export async function removeUser(
  services: Services,
  { id, version }: { readonly id: string; readonly version: string },
  call: Call,
): Promise<void> {
  const { db, tenant } = call;
  // The host is asked outside of the transaction, and on behalf of those alone who may delete the person.
  await managedUser(db, { tenant, actor: call.actor, rights: call.actor.rights }, id, version);
  const own = id === call.actor.user.id; // whoever asks for their own end is told that first, whatever they own
  const hosted = own ? [] : ((await services.options.records?.count(id, call.signal)) ?? []);
  if (hosted.some(({ count }) => count > 0)) throw new CrewError("in_use", { detail: "records of the host" });
  await call.write(async (unit, actor) => {
    const before = await beginRightsChange(unit, actor, services.rights);
    const current = await lockUser(unit, actor, before.rights, id, version);
    if (!own) await demandUnused(unit, id);
    await releaseSipAccount(services, unit, id);
    await setDirectRoles(unit, id, []);
    await dropLimitsOf(unit, "user", id);
    await dropExpectationsOf(unit, { type: "user", id });
    await unit.query("delete from users where tenant_id = $1 and id = $2", [tenant, id]);
    await unit.query("insert into removed_users (tenant_id, id, department_id, at) values ($1, $2, $3, $4)", [
      tenant,
      id,
      current.departmentId,
      unit.now,
    ]);
    const touched = { id, before: current, changed: new Set<keyof UserInput>() };
    await endRightsChange(unit, actor, before, { subjects: [], user: touched });
    await tellRemoved(unit, current);
  }, "exclusive");
}

/** @throws CrewError `in_use` while the user owns contacts or heads a department */
async function demandUnused(unit: Unit, id: string): Promise<void> {
  if ((await countOwned(unit, unit.tenant, id)) > 0) throw new CrewError("in_use", { detail: "contacts" });
  const heads = await unit.query("select 1 from departments where tenant_id = $1 and head_id = $2 limit 1", [
    unit.tenant,
    id,
  ]);
  if (heads.length > 0) throw new CrewError("in_use", { detail: "head of a department" });
}

async function tellRemoved(unit: Unit, user: User): Promise<void> {
  const { id, departmentId } = user;
  unit.emit({ type: "user.removed", id, ownerId: id, departmentIds: [departmentId] });
  await unit.audit({ action: "user.remove", recordType: "user", recordId: id, before: user, after: null });
}
