import type { SampleCompany } from "@crewdock/contract/sample";
import type { Unit } from "../store/unit.ts";
import { observe, storeUses, useKey } from "../usage/use-rows.ts";

/** Stores what the sample's people have used, as if it had been recorded ever since. The roles are there already. */
export async function seedUses(unit: Unit, { uses: { since, observes, uses } }: SampleCompany): Promise<void> {
  const { tenant } = unit;
  const from = new Date(since);
  await observe(unit, tenant, observes, { byHost: true, now: from });
  await unit.query("update observed_actions set since = $2 where tenant_id = $1", [tenant, from]);
  await unit.query("update roles set created_at = $2 where tenant_id = $1", [tenant, from]);
  await storeUses(unit, tenant, new Map(uses.map((use) => [useKey(use), use.at.slice(0, 10)])));
}
