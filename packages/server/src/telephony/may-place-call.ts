import { standingRightsOf } from "@crewdock/contract";
import { loadActor } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import { normalDomain } from "./sip-domain.ts";

/**
 * Whether the person who has a SIP login on the company's own domain may call another extension of the company now. Colleagues may be called by all
 * who may place calls at all; 'CRM contacts only' narrows numbers outside. Blocked people cannot log in, but their devices
 * go on working; deactivated ones call nobody.
 */
export async function mayPlaceCall(services: Services, login: string): Promise<boolean> {
  const { db, tenant, rights, now, options } = services;
  if (!options.sip) return false;
  const [account] = await db.query<{ user_id: string | null }>(
    "select user_id from sip_accounts where tenant_id = $1 and login = $2 and domain = $3 and user_id is not null",
    [tenant, login, normalDomain(options.sip.domain)],
  );
  if (account?.user_id === null || account === undefined) return false;
  const actor = await loadActor(db, rights, tenant, account.user_id, now());
  if (!actor || actor.user.state === "deactivated") return false;
  return standingRightsOf(actor.rights, actor.user).can("call.place");
}
