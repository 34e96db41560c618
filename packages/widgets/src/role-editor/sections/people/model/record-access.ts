import {
  type ActionKey,
  type Allowed,
  type CatalogueAction,
  compileCompany,
  type CompiledRights,
  displayName,
  type Id,
  rightsAt,
  type User,
  whoCan,
} from "@crewdock/contract";
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { wordFinder } from "../../../../kit/word-finder.ts";
import { isSwitch } from "../../../model/grants.ts";
import type { AllPeople } from "../../common/all-people.ts";
import type { SectionSource } from "../../section.tsx";

/** Who can do something to a record that is described by its owner and its department. */
export interface RecordAccess {
  readonly action: ReadonlySignal<CatalogueAction | undefined>;
  readonly ownerId: ReadonlySignal<Id | null>;
  readonly departmentId: ReadonlySignal<Id | null>;
  /** The department was taken from the owner, not chosen. */
  readonly fromOwner: ReadonlySignal<boolean>;
  /** A yes or no needs no record. */
  readonly needsRecord: ReadonlySignal<boolean>;
  readonly query: Signal<string>;
  /** Everybody who can; null while people or rights are not there. */
  readonly allowed: ReadonlySignal<readonly Allowed<User>[] | null>;
  /** Those of them whose name has every word that is searched. */
  readonly found: ReadonlySignal<readonly Allowed<User>[]>;
  chooseAction(key: ActionKey | null): void;
  /** Takes the department of the owner along. */
  chooseOwner(id: Id | null): void;
  chooseDepartment(id: Id | null): void;
}

/** @see createRecordAccess */
export interface RecordAccessOptions {
  readonly source: SectionSource;
  readonly people: AllPeople;
  readonly rights: ReadonlySignal<CompiledRights | null>;
  readonly at: ReadonlySignal<Date>;
}

/** Makes the question of who can do something to a record. */
export function createRecordAccess({ source, people, rights, at }: RecordAccessOptions): RecordAccess {
  const chosen = signal<ActionKey | null>(null);
  const ownerId = signal<Id | null>(null);
  const departmentId = signal<Id | null>(null);
  const fromOwner = signal(false);
  const query = signal("");
  const action = computed(() => {
    const actions = source.content.value?.index.actions ?? new Map<ActionKey, CatalogueAction>();
    return actions.get(chosen.value ?? "") ?? [...actions.values()].find((each) => !isSwitch(each));
  });
  const needsRecord = computed(() => action.value !== undefined && !isSwitch(action.value));
  const company = computed(() =>
    rights.value === null || !people.loaded.value
      ? null
      : compileCompany(rightsAt(rights.value, at.value), people.users.value),
  );
  const allowed = computed(() => {
    if (company.value === null || action.value === undefined) return null;
    return whoCan(company.value, action.value.key, { ownerId: ownerId.value, departmentId: departmentId.value });
  });
  return {
    action,
    ownerId,
    departmentId,
    fromOwner,
    needsRecord,
    query,
    allowed,
    found: computed(() => {
      const all = allowed.value ?? [];
      if (query.value.trim() === "") return all;
      const matches = wordFinder(query.value);
      return all.filter(({ user }) => matches(`${displayName(user.name)} ${user.email} ${user.login}`));
    }),
    chooseAction: (key) => {
      chosen.value = key;
    },
    chooseOwner: (id) =>
      batch(() => {
        const owner = people.users.value.find((user) => user.id === id);
        ownerId.value = id;
        if (owner !== undefined) departmentId.value = owner.departmentId;
        else if (fromOwner.value) departmentId.value = null;
        fromOwner.value = owner !== undefined;
      }),
    chooseDepartment: (id) =>
      batch(() => {
        departmentId.value = id;
        fromOwner.value = false;
      }),
  };
}
