import { type ActionKey, type CompiledRights, compileRights, type Id, type User } from "@crewdock/contract";
import { batch, computed, createModel, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { resource, type Resource } from "../../../kit/index.ts";
import { indexCatalogue } from "../../model/catalogue-index.ts";
import { createDraft } from "../../model/draft.ts";
import { createMatrix, type Matrix } from "../../model/matrix.ts";
import { type AllPeople, createAllPeople } from "../common/all-people.ts";
import { type Day, dayOf, instantOf } from "../common/days.ts";
import { rightsFacts } from "../common/rights-facts.ts";
import type { SectionSource } from "../section.tsx";
import { type PersonRights, personRights, type Reasons, reasonsOf } from "./model/person-rights.ts";
import { createRecordAccess, type RecordAccess } from "./model/record-access.ts";

/** A cell whose reasons are shown. */
export interface Explained {
  readonly key: ActionKey;
  readonly anchor: HTMLElement;
}

/** What people may do, why, and who can do something: the section without its looks. */
export interface PeopleSection {
  readonly source: ReadonlySignal<SectionSource>;
  readonly view: ReadonlySignal<"person" | "record">;
  /** The section is in sight: what changes elsewhere is worth loading. */
  readonly shown: Signal<boolean>;
  /** The day that is asked about; null for today. */
  readonly day: ReadonlySignal<Day | null>;
  /** The day is past and today is told instead. */
  readonly past: ReadonlySignal<boolean>;
  readonly people: AllPeople;
  readonly chosen: ReadonlySignal<Id | null>;
  readonly person: Resource<User>;
  readonly rights: ReadonlySignal<PersonRights | null>;
  /** The person's rights as a matrix to read; what differs from today is marked as a change is. */
  readonly matrix: Matrix;
  readonly explained: ReadonlySignal<Explained | null>;
  readonly reasons: ReadonlySignal<Reasons | null>;
  readonly record: RecordAccess;
  /** Everybody met so far, by id. */
  readonly known: ReadonlySignal<ReadonlyMap<Id, User>>;
  look(view: "person" | "record"): void;
  choose(id: Id | null): void;
  setDay(day: Day | null): void;
  closeReasons(): void;
}

const noIndex = indexCatalogue({ sections: [] });

function createPeopleSection(source: SectionSource): PeopleSection {
  const view = signal<"person" | "record">("person");
  const shown = signal(true);
  const day = signal<Day | null>(null);
  const chosen = signal<Id | null>(null);
  const explained = signal<Explained | null>(null);
  // Once somebody looks at records, people stay loaded.
  const everybody = signal(false);

  const people = createAllPeople(source, () => everybody.value, shown);
  const person = resource(
    (abort, { id }: { readonly id: Id; readonly turn: number }) => source.client.users.get({ id }, { signal: abort }),
    () => chosen.value !== null && { id: chosen.value, turn: people.turn.value },
  );
  const compiled = computed((): CompiledRights | null => {
    const content = source.content.value;
    return content === null ? null : compileRights(rightsFacts(content, source.session), source.now());
  });
  const time = computed(() => {
    // What is answered anew is answered by one instant, that of today by the same.
    void [source.content.value, person.data.value, people.users.value];
    const now = source.now();
    return { now, at: instantOf(day.value, now) };
  });
  const at = computed(() => time.value.at);
  const user = computed(() => (person.data.value?.id === chosen.value ? person.data.value : undefined));
  const rights = computed(() => {
    if (compiled.value === null || user.value === undefined) return null;
    return personRights(compiled.value, user.value, at.value, time.value.now);
  });

  const index = computed(() => source.content.value?.index ?? noIndex);
  const draft = createDraft(() => index.value, { grants: {}, given: [] });
  effect(() => {
    const { today = {}, grants = {} } = rights.value ?? {};
    draft.rebase({ grants: today, given: [] }, { grants, given: [] });
  });
  const matrix = createMatrix(draft, index, source.names, signal(true), (key, anchor) => {
    explained.value = { key, anchor };
  });

  return {
    source: signal(source),
    view,
    shown,
    day,
    past: computed(() => day.value !== null && day.value < dayOf(source.now())),
    people,
    chosen,
    person,
    rights,
    matrix,
    explained,
    reasons: computed(() => {
      if (compiled.value === null || user.value === undefined || explained.value === null) return null;
      return reasonsOf(compiled.value, user.value, explained.value.key, at.value);
    }),
    record: createRecordAccess({ source, people, rights: compiled, at }),
    known: computed(() => {
      const all = new Map(people.users.value.map((each) => [each.id, each]));
      if (user.value !== undefined) all.set(user.value.id, user.value);
      return all;
    }),
    look: (next) =>
      batch(() => {
        view.value = next;
        if (next === "record") everybody.value = true;
      }),
    choose: (id) =>
      batch(() => {
        explained.value = null;
        chosen.value = id;
      }),
    setDay: (next) =>
      batch(() => {
        explained.value = null;
        day.value = next;
      }),
    closeReasons: () => {
      explained.value = null;
    },
  };
}

/** Made with the section's view; ends its calls when disposed. */
export const PeopleModel: ReturnType<typeof createModel<PeopleSection, [SectionSource]>> =
  /* @__PURE__ */ createModel(createPeopleSection);
