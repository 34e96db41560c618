import type { TransferProgress } from "@crewdock/contract";
import { reloadActor } from "../auth/authenticate.ts";
import type { Call } from "../http/handlers.ts";
import type { HostRecords } from "../options.ts";
import type { Services } from "../services.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { countOwned, ownedRecords } from "./owned-records.ts";
import { checkTransfer, type Transfer } from "./transfer-rights.ts";

/** So many contacts change hands in one transaction: few enough to be told within a second. */
const BATCH = 500;

/** Gives all that one user owns to another: the contacts, then what the host has. Rights are looked at with each batch. */
export async function* transferAll(
  services: Services,
  transfer: Transfer,
  call: Call,
): AsyncGenerator<TransferProgress> {
  await checkTransfer(call.db, call, transfer, []); // nobody else makes the host count
  const owned = await ownedRecords(services, transfer.fromId, call.signal);
  await checkTransfer(
    call.db,
    call,
    transfer,
    owned.map(({ kind }) => kind),
  );
  yield* transferContacts(transfer, call);
  const { records } = services.options;
  if (records) yield* transferHosted(services, records, transfer, call);
}

/** Moves the contacts batch by batch, each with its audit record in a transaction of its own. */
async function* transferContacts(transfer: Transfer, call: Call): AsyncGenerator<TransferProgress> {
  const left = await countOwned(call.db, call.tenant, transfer.fromId);
  for (let moved = 0, total = left; total > 0;) {
    call.signal.throwIfAborted();
    const batch = await moveContacts(transfer, call);
    moved += batch;
    total = Math.max(total, moved); // some may have come while this went on
    if (batch > 0) yield { kind: "contact", moved, total };
    if (batch < BATCH) return;
  }
}

function moveContacts(transfer: Transfer, call: Call): Promise<number> {
  const { fromId, toId } = transfer;
  return call.write(async (unit, actor) => {
    const { tenant, now } = unit;
    await checkTransfer(unit, { tenant, actor, now }, transfer, ["contact"]);
    const moved = await unit.query<{ id: string }>(
      `update contacts set owner_id = $3 where tenant_id = $1 and id in (
         select id from contacts where tenant_id = $1 and owner_id = $2 order by id limit ${BATCH} for update
       ) returning id`,
      [tenant, fromId, toId],
    );
    if (moved.length === 0) return 0;
    await auditMoved(unit, transfer, { kind: "contact", ids: moved.map(({ id }) => id).toSorted() });
    return moved.length;
  });
}

/** Lets the host move what it has, writes down each batch that it tells, and asks for the next while the rights stand. */
async function* transferHosted(
  services: Services,
  records: HostRecords,
  transfer: Transfer,
  call: Call,
): AsyncGenerator<TransferProgress> {
  const { tenant, requestId } = call;
  const actorId = call.actor.user.id;
  const done = new Map<string, number>();
  const checkAgain = async (kinds: readonly string[]): Promise<void> => {
    const now = services.now();
    const actor = await reloadActor(services, call.actor, now);
    await checkTransfer(call.db, { tenant, actor, now }, transfer, kinds);
  };
  await checkAgain([]);
  for await (const progress of records.transfer(transfer.fromId, transfer.toId, call.signal)) {
    const { kind, moved } = progress;
    const count = moved - (done.get(kind) ?? 0);
    done.set(kind, moved);
    // what is done is written down, whatever has become of the actor's rights
    const options = { tenant, actorId, now: services.now(), requestId };
    await runUnit(
      services.db,
      options,
      () => services.feed.wake(),
      (unit) => auditMoved(unit, transfer, { kind, count }),
    );
    yield progress;
    await checkAgain([kind]);
  }
}

function auditMoved(unit: Unit, { fromId, toId }: Transfer, records: object): Promise<void> {
  return unit.audit({
    action: "records.transfer",
    recordType: "user",
    recordId: fromId,
    before: { ownerId: fromId, ...records },
    after: { ownerId: toId, ...records },
  });
}
