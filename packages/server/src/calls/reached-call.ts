import type { ActionKey, Id } from "@crewdock/contract";
import { type Actor, demand } from "../rights/actor.ts";
import type { Queries } from "../store/db.ts";
import { type FoundCall, seenCall } from "./call-rows.ts";

/**
 * A call that an action of the actor reaches.
 * @throws CrewError `not_found` for a call that is out of sight, `forbidden` where the action does not reach it
 */
export async function reachedCall(
  db: Queries,
  tenant: string,
  actor: Actor,
  id: Id,
  action: ActionKey,
): Promise<FoundCall> {
  const found = await seenCall(db, tenant, actor, id);
  demand(actor, action, { ownerId: found.call.userId, departmentId: found.departmentId });
  return found;
}
