import {
  compareScopes,
  type Id,
  type RightChange,
  type RightsFacts,
  type RightsUser,
  type Role,
  type Scope,
  type User,
  widest,
} from "@crewdock/contract";
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Draft } from "./draft.ts";
import type { Given } from "./given.ts";
import { changedKeys, type Grants, scopeOf } from "./grants.ts";
import { countingScope, reaching } from "./reached.ts";
import type { RoleContent } from "./role-data.ts";

/** A person whose rights change, after all their other roles are counted in. */
export interface AffectedPerson<U extends RightsUser = User> {
  readonly user: U;
  readonly gains: readonly RightChange[];
  readonly loses: readonly RightChange[];
}

/** @see createAffectedPeople */
export interface AffectedPeopleOptions<U extends RightsUser> {
  readonly draft: Pick<Draft, "base" | "value" | "savedGiven" | "given">;
  /** Whether people have one direct role at most: whoever is given this one leaves theirs. */
  readonly oneRole: boolean;
  readonly role: Pick<Role, "id">;
  readonly content: Pick<RoleContent, "index"> &
    Pick<RightsFacts, "roles" | "assignments"> & { readonly organisation: Pick<RightsFacts, "departments" | "groups"> };
  /** Those who may log in. */
  readonly active: ReadonlySignal<readonly U[]>;
  readonly now: () => Date;
}

/** Whom a draft hits. */
export interface AffectedPeople<U extends RightsUser> {
  readonly people: readonly AffectedPerson<U>[];
  /** How many people the role reaches with what is unsaved. */
  readonly reached: number;
}

/**
 * Who gains and who loses by what is unsaved of one role, as `diffRights` tells of whole companies: of one role less needs
 * to be worked out. What an edit of cells leaves as it is (whom the role reaches, and their other roles) is kept.
 */
export function createAffectedPeople<U extends RightsUser = User>(
  options: AffectedPeopleOptions<U>,
): ReadonlySignal<AffectedPeople<U>> {
  const { draft, oneRole, role, content, active, now } = options;
  const { index, organisation, roles, assignments } = content;
  const others = new Map<Id, Grants>(roles.map(({ id, grants }) => [id, grants]));
  others.delete(role.id);
  const standings = computed(() => {
    const at = now();
    const saved = reaching(organisation, draft.savedGiven.value, at);
    const present = reaching(organisation, draft.given.value, at);
    const given = reaching(organisation, assignments, at);
    const isOwn = ({ subject }: Given): boolean => subject.type === "user";
    return active.value
      .map((user) => {
        const [before, after, all] = [saved(user), present(user), given(user)];
        const grantsOf = (list: typeof all): readonly Grants[] => list.map(({ roleId }) => others.get(roleId) ?? {});
        const moves = oneRole && after.some(isOwn) && !before.some(isOwn);
        const rest = grantsOf(all);
        const kept = moves ? grantsOf(all.filter((each) => !isOwn(each))) : rest;
        return { user, had: before.length > 0, has: after.length > 0, rest, kept };
      })
      .filter(({ had, has }) => had || has);
  });
  return computed(() => {
    const people = standings.value.map(({ user, had, has, rest, kept }): AffectedPerson<U> => {
      const was = had ? draft.base.value.grants : {};
      const is = has ? draft.value.value.grants : {};
      const changes = (rest === kept ? changedKeys(was, is) : [...index.actions.keys()]).map((action): RightChange => {
        // The catalogue narrows the widest grant as it would narrow each.
        const among = (own: Grants, beside: readonly Grants[]): Scope =>
          countingScope(
            index,
            action,
            beside.reduce((most, each) => widest(most, scopeOf(each, action)), scopeOf(own, action)),
          );
        return { action, from: among(was, rest), to: among(is, kept) };
      });
      return {
        user,
        gains: changes.filter(({ from, to }) => compareScopes(from, to) < 0),
        loses: changes.filter(({ from, to }) => compareScopes(from, to) > 0),
      };
    });
    return {
      people: people.filter(({ gains, loses }) => gains.length + loses.length > 0),
      reached: standings.value.filter(({ has }) => has).length,
    };
  });
}
