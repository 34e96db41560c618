import {
  type Client,
  compileCompany,
  compileRights,
  diffRights,
  type Id,
  isCrewError,
  type PersonChange,
  readRoleFile,
  ROLE_FILE_LIMIT,
  type RoleFile,
  type RoleFileProblem,
  simulate,
  type User,
} from "@crewdock/contract";
import { batch, computed, createModel, effect, type ReadonlySignal, signal } from "@preact/signals";
import { randomId } from "../../../../kit/index.ts";
import { type AllPeople, createAllPeople } from "../../common/all-people.ts";
import { rightsFacts } from "../../common/rights-facts.ts";
import type { RoleEditor } from "../../../role-editor.model.ts";
import type { SectionSource } from "../../section.tsx";
import { type Choices, choiceKey, countUndecided, type EntryKey, planImport, type RolePlan } from "./plan.ts";

/** What is wrong with the file that was chosen; `unreadable`: the browser could not read it. */
export type FileProblem = RoleFileProblem | { readonly code: "unreadable"; readonly pointer: ""; readonly role: null };

/** How far a role has got. */
export type Progress =
  | { readonly state: "waiting" | "saving" | "stored" }
  | { readonly state: "failed"; readonly error: unknown };

/** One role that is being stored. */
export interface Step {
  readonly key: EntryKey;
  readonly name: string;
  readonly progress: Progress;
}

/** The import of a file of roles without its looks. */
export interface Exchange {
  readonly fileName: ReadonlySignal<string>;
  readonly file: ReadonlySignal<RoleFile | null>;
  readonly reading: ReadonlySignal<boolean>;
  readonly problems: ReadonlySignal<readonly FileProblem[]>;
  readonly plans: ReadonlySignal<readonly RolePlan[]>;
  readonly undecided: ReadonlySignal<number>;
  /** Roles that would be stored. */
  readonly count: ReadonlySignal<number>;
  readonly people: AllPeople;
  /** Who gains and who loses by what would be stored; null while people are not known. */
  readonly affected: ReadonlySignal<readonly PersonChange<User>[] | null>;
  /** Empty until something is saved. */
  readonly steps: ReadonlySignal<readonly Step[]>;
  readonly saving: ReadonlySignal<boolean>;
  /** Roles changed meanwhile so that something has to be decided anew before the rest can be stored. */
  readonly interrupted: ReadonlySignal<boolean>;
  read(file: File): Promise<void>;
  /** Back to the choice of a file. */
  forget(): void;
  choose(plan: RolePlan, difference: RolePlan["open"][number], side: "ours" | "theirs"): void;
  /** Decides all values of a role that both changed, in the same way. */
  chooseAll(plan: RolePlan, side: "ours" | "theirs"): void;
  sideOf(plan: RolePlan, difference: RolePlan["open"][number]): "ours" | "theirs" | undefined;
  take(plan: RolePlan, taken: boolean): void;
  /** Stores role by role, and stops at the first that fails; called again it goes on from there. */
  save(): Promise<void>;
}

/** @see ExchangeModel */
export interface ExchangeOptions {
  readonly model: Pick<RoleEditor, "client" | "content" | "data" | "offered">;
  readonly source: Pick<SectionSource, "client" | "session" | "now" | "peopleChanged">;
  readonly onStored: (id: Id, created: boolean) => void;
}

function createExchange({ model, source, onStored }: ExchangeOptions): Exchange {
  const lifetime = new AbortController();
  effect(() => () => lifetime.abort());
  const file = signal<RoleFile | null>(null);
  const fileName = signal("");
  const reading = signal(false);
  const problems = signal<readonly FileProblem[]>([]);
  const choices = signal<Choices>(new Map());
  const taken = signal<ReadonlyMap<EntryKey, boolean>>(new Map());
  const steps = signal<readonly Step[]>([]);
  const saving = signal(false);
  const interrupted = signal(false);
  let reads = 0;

  const plans = computed((): readonly RolePlan[] => {
    const content = model.content.value;
    if (file.value === null || content === null) return [];
    const { roles, index } = content;
    const mayCreate = model.offered.value.create;
    return planImport({ file: file.value, roles, index, mayCreate, choices: choices.value, taken: taken.value });
  });
  const undecided = computed(() => countUndecided(plans.value));
  const wanted = (): boolean => file.value !== null && model.offered.value.people;
  const people = createAllPeople(source, wanted, signal(true));
  const before = computed(() => {
    const content = model.content.value;
    if (content === null || !people.loaded.value) return null;
    return compileCompany(compileRights(rightsFacts(content, source.session), source.now()), people.users.value);
  });
  const affected = computed(() => {
    if (before.value === null) return null;
    const roles = plans.value.flatMap(({ merged, result, stores }) =>
      stores && merged.theirs !== null ? [{ ...merged.theirs, grants: result.grants }] : [],
    );
    return diffRights(before.value, simulate(before.value, { roles }, source.now()));
  });

  const note = (key: EntryKey, progress: Progress): void => {
    steps.value = steps.value.map((step) => (step.key === key ? { ...step, progress } : step));
  };
  const store = async (client: Client, { merged: { theirs }, result }: RolePlan): Promise<void> => {
    const options = { signal: lifetime.signal };
    if (theirs === null) {
      const made = await client.roles.create({ role: result }, { ...options, idempotencyKey: randomId() });
      onStored(made.id, true);
      return;
    }
    const { name, description, grants } = result;
    const patch = {
      grants,
      ...(name === theirs.name ? {} : { name }),
      ...(description === theirs.description ? {} : { description }),
    };
    await client.roles.update({ id: theirs.id, version: theirs.version, patch }, options);
    onStored(theirs.id, false);
  };
  /** Stores what is left; false once something failed. */
  const storeAll = async (client: Client, left: readonly RolePlan[]): Promise<void> => {
    for (const plan of left) {
      note(plan.key, { state: "saving" });
      try {
        await store(client, plan);
        note(plan.key, { state: "stored" });
      } catch (error) {
        if (isCrewError(error) && error.code === "cancelled" && lifetime.signal.aborted) return;
        note(plan.key, { state: "failed", error });
        return;
      }
    }
  };
  /** Ends with what is newest: a reload that another one overtakes ends before anything is there. */
  const reload = async (): Promise<void> => {
    do await model.data.reload();
    while (model.data.state.peek() === "loading" && !lifetime.signal.aborted);
  };
  const isStored = ({ key }: RolePlan): boolean =>
    steps.value.some((step) => step.key === key && step.progress.state === "stored");

  return {
    fileName,
    file,
    reading,
    problems,
    plans,
    undecided,
    count: computed(() => plans.value.filter(({ stores }) => stores).length),
    people,
    affected,
    steps,
    saving,
    interrupted,
    read: async (chosen) => {
      const turn = ++reads;
      reading.value = true;
      const found = await readFile(chosen);
      // Another file was chosen meanwhile, or the dialog shut.
      if (turn !== reads || lifetime.signal.aborted) return;
      batch(() => {
        reading.value = false;
        fileName.value = chosen.name;
        file.value = found.file;
        problems.value = found.problems;
        choices.value = new Map();
        taken.value = new Map();
      });
    },
    forget: () =>
      batch(() => {
        file.value = null;
        problems.value = [];
        steps.value = [];
        interrupted.value = false;
      }),
    choose: ({ key }, difference, side) => {
      choices.value = new Map(choices.value).set(choiceKey(key, difference), side);
    },
    chooseAll: ({ key, merged }, side) => {
      const clashes = merged.differences.filter(({ by }) => by === "both");
      choices.value = new Map([...choices.value, ...clashes.map((each) => [choiceKey(key, each), side] as const)]);
    },
    sideOf: ({ key }, difference) => choices.value.get(choiceKey(key, difference)),
    take: ({ key }, wanted) => {
      taken.value = new Map(taken.value).set(key, wanted);
    },
    save: async () => {
      const client = model.client.value;
      if (client === null || saving.value) return;
      batch(() => {
        saving.value = true;
        interrupted.value = false;
      });
      try {
        // A save that was broken off may have got through, and others may have been busy: what is left is planned anew.
        if (steps.value.length > 0) await reload();
        if (lifetime.signal.aborted) return;
        const left = plans.value.filter((plan) => plan.stores && !isStored(plan));
        if (countUndecided(plans.value.filter((plan) => !isStored(plan))) > 0) {
          interrupted.value = true;
          return;
        }
        steps.value = [
          ...steps.value.flatMap((step) => settledStep(step, plans.value[step.key])),
          ...left.map(({ key, result }): Step => ({ key, name: result.name, progress: { state: "waiting" } })),
        ];
        await storeAll(client, left);
      } finally {
        await reload();
        saving.value = false;
      }
    },
  };
}

/** Characters take four bytes at most: what is longer need not be read at all. */
async function readFile(
  chosen: File,
): Promise<{ readonly file: RoleFile | null; readonly problems: readonly FileProblem[] }> {
  const none = (code: "too_large" | "unreadable") => ({
    file: null,
    problems: [{ code, pointer: "", role: null }] as const,
  });
  if (chosen.size > ROLE_FILE_LIMIT * 4) return none("too_large");
  try {
    return readRoleFile(await chosen.text());
  } catch (error) {
    reportError(error);
    return none("unreadable");
  }
}

/** What is kept of a step as the rest is planned anew. What is still to be stored comes after it. */
function settledStep(step: Step, plan: RolePlan | undefined): readonly Step[] {
  if (step.progress.state === "stored") return [step];
  // It got through after all, or somebody else did the same.
  if (plan?.merged.state === "same") return [{ ...step, progress: { state: "stored" } }];
  return plan === undefined || plan.hindrance === null ? [] : [step];
}

/** Made with the dialog; ends its calls when disposed. */
export const ExchangeModel: ReturnType<typeof createModel<Exchange, [ExchangeOptions]>> =
  /* @__PURE__ */ createModel(createExchange);
