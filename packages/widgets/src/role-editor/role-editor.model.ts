import { type Client, connect, type Id, isCrewError, type Role, type Subject } from "@crewdock/contract";
import { batch, computed, createModel, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Env, type Form, resource, type Resource } from "../kit/index.ts";
import type { Source } from "./messages/index.ts";
import { type Affected, createAffected } from "./model/affected-by-draft.ts";
import { type CatalogueIndex, indexCatalogue } from "./model/catalogue-index.ts";
import type { LoadDialogs } from "./model/dialogs.ts";
import { createEditing, type Editing } from "./model/editing.ts";
import { untilBySubject } from "./model/given.ts";
import { describeSubject, type SubjectInfo } from "./model/describe-subject.ts";
import type { GivenSource } from "./model/given-editor.ts";
import { followEvents } from "../kit/state/follow-events.ts";
import { onReconnect } from "../kit/state/on-reconnect.ts";
import { refreshOnReturn } from "../kit/state/refresh-on-return.ts";
import { createMatrix, type Matrix } from "./model/matrix.ts";
import { createNames, type Names } from "./model/names.ts";
import { createPeople, type People } from "./model/people.ts";
import {
  loadRoleData,
  type Offered,
  offeredTo,
  tellsOfChanges,
  type RoleContent,
  type RoleData,
} from "./model/role-data.ts";
import type { RoleFields } from "./model/role-form.ts";
import type { SectionName } from "./sections/messages/index.ts";
import type { Wizard, WizardStart } from "./model/wizard.ts";
import { CrewRoleCreatedEvent, CrewRoleRemovedEvent, CrewRoleSavedEvent } from "./role-editor.events.ts";

/** A small task in a dialog about one role. */
export interface RoleTask {
  readonly role: Role;
  readonly busy: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<unknown>;
}

export interface RenameTask extends RoleTask {
  readonly form: Form<RoleFields>;
}

/** The role editor without its looks: everything it knows and can do. */
export interface RoleEditor {
  readonly client: ReadonlySignal<Client | null>;
  readonly now: () => Date;
  /** Counts up when people may have changed elsewhere. */
  readonly peopleChanged: ReadonlySignal<number>;
  /** Which section of the editor is shown. */
  readonly section: Signal<SectionName | "roles">;
  readonly data: Resource<RoleData>;
  readonly content: ReadonlySignal<RoleContent | null>;
  readonly offered: ReadonlySignal<Offered>;
  readonly names: ReadonlySignal<Names>;
  readonly editing: Editing;
  readonly matrix: Matrix;
  readonly given: GivenSource;
  readonly people: People;
  readonly affected: ReadonlySignal<Affected>;
  readonly tab: Signal<"rights" | "given">;
  /** A dialog is on its way: what it needs is fetched with its first use. */
  readonly opening: ReadonlySignal<boolean>;
  readonly wizard: ReadonlySignal<Wizard | null>;
  readonly renaming: ReadonlySignal<RenameTask | null>;
  readonly removing: ReadonlySignal<RoleTask | null>;
  /** Those who have each role, and the positions that give it; while there are any it cannot be deleted. */
  readonly holders: ReadonlySignal<ReadonlyMap<Id, readonly SubjectInfo[]>>;
  /** Loads the names of those who have the open role, which are not needed before. */
  lookUpPeople(): void;
  open(id: Id): void;
  create(): void;
  copy(role: Role): void;
  /** The draft of a role that somebody else deleted becomes a new one. */
  keepAsNew(): void;
  closeWizard(): void;
  rename(role: Role): void;
  saveName(): Promise<void>;
  remove(role: Role): void;
  confirmRemove(): Promise<void>;
  closeTask(): void;
}

/** @see RoleEditorModel */
export interface RoleEditorOptions {
  /** Is called with each dialog that opens, and once something changes. */
  readonly loadDialogs: LoadDialogs;
  /** @default the system's clock */
  readonly now?: () => Date;
}

const noIndex: CatalogueIndex = indexCatalogue({ sections: [] });

function createRoleEditor(env: Env<Source>, { loadDialogs, now = () => new Date() }: RoleEditorOptions): RoleEditor {
  const lifetime = new AbortController();
  const client = computed<Client | null>(() => {
    const adapter = env.adapter.value;
    return adapter === null ? null : connect(adapter, () => env.language.peek());
  });
  const live = signal<boolean | null>(null);
  const data = resource(
    (abort, from: Client) =>
      loadRoleData(from, abort, (session) => {
        // Known before anything else is loaded, so that no change falls in between.
        live.value = tellsOfChanges(session);
      }),
    () => client.value,
  );
  const content = computed(() => data.data.value?.content ?? null);
  const index = computed(() => content.value?.index ?? noIndex);
  const names = computed(() => createNames(env.i18n, index.value, data.data.value?.session.policy.departmentScope));
  const offered = computed(() => offeredTo(data.data.value?.session));
  const locked = computed(() => offered.value.readOnly !== null);
  const tab = signal<"rights" | "given">("rights");
  const curious = signal(false);
  const opening = signal(false);
  const wizard = signal<Wizard | null>(null);
  const renaming = signal<RenameTask | null>(null);
  const removing = signal<RoleTask | null>(null);

  const editing = createEditing({
    client,
    data,
    loadDialogs,
    signal: () => lifetime.signal,
    onSaved: (role) => {
      env.toast({ text: env.i18n.t("savedRole", { name: role.name }), tone: "success" });
      env.emit(new CrewRoleSavedEvent(role.id));
    },
    onRefreshed: (role) => env.toast({ text: env.i18n.t("changedElsewhere", { name: role.name }) }),
  });
  const { draft } = editing;

  const people = createPeople(() => {
    const [from, loaded, role] = [client.value, data.data.value, editing.role.value];
    if (from === null || !loaded?.content || role === null || !offered.value.people) return null;
    if (!draft.dirty.value && tab.value !== "given" && !curious.value) return null;
    const saved = untilBySubject(draft.savedGiven.value);
    const added = draft.given.value.filter(({ subject }) => !saved.has(`${subject.type}:${subject.id}`));
    return { client: from, session: loaded.session, roleId: role.id, version: role.version, added };
  });
  const given: GivenSource = {
    draft,
    people,
    content,
    readOnly: computed(() => offered.value.given !== "write"),
    oneRole: computed(() => data.data.value?.session.policy.rolesPerUser === "one"),
    roleId: () => editing.role.value?.id ?? null,
    now,
  };

  const affected = createAffected({
    draft,
    oneRole: given.oneRole,
    role: editing.role,
    content,
    offered,
    people,
    loadDialogs,
    now,
  });

  const peopleChanged = signal(0);
  const lookAtPeople = (): void => {
    people.refresh();
    peopleChanged.value++;
  };
  const lookAgain = (): void => {
    lookAtPeople();
    if (!editing.saving.peek()) void data.reload();
  };
  // Live events tell by themselves what was missed; what failed meanwhile has to be asked for again.
  effect(() =>
    onReconnect(env.adapter.value?.connection, () => {
      if (live.peek() !== true || [data, people].some(({ state }) => state.peek() === "error")) lookAgain();
    }),
  );
  effect(() => {
    const from = client.value;
    if (from === null || live.value === null) return undefined;
    const listening = new AbortController();
    if (!live.value) refreshOnReturn(lookAgain, listening.signal);
    else
      void followEvents(
        from,
        ({ type }) => {
          if (type.startsWith("user.") || type === "org.changed") lookAtPeople();
          if (type.startsWith("user.") || type === "call.changed" || type === "mail.changed") return;
          if (!editing.saving.peek()) void data.reload();
        },
        listening.signal,
      );
    return () => listening.abort();
  });
  effect(() => () => {
    lifetime.abort();
    wizard.peek()?.dispose();
  });

  /** Opens a dialog whose code may still have to come. */
  const bring = async <Part>(load: Promise<Part>, show: (part: Part) => void): Promise<void> => {
    opening.value = true;
    try {
      const part = await load;
      if (!lifetime.signal.aborted) show(part);
    } catch (error) {
      const { kit } = env;
      reportError(error);
      env.toast({ text: kit.t("error_unavailable"), detail: kit.t("error_unavailable_advice"), tone: "danger" });
    } finally {
      opening.value = false;
    }
  };
  const startWizard = (start: WizardStart): void => {
    const [from, loaded] = [client.value, data.data.value];
    if (from === null || !loaded?.content || !offered.value.create) return;
    void bring(loadDialogs(), ({ createWizard }) => {
      wizard.value = createWizard({
        env,
        client: from,
        data: loaded,
        content,
        index,
        names,
        start,
        now,
        onCreated: (role, stored, unsaved) => {
          closeWizard();
          editing.adopt(role, stored, unsaved?.value, unsaved && { error: unsaved.error, partly: true });
          if (unsaved !== undefined) tab.value = "given";
          env.toast({ text: env.i18n.t("createdRole", { name: role.name }), tone: "success" });
          env.emit(new CrewRoleCreatedEvent(role.id));
          void data.reload();
        },
      });
    });
  };
  const closeWizard = (): void => {
    wizard.value?.dispose();
    wizard.value = null;
  };
  /** Runs a dialog's task; what goes wrong is told in the dialog. */
  const run = async (
    task: { readonly busy: Signal<boolean>; readonly problem: Signal<unknown> },
    work: (from: Client) => Promise<void>,
  ): Promise<void> => {
    const from = client.value;
    if (from === null || task.busy.value) return;
    batch(() => {
      task.busy.value = true;
      task.problem.value = undefined;
    });
    try {
      await work(from);
    } catch (error) {
      if (!lifetime.signal.aborted) task.problem.value = error;
    } finally {
      task.busy.value = false;
    }
  };
  const task = () => ({ busy: signal(false), problem: signal<unknown>(undefined) });

  return {
    client,
    now,
    peopleChanged,
    section: signal<SectionName | "roles">("roles"),
    data,
    content,
    offered,
    names,
    editing,
    matrix: createMatrix(draft, index, names, locked),
    given,
    people,
    affected,
    tab,
    opening,
    wizard,
    renaming,
    removing,
    holders: computed(() => {
      const found = new Map<Id, SubjectInfo[]>();
      const note = (roleId: Id, subject: Subject): void => {
        const info = describeSubject(subject, content.value, people.users.value);
        const known = found.get(roleId) ?? [];
        if (!known.some(({ key }) => key === info.key)) found.set(roleId, [...known, info]);
      };
      for (const { id, defaultRoleId } of content.value?.organisation.positions ?? []) {
        if (defaultRoleId !== null) note(defaultRoleId, { type: "position", id });
      }
      for (const { roleId, subject } of content.value?.assignments ?? []) note(roleId, subject);
      return found;
    }),
    lookUpPeople: () => {
      curious.value = true;
    },
    open: (id) => {
      if (id !== editing.role.value?.id) editing.leave(() => editing.open(id));
    },
    create: () => editing.leave(() => startWizard({ name: "", copyOf: null, grants: {} })),
    copy: (role) =>
      editing.leave(() =>
        startWizard({ name: env.i18n.t("copyOf", { name: role.name }), copyOf: role.id, grants: role.grants }),
      ),
    keepAsNew: () => {
      const role = editing.role.value;
      if (role !== null) startWizard({ name: role.name, copyOf: null, ...draft.value.value });
    },
    closeWizard,
    rename: (role) => {
      const namesBeside = (own: Id): readonly string[] =>
        content.value?.roles.filter(({ id }) => id !== own).map(({ name }) => name) ?? [];
      const initial = { name: role.name, description: role.description ?? "" };
      void bring(loadDialogs(), ({ createRoleForm }) => {
        renaming.value = { role, ...task(), form: createRoleForm(env, initial, () => namesBeside(role.id)) };
      });
    },
    saveName: async () => {
      const open = renaming.value as (RenameTask & ReturnType<typeof task>) | null;
      if (open === null || !open.form.validate()) return;
      await run(open, async (from) => {
        const { name, description } = open.form.values.value;
        const latest = content.value?.roles.find(({ id }) => id === open.role.id) ?? open.role;
        try {
          const patch = { name: name.trim(), description: description.trim() === "" ? null : description.trim() };
          const saved = await from.roles.update(
            { id: latest.id, version: latest.version, patch },
            { signal: lifetime.signal },
          );
          if (editing.role.value?.version === latest.version) editing.reversion(saved);
          renaming.value = null;
          env.toast({ text: env.i18n.t("savedRole", { name: saved.name }), tone: "success" });
          env.emit(new CrewRoleSavedEvent(saved.id));
        } catch (error) {
          const { roleFormErrors } = await loadDialogs();
          const fields = isCrewError(error) ? roleFormErrors(error, env) : [];
          if (fields.length === 0) throw error;
          open.form.setErrors(fields);
        } finally {
          void data.reload();
        }
      });
    },
    remove: (role) => {
      removing.value = { role, ...task() };
    },
    confirmRemove: async () => {
      const open = removing.value as (RoleTask & ReturnType<typeof task>) | null;
      if (open === null) return;
      await run(open, async (from) => {
        await from.roles.remove({ id: open.role.id, version: open.role.version }, { signal: lifetime.signal });
        batch(() => {
          removing.value = null;
          draft.rebase(draft.base.value);
        });
        env.toast({ text: env.i18n.t("removedRole", { name: open.role.name }), tone: "success" });
        env.emit(new CrewRoleRemovedEvent(open.role.id));
        await data.reload();
      });
    },
    closeTask: () =>
      batch(() => {
        renaming.value = null;
        removing.value = null;
      }),
  };
}

/** Made when the element is connected; ends its calls and its listening when disposed. */
export const RoleEditorModel: ReturnType<typeof createModel<RoleEditor, [Env<Source>, RoleEditorOptions]>> =
  /* @__PURE__ */ createModel(createRoleEditor);
