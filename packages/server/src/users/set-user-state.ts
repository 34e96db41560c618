import type { SettableState, User, UserInput } from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import { endAllSessions } from "../auth/login-sessions.ts";
import type { Actor } from "../rights/actor.ts";
import { beginPlaceChange, endRightsChange } from "../rights/rights-change.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { lockUser, storedUser, tellChanged } from "./locked-user.ts";

/** Moves a user to another state; whoever may not log in any more has no session left when they may again. */
export async function setUserState(
  services: Services,
  unit: Unit,
  actor: Actor,
  { id, version, state }: { readonly id: string; readonly version: string | null; readonly state: SettableState },
): Promise<User> {
  const before = await beginPlaceChange(unit, services.rights);
  const current = await lockUser(unit, actor, before.rights, id, version);
  if (current.state === state) return current;
  // `access.restore` ends a suspension, by another right
  if (current.state === "suspended" && state === "active") refuse([{ pointer: "/state", code: "not_allowed" }]);
  await unit.query(
    "update users set state = $3, suspended_until = null, version = version + 1, updated_at = $4 where tenant_id = $1 and id = $2",
    [unit.tenant, id, state, unit.now],
  );
  if (state !== "active") await endAllSessions(unit, id);
  const touched = { id, before: current, changed: new Set<keyof UserInput>() };
  await endRightsChange(unit, actor, before, { subjects: [], user: touched });
  const after = await storedUser(unit, id);
  tellChanged(unit, current, after);
  await unit.audit({ action: "user.setState", recordType: "user", recordId: id, before: current, after });
  return after;
}
