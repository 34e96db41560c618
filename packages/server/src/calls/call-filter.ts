import { type CallFilter, departmentSubtree } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { scopeCondition } from "../rights/scope-condition.ts";
import type { SqlParameters } from "../store/db.ts";
import { containsPattern } from "../store/contains-pattern.ts";
import { within } from "../store/within.ts";
import { CALL_SCOPE } from "./call-rows.ts";

/** The conditions on `call_records c` with its owners for the calls that a filter means and the actor may see. */
export function callConditions(
  filter: CallFilter,
  { actor }: Pick<Call, "actor">,
  parameters: SqlParameters,
): readonly string[] {
  const conditions = [
    scopeCondition(actor, "call.view", CALL_SCOPE, parameters),
    ...within("c.started_at", filter, parameters),
  ];
  const oneOf = (column: string, values: readonly string[] | undefined): void => {
    if (values?.length) conditions.push(`${column} = any(${parameters.add(values)}::text[])`);
  };
  const { userId, departmentIds, directions, results, outcomes, recorded, q } = filter;
  const { departments } = actor.rights.facts;
  oneOf("c.user_id", userId === undefined ? undefined : [userId]);
  oneOf(CALL_SCOPE.departmentId, [
    ...new Set((departmentIds ?? []).flatMap((id) => [...departmentSubtree(departments, id)])),
  ]);
  oneOf("c.direction", directions);
  oneOf("c.result", results);
  oneOf("c.outcome", outcomes);
  if (recorded !== undefined)
    conditions.push(
      `${recorded ? "" : "not "}exists (select 1 from call_recordings d where d.tenant_id = c.tenant_id and d.call_id = c.id)`,
    );
  if (q?.trim()) conditions.push(`c.search like ${parameters.add(containsPattern(q))}`);
  return conditions;
}
