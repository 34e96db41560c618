import {
  compileRights,
  type CompiledRights,
  displayName,
  type Grants,
  type Id,
  rightsAt,
  standingRightsOf,
  type User,
} from "@crewdock/contract";
import { batch, computed, createModel, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { resource, type Resource } from "../../../kit/index.ts";
import { type AllPeople, createAllPeople } from "../common/all-people.ts";
import { type Day, firstOfNextMonth, instantOf } from "../common/days.ts";
import { rightsFacts } from "../common/rights-facts.ts";
import type { SectionSource } from "../section.tsx";
import { compareGrants, type Comparison } from "./model/comparison.ts";

export type CompareKind = "roles" | "people" | "days";

/** Two of a kind, the first on the left. */
export interface Pair<T> {
  readonly left: T;
  readonly right: T;
}

/** What is compared on one side: a role or a person by name, or a day, which is null for today. */
export interface Side {
  readonly name: string | null;
  readonly day: Day | null;
  readonly grants: Grants;
}

/** Two roles, two people, or one person on two days beside one another: the section without its looks. */
export interface CompareSection {
  readonly source: ReadonlySignal<SectionSource>;
  readonly kind: Signal<CompareKind>;
  readonly kinds: ReadonlySignal<readonly CompareKind[]>;
  readonly shown: Signal<boolean>;
  readonly roles: ReadonlySignal<Pair<Id | null>>;
  readonly people: ReadonlySignal<Pair<Id | null>>;
  readonly person: ReadonlySignal<Id | null>;
  readonly days: ReadonlySignal<Pair<Day | null>>;
  readonly search: AllPeople["search"];
  /** Those who are compared, by id. */
  readonly loaded: Resource<ReadonlyMap<Id, User>>;
  /** Both sides; null until everything is chosen and loaded. */
  readonly sides: ReadonlySignal<Pair<Side> | null>;
  readonly comparison: ReadonlySignal<Comparison | null>;
  /** Those of the chosen who are not active. */
  readonly inactive: ReadonlySignal<readonly User[]>;
  /** Whether something is chosen that is to be compared. */
  readonly asked: ReadonlySignal<boolean>;
  /** Also what is the same. */
  readonly all: Signal<boolean>;
  chooseRole(side: keyof Pair<unknown>, id: Id): void;
  choosePerson(side: keyof Pair<unknown>, id: Id | null): void;
  chooseOne(id: Id | null): void;
  chooseDay(side: keyof Pair<unknown>, day: Day | null): void;
  swap(): void;
}

function createCompareSection(source: SectionSource): CompareSection {
  const kind = signal<CompareKind>("roles");
  const shown = signal(true);
  const wantedRoles = signal<Pair<Id | null>>({ left: null, right: null });
  const people = signal<Pair<Id | null>>({ left: null, right: null });
  const person = signal<Id | null>(null);
  const days = signal<Pair<Day | null>>({ left: null, right: firstOfNextMonth(source.now()) });

  const roles = computed((): Pair<Id | null> => {
    const all = (source.content.value?.roles ?? []).map(({ id }) => id);
    const known = (id: Id | null): Id | null => (id !== null && all.includes(id) ? id : null);
    const left = known(wantedRoles.value.left) ?? all.find((id) => id !== wantedRoles.value.right) ?? null;
    return { left, right: known(wantedRoles.value.right) ?? all.find((id) => id !== left) ?? null };
  });
  const ids = computed(() => {
    const { left, right } = people.value;
    const wanted = kind.value === "people" ? [left, right] : kind.value === "days" ? [person.value] : [];
    return wanted.filter((id) => id !== null);
  });
  const { search, turn } = createAllPeople(source, () => false, shown);
  const loaded = resource(
    async (abort, { wanted }: { readonly wanted: readonly Id[]; readonly turn: number }) => {
      const users = await Promise.all(wanted.map((id) => source.client.users.get({ id }, { signal: abort })));
      return new Map(users.map((user) => [user.id, user])) as ReadonlyMap<Id, User>;
    },
    () => ids.value.length > 0 && { wanted: ids.value, turn: turn.value },
  );
  const compiled = computed((): CompiledRights | null => {
    const content = source.content.value;
    return content === null ? null : compileRights(rightsFacts(content, source.session), source.now());
  });

  const role = (id: Id | null): Side | null => {
    const found = source.content.value?.roles.find((each) => each.id === id);
    return found === undefined ? null : { name: found.name, day: null, grants: found.grants };
  };
  const personOn = (id: Id | null, day: Day | null): Side | null => {
    const user = loaded.data.value?.get(id ?? "");
    if (user === undefined || compiled.value === null) return null;
    const rights = rightsAt(compiled.value, instantOf(day, source.now()));
    // Of one person on two days it is the day that tells the sides apart.
    const name = kind.value === "days" ? null : displayName(user.name);
    return { name, day, grants: standingRightsOf(rights, user).grants };
  };
  const sides = computed((): Pair<Side> | null => {
    const pick = (side: keyof Pair<unknown>): Side | null => {
      if (kind.value === "roles") return role(roles.value[side]);
      if (kind.value === "people") return personOn(people.value[side], null);
      return personOn(person.value, days.value[side]);
    };
    const [left, right] = [pick("left"), pick("right")];
    return left === null || right === null ? null : { left, right };
  });

  return {
    source: signal(source),
    kind,
    kinds: computed((): readonly CompareKind[] => (source.knowsPeople ? ["roles", "people", "days"] : ["roles"])),
    shown,
    roles,
    people,
    person,
    days,
    search,
    loaded,
    sides,
    comparison: computed(() => {
      const content = source.content.value;
      if (content === null || sides.value === null) return null;
      return compareGrants(content.index, sides.value.left.grants, sides.value.right.grants);
    }),
    inactive: computed(() => {
      const users = [...new Set(ids.value)].flatMap((id) => loaded.data.value?.get(id) ?? []);
      return users.filter(({ state }) => state !== "active");
    }),
    asked: computed(() => {
      if (kind.value === "roles") return roles.value.right !== null;
      return ids.value.length === (kind.value === "people" ? 2 : 1);
    }),
    all: signal(false),
    chooseRole: (side, id) => {
      wantedRoles.value = { ...roles.value, [side]: id };
    },
    choosePerson: (side, id) => {
      people.value = { ...people.value, [side]: id };
    },
    chooseOne: (id) => {
      person.value = id;
    },
    chooseDay: (side, day) => {
      days.value = { ...days.value, [side]: day };
    },
    swap: () =>
      batch(() => {
        const turned = <T>({ left, right }: Pair<T>): Pair<T> => ({ left: right, right: left });
        if (kind.value === "roles") wantedRoles.value = turned(roles.value);
        else if (kind.value === "people") people.value = turned(people.value);
        else days.value = turned(days.value);
      }),
  };
}

/** Made with the section's view; ends its calls when disposed. */
export const CompareModel: ReturnType<typeof createModel<CompareSection, [SectionSource]>> =
  /* @__PURE__ */ createModel(createCompareSection);
