import type { Id } from "../primitives.ts";
import type { ActionKey } from "./catalogue.ts";
import { type CompanyRights, personOf } from "./company-rights.ts";
import type { RightsUser } from "./facts.ts";
import type { RightsRow } from "./rights-row.ts";
import { type Scope, scopes } from "./scope.ts";
import type { UserRights } from "./user-rights.ts";

/** An action that reaches farther or less far than before. */
export interface RightChange {
  readonly action: ActionKey;
  readonly from: Scope;
  readonly to: Scope;
}

/** What one person gains and loses. */
export interface PersonChange<U extends RightsUser = RightsUser> {
  /** As they are afterwards, or were before where they are gone. */
  readonly user: U;
  readonly gains: readonly RightChange[];
  readonly loses: readonly RightChange[];
  /** Departments that come under, and leave, the scope `department` of actions that have it before and after. */
  readonly departments: { readonly gained: readonly Id[]; readonly lost: readonly Id[] };
}

type Changes = Pick<PersonChange, "gains" | "loses">;

/**
 * Everybody whose rights differ between two states of a company, and how: after the roles, assignments or the
 * organisation changed, or at another date. People without a difference are not in it.
 */
export function diffRights<U extends RightsUser>(
  before: CompanyRights<U>,
  after: CompanyRights<U>,
): readonly PersonChange<U>[] {
  const compare = comparison();
  const changed: PersonChange<U>[] = [];
  const look = (former: UserRights<U> | undefined, present: UserRights<U> | undefined): void => {
    const user = present?.user ?? former?.user;
    if (former === present || user === undefined) return;
    const { gains, loses } = compare(former?.row, present?.row);
    const departments = former && present ? departmentChanges(former, present) : unmoved;
    if (gains.length + loses.length + departments.gained.length + departments.lost.length > 0)
      changed.push({ user, gains, loses, departments });
  };
  for (const present of after.people) look(personOf(before, present.user.id), present);
  for (const former of before.people) if (!after.places.has(former.user.id)) look(former, undefined);
  return changed;
}

/** Compares rows once for all who share them. */
function comparison(): (before: RightsRow | undefined, after: RightsRow | undefined) => Changes {
  const known = new Map<RightsRow | undefined, Map<RightsRow | undefined, Changes>>();
  return (before, after) => {
    const of = known.get(before) ?? new Map<RightsRow | undefined, Changes>();
    known.set(before, of);
    const found = of.get(after) ?? changesOf(before, after);
    of.set(after, found);
    return found;
  };
}

const same: Changes = { gains: [], loses: [] };
const unmoved: PersonChange["departments"] = { gained: [], lost: [] };

function changesOf(before: RightsRow | undefined, after: RightsRow | undefined): Changes {
  if (before === after) return same;
  const gains: RightChange[] = [];
  const loses: RightChange[] = [];
  for (const action of new Set([...(before?.actions.keys() ?? []), ...(after?.actions.keys() ?? [])])) {
    const [from, to] = [before?.levelOf(action) ?? 0, after?.levelOf(action) ?? 0];
    if (from !== to)
      (to > from ? gains : loses).push({ action, from: scopes[from] ?? "none", to: scopes[to] ?? "none" });
  }
  return { gains, loses };
}

function departmentChanges(before: UserRights, after: UserRights): PersonChange["departments"] {
  if (before.reachesLike(after) || !keepsDepartmentScope(before.row, after.row)) return unmoved;
  const [former, present] = [before.departments, after.departments];
  return {
    gained: present.filter((id) => !before.reaches(id)),
    lost: former.filter((id) => !after.reaches(id)),
  };
}

function keepsDepartmentScope(before: RightsRow, after: RightsRow): boolean {
  const level = scopes.indexOf("department");
  return [...before.actions.keys()].some(
    (action) => before.levelOf(action) === level && after.levelOf(action) === level,
  );
}
