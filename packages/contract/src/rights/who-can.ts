import type { ActionKey } from "./catalogue.ts";
import type { CompanyRights } from "./company-rights.ts";
import { explain, type RightsPath } from "./explain.ts";
import type { RecordFacts, RightsUser } from "./facts.ts";
import { type Scope, scopes } from "./scope.ts";

/** Somebody who may do something to a record. */
export interface Allowed<U extends RightsUser = RightsUser> {
  readonly user: U;
  /** The user's effective scope of the action. */
  readonly scope: Scope;
  /** Each path that is reason enough alone, the widest first: only without all of them it would not be allowed. */
  readonly reasons: readonly RightsPath[];
}

/** Everybody who may do something to a record, with the reasons, in the order of the company's people. */
export function whoCan<U extends RightsUser>(
  { rights, people }: CompanyRights<U>,
  action: ActionKey,
  record: RecordFacts,
): readonly Allowed<U>[] {
  return people
    .filter((own) => own.can(action, record))
    .map((own) => {
      const { scope, paths } = explain(rights, own.user, action);
      return { user: own.user, scope, reasons: paths.filter((path) => own.covers(scopes.indexOf(path.scope), record)) };
    });
}
