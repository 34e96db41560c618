import type { Id, Subject } from "@crewdock/contract";
import { computed, type ReadonlySignal } from "@preact/signals";
import { wordFinder } from "../../kit/word-finder.ts";
import { describeSubject, type SubjectInfo, type SubjectKind } from "./describe-subject.ts";
import type { Draft } from "./draft.ts";
import { type Given, subjectKey, untilBySubject } from "./given.ts";
import type { People } from "./people.ts";
import { countReached } from "./reached.ts";
import type { RoleContent } from "./role-data.ts";

/** A line of the list of those who have the role. */
export interface GivenRow extends SubjectInfo {
  readonly until: string | null;
  readonly change: "new" | "changed" | null;
  /** Active people it reaches; null while that is not known. */
  readonly count: number | null;
}

/** A subject that can be given the role. */
export interface Candidate extends SubjectInfo {
  readonly given: boolean;
  /** Under the policy of one role each: the role that this one would replace. */
  readonly replaces: string | null;
}

/** Who has the role of a draft, and who could. */
export interface GivenEditor {
  readonly draft: Draft;
  readonly people: People;
  readonly readOnly: ReadonlySignal<boolean>;
  readonly rows: ReadonlySignal<readonly GivenRow[]>;
  /** Those who would lose the role with the next save. */
  readonly removed: ReadonlySignal<readonly SubjectInfo[]>;
  readonly oneRole: ReadonlySignal<boolean>;
  search(query: string, signal: AbortSignal): Promise<readonly Candidate[]>;
  describe(subject: Subject): SubjectInfo;
  now(): Date;
}

/** What the list stands on; the list itself is made where it is drawn. */
export interface GivenSource {
  readonly draft: Draft;
  readonly people: People;
  readonly content: ReadonlySignal<RoleContent | null>;
  readonly readOnly: ReadonlySignal<boolean>;
  readonly oneRole: ReadonlySignal<boolean>;
  readonly roleId: () => Id | null;
  readonly now: () => Date;
}

const kinds: readonly SubjectKind[] = ["position", "department", "team", "project", "user"];

/** @see GivenEditor */
export function createGivenEditor(options: GivenSource): GivenEditor {
  const { draft, people, content, readOnly, oneRole } = options;
  const describe = (subject: Subject): SubjectInfo => describeSubject(subject, content.value, people.users.value);
  const order = (one: SubjectInfo, other: SubjectInfo): number =>
    kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || (one.name ?? "").localeCompare(other.name ?? "");

  const count = (given: Given): number | null => {
    const facts = content.value?.organisation;
    if (facts === undefined || !people.complete.value) return null;
    return countReached(people.active.value, facts, [{ ...given, until: null }], options.now());
  };
  const rows = computed(() => {
    const saved = untilBySubject(draft.savedGiven.value);
    return draft.given.value
      .map((given): GivenRow => {
        const info = describe(given.subject);
        const was = saved.get(info.key);
        const change = was === undefined ? "new" : was === given.until ? null : "changed";
        return { ...info, until: given.until, change, count: info.kind === "user" ? null : count(given) };
      })
      .sort(order);
  });
  const removed = computed(() => {
    const now = untilBySubject(draft.given.value);
    return draft.savedGiven.value
      .filter(({ subject }) => !now.has(subjectKey(subject)))
      .map(({ subject }) => describe(subject))
      .sort(order);
  });
  /** The other role that a person has directly, where only one is allowed. */
  const replaces = ({ type, id }: Subject): string | null => {
    if (!oneRole.value || type !== "user") return null;
    const other = content.value?.assignments.find(
      ({ roleId, subject }) => roleId !== options.roleId() && subject.type === "user" && subject.id === id,
    );
    return content.value?.roles.find((role) => role.id === other?.roleId)?.name ?? null;
  };
  const candidate = (subject: Subject): Candidate => {
    const info = describe(subject);
    return { ...info, given: untilBySubject(draft.given.value).has(info.key), replaces: replaces(subject) };
  };

  return {
    draft,
    people,
    readOnly,
    rows,
    removed,
    oneRole,
    describe,
    now: options.now,
    search: async (query, signal) => {
      const { departments = [], positions = [], groups = [] } = content.value?.organisation ?? {};
      const found = wordFinder(query);
      const matching = (
        type: Subject["type"],
        nodes: readonly { readonly id: Id; readonly name: string }[],
      ): Subject[] => nodes.filter(({ name }) => found(name)).map(({ id }) => ({ type, id }));
      const users = await people.search(query, signal);
      const subjects = [
        ...matching("position", positions),
        ...matching("department", departments),
        ...matching("group", groups),
        ...users.map(({ id }): Subject => ({ type: "user", id })),
      ];
      return subjects.map(candidate).sort(order);
    },
  };
}
