import type { TransferProgress } from "@crewdock/contract";
import type { Call, Handlers } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import { ownedRecords } from "./owned-records.ts";
import { checkTransfer, demandOwner, type Transfer, transferContacts } from "./transfer-records.ts";

export function recordsHandlers(services: Services): Handlers["records"] {
  return {
    owned: async ({ userId }, call) => {
      await demandOwner(call.db, call.tenant, call.actor, userId);
      return { items: await ownedRecords(services, userId, call.signal) };
    },
    transfer: (transfer, call) => transferAll(services, transfer, call),
  };
}

async function* transferAll(services: Services, transfer: Transfer, call: Call): AsyncGenerator<TransferProgress> {
  const { fromId, toId } = transfer;
  await checkTransfer(call.db, call.tenant, call.actor, transfer);
  yield* transferContacts(services, transfer, call);
  const { records } = services.options;
  if (records) yield* records.transfer(fromId, toId, call.signal);
}
