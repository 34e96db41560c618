import type { Handlers } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import { ownedRecords } from "./owned-records.ts";
import { transferAll } from "./transfer-records.ts";
import { demandOwner } from "./transfer-rights.ts";

export function recordsHandlers(services: Services): Handlers["records"] {
  return {
    owned: async ({ userId }, call) => {
      await demandOwner(call.db, call, userId);
      return { items: await ownedRecords(services, userId, call.signal) };
    },
    transfer: (transfer, call) => transferAll(services, transfer, call),
  };
}
