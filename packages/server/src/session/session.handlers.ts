import type { Capabilities } from "@crewdock/contract";
import type { Handlers } from "../http/handlers.ts";
import type { Services } from "../services.ts";

export function sessionHandlers(services: Services, capabilities: Capabilities): Handlers["session"] {
  return {
    me: async (_input, { db, tenant, actor }) => {
      const accounts = await db.query("select id from sip_accounts where tenant_id = $1 and user_id = $2", [
        tenant,
        actor.user.id,
      ]);
      return {
        user: {
          id: actor.user.id,
          name: actor.name,
          email: actor.email,
          timeZone: actor.timeZone,
          hasSipAccount: accounts.length > 0,
        },
        grants: actor.own.grants,
        policy: services.policy,
        capabilities,
      };
    },
  };
}
