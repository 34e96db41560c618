import {
  type Assignment,
  type BrokenExpectation,
  compareScopes,
  type Id,
  isExpectedOf,
  type RightsExpectation,
  type RightsFacts,
  type RightsUser,
  type Scope,
  widest,
} from "@crewdock/contract";
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Draft } from "../../../model/draft.ts";
import { subjectKey } from "../../../model/given.ts";
import { type Grants, scopeOf } from "../../../model/grants.ts";
import { countingScope, reaching } from "../../../model/reached.ts";
import type { RoleContent } from "../../../model/role-data.ts";

/** @see brokenByDraft */
export interface BrokenByDraftOptions {
  readonly draft: Pick<Draft, "base" | "value" | "savedGiven" | "given">;
  /** Null for a role that is being created. */
  readonly roleId: Id | null;
  readonly content: Pick<RoleContent, "index"> &
    Pick<RightsFacts, "roles" | "assignments"> & { readonly organisation: Pick<RightsFacts, "departments" | "groups"> };
  /** All whom the role reaches or would reach, as far as they are known. */
  readonly people: ReadonlySignal<readonly RightsUser[]>;
  readonly rules: readonly RightsExpectation[];
  /** Whether whoever gets the role directly loses the others. */
  readonly oneRole: boolean;
  readonly now: () => Date;
}

/** So many people are named with a rule, as by a backend. */
const most = 20;

/** As things are, once the rights are saved, and once it is also saved who has the role: a backend judges each step. */
const steps = [0, 1, 2] as const;

/**
 * The rules that saving a draft would be refused for, as `ExpectationGuard` judges whole companies: of one role less needs to
 * be worked out. A rule that is broken already is not told, unless by more people or by more.
 */
export function brokenByDraft(options: BrokenByDraftOptions): ReadonlySignal<readonly BrokenExpectation[]> {
  const { draft, roleId, content, people, rules, oneRole, now } = options;
  const { index, organisation, roles, assignments } = content;
  const grantsOf = new Map<Id, Grants>(roles.map(({ id, grants }) => [id, grants]));
  const ofPlaces = rules.flatMap((rule) => {
    const { type, id } = rule.subject;
    return type === "role" ? [] : [{ subject: { type, id }, until: null, rule }];
  });
  const ofRoles = rules.filter(({ subject }) => subject.type === "role");

  const standings = computed(() => {
    const at = now();
    const saved = reaching(organisation, draft.savedGiven.value, at);
    const present = reaching(organisation, draft.given.value, at);
    const others = reaching(
      organisation,
      assignments.filter((each) => each.roleId !== roleId),
      at,
    );
    const placed = reaching(organisation, ofPlaces, at);
    return people.value.filter(isExpectedOf).flatMap((user) => {
      const [had, has, rest] = [saved(user), present(user), others(user)];
      if (had.length + has.length === 0) return [];
      const isOwn = ({ subject }: Pick<Assignment, "subject">): boolean =>
        subjectKey(subject) === subjectKey({ type: "user", id: user.id });
      const left = oneRole && has.some(isOwn) && !had.some(isOwn) ? rest.filter((each) => !isOwn(each)) : rest;
      const idsOf = (given: typeof rest): readonly Id[] => given.map((each) => each.roleId);
      return {
        user,
        placed: placed(user).map(({ rule }) => rule),
        isReached: [had.length > 0, had.length > 0, has.length > 0],
        otherRoles: [idsOf(rest), idsOf(rest), idsOf(left)],
      };
    });
  });

  return computed(() => {
    const broken = new Map<RightsExpectation, Id[]>();
    const own = steps.map((step) => (step === 0 ? draft.base : draft.value).value.grants);
    const isWorse = (rule: RightsExpectation, scopesNow: readonly (Scope | null)[]): boolean => {
      // Out of reach of the rule is as good as kept.
      const [was = 0, then = 0, is = 0] = scopesNow.map((scope) => (scope === null ? 0 : excessOf(rule, scope)));
      return then > was || is > then;
    };
    for (const rule of ofRoles) {
      if (rule.subject.id !== roleId || rule.bound === "at_least") continue;
      const alone = own.map((grants) => countingScope(index, rule.action, scopeOf(grants, rule.action)));
      if (isWorse(rule, alone)) broken.set(rule, []);
    }
    for (const { user, placed, isReached, otherRoles } of standings.value) {
      const look = (rule: RightsExpectation, concerns: (step: number) => boolean): void => {
        const found = steps.map((step): Scope | null => {
          if (!concerns(step)) return null;
          const all = (otherRoles[step] ?? []).map((id) => grantsOf.get(id) ?? {});
          if (isReached[step] === true) all.push(own[step] ?? {});
          const widestOfAll = all.reduce<Scope>((one, each) => widest(one, scopeOf(each, rule.action)), "none");
          return countingScope(index, rule.action, widestOfAll);
        });
        if (!isWorse(rule, found)) return;
        const ids = broken.get(rule);
        if (ids === undefined) broken.set(rule, [user.id]);
        else ids.push(user.id);
      };
      for (const rule of placed) look(rule, () => true);
      for (const rule of ofRoles) {
        const { id } = rule.subject;
        look(rule, (step) => (id === roleId ? isReached[step] === true : otherRoles[step]?.includes(id) === true));
      }
    }
    return [...broken].map(([expectation, ids]) => ({
      expectation,
      count: ids.length,
      userIds: ids.slice(0, most),
    }));
  });
}

/** By how many scopes one goes beyond a rule; 0 where it is kept. */
function excessOf({ bound, scope }: RightsExpectation, reached: Scope): number {
  return Math.max(0, bound === "at_most" ? compareScopes(reached, scope) : compareScopes(scope, reached));
}
