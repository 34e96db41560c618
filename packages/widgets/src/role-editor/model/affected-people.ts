import {
  companyWithRoles,
  compileCompany,
  compileRights,
  diffRights,
  type PersonChange,
  type RightsFacts,
  type Role,
  type User,
} from "@crewdock/contract";
import { computed, type ReadonlySignal } from "@preact/signals";
import { countReached } from "./reached.ts";
import { changedSubjects, type Given } from "./given.ts";
import type { Draft } from "./draft.ts";
import { factsOf, type RoleContent } from "./role-data.ts";

/** @see createAffectedPeople */
export interface AffectedPeopleOptions {
  readonly draft: Draft;
  readonly role: Role;
  readonly content: RoleContent;
  /** Those who may log in. */
  readonly active: ReadonlySignal<readonly User[]>;
  readonly now: () => Date;
}

/** Whom a draft hits. */
export interface AffectedPeople {
  readonly people: ReadonlySignal<readonly PersonChange<User>[]>;
  /** How many people the role reaches with what is unsaved. */
  readonly reached: ReadonlySignal<number>;
}

/**
 * Who gains and who loses by what is unsaved of one role. The company as it is saved is compiled once, and once more for
 * each change of whom the role is given to; after that a change of one cell works out those whom the role reaches.
 */
export function createAffectedPeople({ draft, role, content, active, now }: AffectedPeopleOptions): AffectedPeople {
  const facts = factsOf(content);
  const savedRole = computed(() => ({ ...role, grants: draft.base.value.grants }));
  const compile = (given: readonly Given[]): ReturnType<typeof compileCompany<User>> =>
    compileCompany(compileRights(factsWith(facts, savedRole.value, given), now()), active.value);
  const saved = computed(() => compile(draft.savedGiven.value));
  const given = computed(() =>
    changedSubjects(draft.savedGiven.value, draft.given.value).length === 0 ? saved.value : compile(draft.given.value),
  );
  return {
    people: computed(() =>
      diffRights(saved.value, companyWithRoles(given.value, [{ ...role, grants: draft.value.value.grants }])),
    ),
    reached: computed(() => countReached(active.value, content.organisation, draft.given.value, now())),
  };
}

function factsWith(facts: RightsFacts, role: Role, given: readonly Given[]): RightsFacts {
  const others = facts.assignments.filter(({ roleId }) => roleId !== role.id);
  return {
    ...facts,
    roles: [...facts.roles.filter(({ id }) => id !== role.id), role],
    assignments: [...others, ...given.map((each) => ({ ...each, roleId: role.id }))],
  };
}
