import {
  type CrewError,
  displayName,
  type ExpectationVerdict,
  type Id,
  isCrewError,
  may,
  type RightsExpectation,
  supports,
  type Version,
} from "@crewdock/contract";
import { computed, createModel, type ReadonlySignal, signal, type Signal } from "@preact/signals";
import { resource, type Resource } from "../../../../kit/index.ts";
import type { SectionSource } from "../../section.tsx";

/** The rules as they are kept, and how they stand. */
export interface KeptRules {
  readonly version: Version;
  readonly rules: readonly RightsExpectation[];
  readonly verdicts: ReadonlyMap<Id, ExpectationVerdict>;
  /** Names of the people whom rules speak of. */
  readonly people: ReadonlyMap<Id, string>;
}

/** In place of the id of a rule that is new; none has a space in it. */
export const newRule: string = "new rule";

/** The rules without their looks. */
export interface Rules {
  /** In sight: what has changed elsewhere is judged anew. */
  readonly shown: Signal<boolean>;
  readonly kept: Resource<KeptRules>;
  readonly canEdit: () => boolean;
  /** The rule that is being written: the id of a kept one, {@link newRule}, or none. */
  readonly open: Signal<Id | null>;
  readonly saving: ReadonlySignal<boolean>;
  /** What went wrong with the last change of the rules. */
  readonly problem: ReadonlySignal<CrewError | null>;
  /** Writes a rule in the place of the one with its id, or behind all others. @returns whether it was stored */
  save(rule: RightsExpectation): Promise<boolean>;
  /** @returns what brings it back to its place; undefined when it could not be removed */
  remove(rule: RightsExpectation): Promise<(() => Promise<boolean>) | undefined>;
  dismiss(): void;
}

async function load({ client, session }: SectionSource, abort: AbortSignal): Promise<KeptRules> {
  const { version, expectations: rules } = await client.roles.expectations({}, { signal: abort });
  const userIds = rules.flatMap(({ subject }) => (subject.type === "user" ? [subject.id] : []));
  const known = supports(session.capabilities, "users.get") ? [...new Set(userIds)] : [];
  const [{ items }, ...people] = await Promise.all([
    rules.length === 0 ? { items: [] } : client.roles.testExpectations({ expectations: rules }, { signal: abort }),
    ...known.map((id) =>
      client.users.get({ id }, { signal: abort }).then(
        ({ name }): [Id, string] => [id, displayName(name)],
        (error: unknown) => {
          if (isCrewError(error) && ["not_found", "gone", "forbidden"].includes(error.code)) return null;
          throw error;
        },
      ),
    ),
  ]);
  return {
    version,
    rules,
    verdicts: new Map(items.map((verdict) => [verdict.id, verdict])),
    people: new Map(people.filter((each) => each !== null)),
  };
}

function createRules(source: SectionSource): Rules {
  const shown = signal(true);
  const open = signal<Id | null>(null);
  const saving = signal(false);
  const problem = signal<CrewError | null>(null);
  let seen: object = {};
  const turn = computed(() => {
    // Rights are others with every change of roles or people; out of sight nothing is asked for. A rule that is being written
    // stands on the rules as they were: what others do meanwhile is met as a conflict, not written over.
    if (shown.value && !open.value) seen = [source.content.value, source.peopleChanged.value];
    return seen;
  });
  const kept = resource(
    (abort) => load(source, abort),
    () => turn.value,
  );

  const store = async (
    change: (rules: readonly RightsExpectation[]) => readonly RightsExpectation[],
  ): Promise<boolean> => {
    const now = kept.data.value;
    if (now === undefined || saving.value) return false;
    saving.value = true;
    problem.value = null;
    try {
      await source.client.roles.setExpectations({ version: now.version, expectations: change(now.rules) });
      await kept.reload();
      return true;
    } catch (error) {
      if (!isCrewError(error)) throw error;
      problem.value = error;
      if (error.code === "conflict") await kept.reload();
      return false;
    } finally {
      saving.value = false;
    }
  };

  return {
    shown,
    kept,
    canEdit: () => may(source.session, "role.manage") && supports(source.session.capabilities, "roles.setExpectations"),
    open,
    saving,
    problem,
    save: async (rule) => {
      const stored = await store((rules) =>
        rules.some(({ id }) => id === rule.id)
          ? rules.map((each) => (each.id === rule.id ? rule : each))
          : [...rules, rule],
      );
      if (stored) open.value = null;
      return stored;
    },
    remove: async (rule) => {
      const place = kept.data.value?.rules.findIndex(({ id }) => id === rule.id) ?? -1;
      if (place < 0 || !(await store((rules) => rules.filter(({ id }) => id !== rule.id)))) return undefined;
      return () => store((rules) => rules.toSpliced(place, 0, rule));
    },
    dismiss: () => {
      problem.value = null;
    },
  };
}

/** Made with the section; ends its loading when disposed. */
export const RulesModel: ReturnType<typeof createModel<Rules, [SectionSource]>> =
  /* @__PURE__ */ createModel(createRules);
