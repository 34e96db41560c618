import { breachQuery, type CompiledRights, type RightsExpectation } from "@crewdock/contract";
import type { SqlParameters } from "../store/db.ts";
import { reachedBy } from "./reach.ts";

/** The condition on `users u` that holds for exactly those who break a sentence. `$1` is the tenant. */
export function breachCondition(
  rights: CompiledRights,
  expectation: RightsExpectation,
  parameters: SqlParameters,
): string {
  const { of, granted, brokenBy } = breachQuery(rights, expectation);
  const isMeant = reachedBy(of, rights.facts, parameters);
  const isGranted = reachedBy(granted, rights.facts, parameters);
  return `u.tenant_id = $1 and u.state in ('active', 'suspended') and ${isMeant}
    and ${brokenBy === "granted" ? isGranted : `not (${isGranted})`}`;
}
