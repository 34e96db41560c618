import { CrewError, type TransferProgress } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { type Actor, demand, loadActor, mayDo } from "../rights/actor.ts";
import { rightsUser } from "../rights/facts.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import { missingUser } from "../users/locked-user.ts";
import { countOwned } from "./owned-records.ts";

/** So many contacts change hands in one transaction: few enough to be told within a second. */
const BATCH = 500;

export interface Transfer {
  readonly fromId: string;
  readonly toId: string;
}

/** @throws CrewError `not_found`, `gone`, `forbidden` unless the actor manages the user */
export async function demandOwner(db: Queries, tenant: string, actor: Actor, userId: string): Promise<void> {
  const owner = await rightsUser(db, tenant, userId);
  const record = owner && { ownerId: owner.id, departmentId: owner.departmentId };
  if (!record || !(mayDo(actor, "user.view", record) || mayDo(actor, "user.manage", record)))
    throw await missingUser(db, tenant, actor, userId);
  demand(actor, "user.manage", record);
}

/** @throws CrewError as {@link demandOwner}; `validation` at `/toId` unless that is another user, seen by the actor and active */
export async function checkTransfer(
  db: Queries,
  tenant: string,
  actor: Actor,
  { fromId, toId }: Transfer,
): Promise<void> {
  await demandOwner(db, tenant, actor, fromId);
  const [receiver] = await db.query<{ state: string; department_id: string }>(
    "select state, department_id from users where tenant_id = $1 and id = $2 for share",
    [tenant, toId],
  );
  const seen = receiver && mayDo(actor, "user.view", { ownerId: toId, departmentId: receiver.department_id });
  const code = !seen ? "not_found" : toId === fromId || receiver.state !== "active" ? "not_allowed" : undefined;
  if (code) throw new CrewError("validation", { fields: [{ pointer: "/toId", code }] });
}

/** Moves the contacts batch by batch, each with its audit record in a transaction of its own. */
export async function* transferContacts(
  services: Services,
  transfer: Transfer,
  call: Call,
): AsyncGenerator<TransferProgress> {
  const left = await countOwned(call.db, call.tenant, transfer.fromId);
  for (let moved = 0, total = left; total > 0;) {
    call.signal.throwIfAborted();
    const batch = await moveBatch(services, transfer, call);
    moved += batch;
    total = Math.max(total, moved); // some may have come while this went on
    if (batch > 0) yield { kind: "contact", moved, total };
    if (batch < BATCH) return;
  }
}

async function moveBatch({ facts, now }: Services, { fromId, toId }: Transfer, call: Call): Promise<number> {
  // rights and people may have changed since the batch before
  const actor = await loadActor(call.db, facts, call.tenant, call.actor.user.id, now());
  if (actor?.user.state !== "active") throw new CrewError("forbidden");
  return call.write(async (unit) => {
    await checkTransfer(unit, unit.tenant, actor, { fromId, toId });
    const moved = await unit.query<{ id: string }>(
      `update contacts set owner_id = $3 where tenant_id = $1 and id in (
         select id from contacts where tenant_id = $1 and owner_id = $2 order by id limit ${BATCH} for update
       ) returning id`,
      [unit.tenant, fromId, toId],
    );
    if (moved.length === 0) return 0;
    const records = { kind: "contact", ids: moved.map(({ id }) => id).toSorted() };
    await unit.audit({
      action: "records.transfer",
      recordType: "user",
      recordId: fromId,
      before: { ownerId: fromId, ...records },
      after: { ownerId: toId, ...records },
    });
    return moved.length;
  });
}
