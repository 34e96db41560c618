import type { TransferProgress } from "@crewdock/contract";
import type { Call, Handlers } from "../http/handlers.ts";
import { demand, mayDo } from "../rights/actor.ts";
import { rightsUser } from "../rights/facts.ts";
import type { Services } from "../services.ts";
import { missingUser } from "../users/locked-user.ts";
import { ownedRecords } from "./owned-records.ts";
import { checkReceiver, type Transfer, transferContacts } from "./transfer-records.ts";

export function recordsHandlers(services: Services): Handlers["records"] {
  return {
    owned: async ({ userId }, call) => {
      await demandOwner(userId, call);
      return { items: await ownedRecords(services, userId, call.signal) };
    },
    transfer: (transfer, call) => transferAll(services, transfer, call),
  };
}

/** @throws CrewError `not_found`, `gone`, `forbidden` */
async function demandOwner(userId: string, { db, tenant, actor }: Call): Promise<void> {
  const owner = await rightsUser(db, tenant, userId);
  const record = owner && { ownerId: owner.id, departmentId: owner.departmentId };
  if (!record || !(mayDo(actor, "user.view", record) || mayDo(actor, "user.manage", record)))
    throw await missingUser(db, tenant, actor, userId);
  demand(actor, "user.manage", record);
}

async function* transferAll(services: Services, transfer: Transfer, call: Call): AsyncGenerator<TransferProgress> {
  const { fromId, toId } = transfer;
  await demandOwner(fromId, call);
  await checkReceiver(call.db, call.tenant, transfer);
  yield* transferContacts(transfer, call);
  const { records } = services.options;
  if (records) yield* records.transfer(fromId, toId, call.signal);
}
