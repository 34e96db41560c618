import { CrewError, type TransferProgress } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import type { Queries } from "../store/db.ts";
import { countOwned } from "./owned-records.ts";

/** So many contacts change hands in one transaction: few enough to be told within a second. */
const BATCH = 500;

export interface Transfer {
  readonly fromId: string;
  readonly toId: string;
}

/** @throws CrewError `validation` at `/toId` unless that is another user, who is active */
export async function checkReceiver(db: Queries, tenant: string, { fromId, toId }: Transfer): Promise<void> {
  const [receiver] = await db.query<{ state: string }>(
    "select state from users where tenant_id = $1 and id = $2 for share",
    [tenant, toId],
  );
  const code = !receiver ? "not_found" : toId === fromId || receiver.state !== "active" ? "not_allowed" : undefined;
  if (code) throw new CrewError("validation", { fields: [{ pointer: "/toId", code }] });
}

/** Moves the contacts batch by batch, each with its audit record in a transaction of its own. */
export async function* transferContacts(transfer: Transfer, call: Call): AsyncGenerator<TransferProgress> {
  const left = await countOwned(call.db, call.tenant, transfer.fromId);
  for (let moved = 0, total = left; total > 0;) {
    call.signal.throwIfAborted();
    const batch = await moveBatch(transfer, call);
    moved += batch;
    total = Math.max(total, moved); // some may have come while this went on
    if (batch > 0) yield { kind: "contact", moved, total };
    if (batch < BATCH) return;
  }
}

function moveBatch({ fromId, toId }: Transfer, call: Call): Promise<number> {
  return call.write(async (unit) => {
    await checkReceiver(unit, unit.tenant, { fromId, toId });
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
