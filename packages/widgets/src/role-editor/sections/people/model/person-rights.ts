import {
  type ActionKey,
  compareScopes,
  type CompiledRights,
  explain,
  type Grants,
  type IsoTime,
  rightsAt,
  type RightsPath,
  type RightsUser,
  type Scope,
  standingRightsOf,
} from "@crewdock/contract";
import { changedKeys } from "../../../model/grants.ts";

/** What a person may do on a day, or could do once active. */
export interface PersonRights {
  readonly grants: Grants;
  readonly today: Grants;
  /** How many rights differ from today. */
  readonly differs: number;
  /** Every way by which a role comes to the person on that day, those for good first. */
  readonly roles: readonly RightsPath[];
  /** Roles that end soon after today, the first to end first. */
  readonly ending: readonly EndingRole[];
}

/** A role that comes to its end. */
export interface EndingRole {
  readonly roleName: string;
  readonly until: IsoTime;
  /** How many rights get smaller at that instant, by this end and any other. */
  readonly narrowed: number;
}

/** Why an action reaches as far as it does. */
export interface Reasons {
  readonly scope: Scope;
  /** Every path that allows something, the one that decides first. */
  readonly paths: readonly RightsPath[];
  /** Roles that come to the person and say nothing of this. */
  readonly silent: readonly RightsPath[];
  /** What is left of it when the first end comes; null where it stays. */
  readonly afterwards: { readonly at: IsoTime; readonly scope: Scope } | null;
}

/** How far ahead an end is soon. */
const soon = 31 * 86_400_000;

/** What counts is what they could do once active: who is blocked has every right standing. */
const standing = (user: RightsUser): RightsUser => ({ ...user, state: "active" });

/** Everything a person may do at an instant, beside what they may do now. */
export function personRights(rights: CompiledRights, user: RightsUser, at: Date, now: Date): PersonRights {
  const grantsAt = (instant: Date): Grants => standingRightsOf(rightsAt(rights, instant), user).grants;
  const [today, grants] = [grantsAt(now), grantsAt(at)];
  const ending = pathsOf(rightsAt(rights, now), user).flatMap(({ roleName, until }) =>
    until === null || Date.parse(until) - now.getTime() > soon ? [] : [{ roleName, until }],
  );
  return {
    grants,
    today,
    differs: changedKeys(today, grants).length,
    roles: pathsOf(rightsAt(rights, at), user),
    ending: ending
      .map((each) => ({ ...each, narrowed: changedKeys(today, grantsAt(new Date(each.until))).length }))
      .toSorted((one, other) => Date.parse(one.until) - Date.parse(other.until)),
  };
}

/** Why a person may do something at an instant, or could once active. */
export function reasonsOf(rights: CompiledRights, user: RightsUser, action: ActionKey, at: Date): Reasons {
  const { scope, paths, until } = explain(rightsAt(rights, at), standing(user), action);
  const rest = until === null ? null : explain(rightsAt(rights, new Date(until)), standing(user), action).scope;
  return {
    scope,
    paths: paths.filter((path) => path.scope !== "none"),
    silent: paths.filter((path) => path.scope === "none"),
    afterwards: until === null || rest === null || compareScopes(rest, scope) === 0 ? null : { at: until, scope: rest },
  };
}

/** Every way by which a role comes to somebody, whatever it allows. */
function pathsOf(rights: CompiledRights, user: RightsUser): readonly RightsPath[] {
  return explain(rights, standing(user), "").paths;
}
