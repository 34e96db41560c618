import { type Client, type Id, isCrewError, type Role, type RoleInput } from "@crewdock/contract";
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Env, Form } from "../../kit/index.ts";
import { randomId } from "../../kit/random-id.ts";
import type { Source } from "../messages/index.ts";
import { createDraft, type DraftValue } from "./draft.ts";
import type { Given } from "./given.ts";
import type { GivenSource } from "./given-editor.ts";
import { createMatrix, type Matrix } from "./matrix.ts";
import type { Names } from "./names.ts";
import { createPeople } from "./people.ts";
import { countingScope } from "./reached.ts";
import { createRoleForm, type RoleFields, roleFormErrors } from "./role-form.ts";
import { offeredTo, type RoleContent, type RoleData } from "./role-data.ts";

export type WizardStep = "name" | "rights" | "people";

/** What a new role starts from. */
export interface WizardStart {
  readonly name: string;
  readonly copyOf: Id | null;
  readonly grants: RoleInput["grants"];
  /** Who gets it, where that is known already. @default nobody */
  readonly given?: readonly Given[];
}

/** A role on its way: name, rights, then who gets it where that can be said. */
export interface Wizard {
  readonly form: Form<RoleFields>;
  readonly steps: readonly WizardStep[];
  readonly step: Signal<WizardStep>;
  readonly startFrom: ReadonlySignal<Id | null>;
  readonly matrix: Matrix;
  readonly given: GivenSource;
  readonly saving: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<unknown>;
  readonly dirty: ReadonlySignal<boolean>;
  /** Begins with the grants of another role, or with none. */
  start(from: Id | null): void;
  next(): void;
  back(): void;
  create(): Promise<void>;
  dispose(): void;
}

/** @see createWizard */
export interface WizardOptions {
  readonly env: Env<Source>;
  readonly client: Client;
  readonly data: RoleData;
  readonly content: ReadonlySignal<RoleContent | null>;
  readonly index: ReadonlySignal<RoleContent["index"]>;
  readonly names: ReadonlySignal<Names>;
  readonly start: WizardStart;
  readonly now: () => Date;
  /** `unsaved` is what is still to be stored above the created role, and why it is not. */
  readonly onCreated: (
    role: Role,
    stored: DraftValue,
    unsaved?: { readonly value: DraftValue; readonly error: unknown },
  ) => void;
}

/** @see Wizard */
export function createWizard(options: WizardOptions): Wizard {
  const { env, client, data, content, index, names, start } = options;
  // Where roles are given elsewhere there is nobody to ask for.
  const gives = offeredTo(data.session).given === "write";
  const steps: readonly WizardStep[] = gives ? ["name", "rights", "people"] : ["name", "rights"];
  const lifetime = new AbortController();
  const form = createRoleForm(
    env,
    { name: start.name, description: "" },
    () => content.value?.roles.map(({ name }) => name) ?? [],
  );
  const step = signal<WizardStep>("name");
  const startFrom = signal(start.copyOf);
  const saving = signal(false);
  const problem = signal<unknown>(undefined);
  const base: DraftValue = { grants: start.grants, given: [] };
  const draft = createDraft(() => index.value, base, { ...base, given: start.given ?? [] });
  const writable = signal(false);
  const people = createPeople(() =>
    step.value === "people"
      ? { client, session: data.session, roleId: null, version: "", added: draft.given.value }
      : null,
  );
  const given: GivenSource = {
    draft,
    people,
    content,
    readOnly: writable,
    oneRole: computed(() => data.session.policy.rolesPerUser === "one"),
    roleId: () => null,
    now: options.now,
  };
  let sent = { body: "", key: "" };

  const go = (by: 1 | -1): void => {
    const next = steps[steps.indexOf(step.value) + by];
    if (next !== undefined) step.value = next;
  };
  /** The same role sent again after a lost answer must not become two. */
  const keyFor = (role: RoleInput): string => {
    const body = JSON.stringify(role);
    if (sent.body !== body) sent = { body, key: randomId() };
    return sent.key;
  };
  /** A copied role may hold what the catalogue has lost since, which can be kept but not granted anew. */
  const offered = (grants: DraftValue["grants"]): DraftValue["grants"] =>
    Object.fromEntries(
      Object.entries(grants).flatMap(([key, scope]) =>
        index.value.actions.has(key) ? [[key, countingScope(index.value, key, scope)]] : [],
      ),
    );
  const create = async (): Promise<void> => {
    const { name, description } = form.values.value;
    const value = draft.value.value;
    const role: RoleInput = {
      name: name.trim(),
      description: description.trim() === "" ? null : description.trim(),
      grants: offered(value.grants),
    };
    const created = await client.roles.create({ role }, { signal: lifetime.signal, idempotencyKey: keyFor(role) });
    const stored: DraftValue = { grants: created.grants, given: [] };
    if (value.given.length === 0) return options.onCreated(created, stored);
    try {
      await client.assignments.replace(
        { roleId: created.id, version: created.version, assignments: value.given },
        { signal: lifetime.signal },
      );
      const now = await client.roles.get({ id: created.id }, { signal: lifetime.signal });
      options.onCreated(now, { grants: now.grants, given: value.given });
    } catch (error) {
      options.onCreated(created, stored, { value: { grants: created.grants, given: value.given }, error });
    }
  };

  return {
    form,
    steps,
    step,
    startFrom,
    matrix: createMatrix(draft, index, names, writable),
    given,
    saving,
    problem,
    dirty: computed(() => form.dirty.value || draft.dirty.value),
    start: (from) => {
      startFrom.value = from;
      const role = content.value?.roles.find(({ id }) => id === from);
      const next: DraftValue = { grants: role?.grants ?? {}, given: draft.value.value.given };
      draft.rebase({ ...next, given: [] }, next);
    },
    next: () => {
      if (step.value !== "name" || form.validate()) go(1);
    },
    back: () => go(-1),
    create: async () => {
      if (saving.value) return;
      saving.value = true;
      problem.value = undefined;
      try {
        await create();
      } catch (error) {
        if (lifetime.signal.aborted) return;
        const fields = isCrewError(error) ? roleFormErrors(error, env) : [];
        if (fields.length > 0) {
          step.value = "name";
          form.setErrors(fields);
        } else problem.value = error;
      } finally {
        saving.value = false;
      }
    },
    dispose: () => {
      lifetime.abort();
      people[Symbol.dispose]();
    },
  };
}
