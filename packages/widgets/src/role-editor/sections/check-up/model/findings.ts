import {
  compileRights,
  type ContainedRole,
  type EndedRole,
  type Id,
  roleHygiene,
  type RoleHygiene,
  type Session,
  type StrayUser,
  type Subject,
  type UnheldRole,
  type User,
} from "@crewdock/contract";
import type { RoleContent } from "../../../model/role-data.ts";
import { rightsFacts } from "../../common/rights-facts.ts";

/** A direct role of a person that does not fit their place. */
export interface PersonFinding {
  readonly user: User;
  readonly roleIds: readonly Id[];
  /** Where else each role comes from; for roles that come twice. */
  readonly by: ReadonlyMap<Id, readonly Subject[]>;
}

/** Everything that the check-up tells. */
export interface Findings {
  readonly same: RoleHygiene["same"];
  readonly empty: readonly Id[];
  readonly ended: readonly EndedRole[];
  readonly unheld: readonly UnheldRole[];
  readonly extra: readonly PersonFinding[];
  readonly doubled: readonly PersonFinding[];
  readonly missing: readonly PersonFinding[];
  /** Good to know, and often as it should be. */
  readonly contained: readonly ContainedRole[];
}

/** How many of the findings are worth tidying up. */
export function countToTidy({ contained: _contained, ...toTidy }: Findings): number {
  return Object.values(toTidy).reduce((sum, { length }) => sum + length, 0);
}

/**
 * Works out the findings. Without people, or with a part of them, what is told of roles that nobody has goes by the counts
 * of the backend.
 * @param users those whom the viewer may see; empty where people cannot be asked for
 */
export function findingsOf(
  content: RoleContent,
  session: Pick<Session, "policy">,
  users: readonly User[],
  at: Date,
): Findings {
  const { roles, organisation } = content;
  const rights = compileRights(rightsFacts(content, session), at);
  const found = roleHygiene(rights, organisation.positions, users, at);
  const nobodyHas = ({ roleId }: { readonly roleId: Id }): boolean =>
    !roles.some(({ id, userCount }) => id === roleId && userCount > 0);
  // Who has left for good is no loose end, but what they had still counts as had: they may come back.
  const strays = found.strays.filter(({ user }) => user.state !== "deactivated");
  const people = (idsOf: (stray: StrayUser<User>) => readonly Id[]): readonly PersonFinding[] =>
    strays.flatMap((stray) => {
      const roleIds = idsOf(stray);
      const by = new Map(stray.doubled.map((each) => [each.roleId, each.by]));
      return roleIds.length === 0 ? [] : [{ user: stray.user, roleIds, by }];
    });
  return {
    same: found.same,
    empty: found.empty,
    ended: found.ended.filter(nobodyHas),
    unheld: found.unheld.filter(nobodyHas),
    extra: people(({ extra }) => extra),
    doubled: people(({ doubled }) => doubled.map(({ roleId }) => roleId)),
    missing: people(({ missing }) => missing),
    contained: found.contained,
  };
}
