import { CrewError, type RightsUser } from "@crewdock/contract";
import { type Actor, demandManaging, mayDo } from "../rights/actor.ts";
import { rightsUser } from "../rights/facts.ts";
import type { Queries } from "../store/db.ts";
import { missingUser } from "../users/locked-user.ts";

/** Whose records go to whom. */
export interface Transfer {
  readonly fromId: string;
  readonly toId: string;
}

/** On whose behalf, and when. */
export interface By {
  readonly tenant: string;
  readonly actor: Actor;
  readonly now: Date;
}

/** What somebody owns is managed as they are themselves. @throws CrewError `not_found`, `gone`, `forbidden` */
export async function demandOwner(db: Queries, { tenant, actor }: By, userId: string): Promise<RightsUser> {
  const owner = await rightsUser(db, tenant, userId);
  const record = owner && { ownerId: owner.id, departmentId: owner.departmentId };
  if (!owner || !record || !(mayDo(actor, "user.view", record) || mayDo(actor, "user.manage", record)))
    throw await missingUser(db, tenant, actor, userId);
  demandManaging(actor, actor.rights, owner);
  return owner;
}

/**
 * Whether records of these kinds may go from the one to the other. Who takes them over themselves has to see them
 * already: managing people opens no view of what they own.
 * @throws CrewError as {@link demandOwner}; `validation` at `/toId` unless that is another user, seen by the actor and active
 */
export async function checkTransfer(
  db: Queries,
  by: By,
  { fromId, toId }: Transfer,
  kinds: readonly string[],
): Promise<void> {
  const { tenant, actor } = by;
  const { departmentId } = await demandOwner(db, by, fromId);
  const [receiver] = await db.query<{ state: string; department_id: string }>(
    "select state, department_id from users where tenant_id = $1 and id = $2 for share",
    [tenant, toId],
  );
  const seen = receiver && mayDo(actor, "user.view", { ownerId: toId, departmentId: receiver.department_id });
  const sees = (kind: string): boolean => mayDo(actor, `${kind}.view`, { ownerId: fromId, departmentId });
  const takes = toId !== actor.user.id || kinds.every(sees);
  const able = seen && toId !== fromId && receiver.state === "active" && takes;
  const code = !seen ? "not_found" : able ? undefined : "not_allowed";
  if (code) throw new CrewError("validation", { fields: [{ pointer: "/toId", code }] });
}
