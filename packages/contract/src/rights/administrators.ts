import { CrewError } from "../errors/crew-error.ts";
import type { ActionKey } from "./catalogue.ts";
import { type CompiledRights, rightsForGood } from "./compiled-rights.ts";
import type { RightsUser } from "./facts.ts";
import { rightsOf, type UserRights } from "./user-rights.ts";

/** The actions that administrators may do to everybody. */
export const administering: readonly ActionKey[] = ["role.manage", "user.manage"];

/** Whether a user can give rights back to everybody: manages all users and all roles. */
export function isAdministrator(own: UserRights): boolean {
  return administering.every((action) => own.scopeOf(action) === "any");
}

/** How long somebody administers: not at all, until some end date, or for good. */
export type Tenure = "none" | "ending" | "lasting";

const tenures: readonly Tenure[] = ["none", "ending", "lasting"];

/** How long a user who administers now goes on doing so, if nobody changes anything. */
export function tenureOf(user: RightsUser, rights: CompiledRights): Tenure {
  if (!isAdministrator(rightsOf(rights, user))) return "none";
  return isAdministrator(rightsOf(rightsForGood(rights), user)) ? "lasting" : "ending";
}

/** What tells whether a company can count on somebody. */
export interface PossibleAdministrator extends RightsUser {
  /**
   * False for somebody who was invited and has neither chosen a password nor logged in yet: the letter may never have
   * arrived, and who alone holds the rights could not use them.
   */
  readonly joined: boolean;
}

/** The longest tenure among the users who have joined. */
export function longestTenure(users: Iterable<PossibleAdministrator>, rights: CompiledRights): Tenure {
  let longest: Tenure = "none";
  for (const user of users) {
    if (user.joined) longest = longerTenure(longest, tenureOf(user, rights));
    if (longest === "lasting") break;
  }
  return longest;
}

export function longerTenure(a: Tenure, b: Tenure): Tenure {
  return tenures.indexOf(a) >= tenures.indexOf(b) ? a : b;
}

/** What a change must not shorten. */
export interface Administration {
  /** The longest tenure among all users; only those whom a role that manages roles is given to need be asked. */
  readonly company: Tenure;
  /** That of the one who makes the change. */
  readonly actor: Tenure;
  /** Whether the one who makes the change may log in. */
  readonly actorActive: boolean;
}

/** The actor as things stand; a change that no user makes has none. */
export function administrationOf(
  company: Tenure,
  actor: RightsUser | null | undefined,
  rights: CompiledRights,
): Administration {
  return {
    company,
    actor: actor ? tenureOf(actor, rights) : "none",
    actorActive: actor?.state === "active",
  };
}

/**
 * Stops a change after which nobody could administer any more, or the actor would have shut themselves out. An end date
 * counts as well: rights that go away by themselves later on would leave the company without an administrator then.
 * @throws CrewError `last_admin` when no administrator is left, or none for good where there was one; `lockout_prevented`
 * when that becomes of the actor, or the actor could not log in any more.
 */
export function guardAdministrators(before: Administration, after: Administration): void {
  if (longerTenure(before.company, after.company) !== after.company) throw new CrewError("last_admin");
  const shutOut = before.actorActive && !after.actorActive;
  if (shutOut || longerTenure(before.actor, after.actor) !== after.actor) throw new CrewError("lockout_prevented");
}
