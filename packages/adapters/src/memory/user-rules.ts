import { CrewError, type FieldError, mayHandOut, standingRightsOf, type UserPatch } from "@crewdock/contract";
import { userErrors as contractErrors } from "@crewdock/contract/serve";
import { type Actor, factsOfUser, reaches } from "./actor.ts";
import { organisationOf } from "./indexes.ts";
import { directRoles } from "./read-user.ts";
import { rightsIn } from "./rights.ts";
import type { Store } from "./store.ts";
import type { StoredUser } from "./tables.ts";

/** What a user would be after a change, with the direct roles. */
export interface UserDraft {
  readonly user: StoredUser;
  readonly roleIds: readonly string[];
  readonly hasSipAccount: boolean;
  readonly password: string | null;
}

/** What is wrong with a draft; only what the change touches is looked at. */
export function userErrors(
  store: Store,
  actor: Actor,
  { user, roleIds, ...draft }: UserDraft,
  touched: ReadonlySet<keyof UserPatch>,
): readonly FieldError[] {
  const { policy, tables } = store;
  const mayCollide = touched.has("email") || touched.has("login");
  return contractErrors(
    {
      policy,
      organisation: organisationOf(tables),
      roles: tables.roles.values(),
      users: mayCollide ? tables.users.values() : [],
      numbers: [...tables.numbers.values()],
      grants: actor.own.held,
      reaches: (departmentId) => reaches(actor, "user.manage", { ownerId: null, departmentId }),
    },
    {
      ...draft,
      user: { ...user, roleIds },
      formerRoleIds: directRoles(tables, user.id, store.now().toISOString()),
    },
    touched,
  );
}

/**
 * Whether the actor may manage a user. Nobody manages a person with more rights than their own, unless they manage
 * roles as well; one's own record is no question of that.
 * @throws CrewError `forbidden`
 */
export function demandManaging(store: Store, actor: Actor, user: StoredUser): void {
  if (!reaches(actor, "user.manage", factsOfUser(user))) throw new CrewError("forbidden");
  const theirs = standingRightsOf(rightsIn(store), user).held;
  if (user.id !== actor.user.id && !mayHandOut(actor.own.held, theirs)) throw new CrewError("forbidden");
}
