import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import {
  type Client,
  connect,
  coveredDepartments,
  displayName,
  type LiveEvent,
  may,
  type Organisation,
  type Role,
  type Session,
  supports,
  type User,
} from "@crewdock/contract";
import { type Env, resource, type Resource } from "../kit/index.ts";
import { type Choices, choicesOf } from "./choices.ts";
import { type DraftStorage, tabStorage } from "./form/draft.ts";
import type { LoadSheet, UserSheetModel } from "./form/user-sheet.model.ts";
import {
  refusalToCreate,
  refusalToEdit,
  type Refusal,
  type RowAction,
  type RowActionId,
  rowActions,
} from "./list/row-actions.ts";
import { type Columns, columnsOf } from "./list/columns.ts";
import { createUserList, type UserListModel } from "./list/user-list.model.ts";
import { createStateChanges } from "./list/state-changes.ts";
import { followEvents } from "../kit/state/follow-events.ts";
import { onReconnect } from "../kit/state/on-reconnect.ts";
import { refreshOnReturn } from "../kit/state/refresh-on-return.ts";
import { catalogue, type UserMessages } from "./messages/index.ts";
import { CrewUserChangedEvent, CrewUserCreatedEvent, CrewUserOpenEvent } from "./user-manager.events.ts";

/** What the model needs of its element; a test gives its own. */
export type UserManagerEnv = Pick<
  Env<UserMessages>,
  "adapter" | "language" | "i18n" | "kit" | "announce" | "toast" | "emit"
>;

/** The sheet, from the press that opens it on. */
export type SheetState =
  | { readonly kind: "loading"; readonly title: string }
  | { readonly kind: "error"; readonly title: string; readonly error: unknown }
  | { readonly kind: "ready"; readonly model: UserSheetModel };

/** The user manager without its looks. */
export interface UserManagerModel extends Disposable {
  readonly client: ReadonlySignal<Client | null>;
  readonly session: Resource<Session>;
  readonly organisation: Resource<Organisation>;
  readonly roles: Resource<readonly Role[]>;
  readonly choices: ReadonlySignal<Choices>;
  readonly list: UserListModel;
  readonly sheet: ReadonlySignal<SheetState | null>;
  readonly columns: ReadonlySignal<Columns>;
  /** Whether changes made elsewhere appear by themselves; null while that is not known. */
  readonly live: ReadonlySignal<boolean | null>;
  /** `lookAgain` is under way. */
  readonly looking: ReadonlySignal<boolean>;
  /** Undefined when the actor may make users. */
  readonly createRefusal: ReadonlySignal<Refusal | undefined>;
  /** Users whose state is being changed. */
  readonly busy: ReadonlySignal<ReadonlySet<string>>;
  actions(user: User): readonly RowAction[];
  run(action: RowActionId, user: User): Promise<void>;
  /** Opens the form of somebody new. */
  create(): Promise<void>;
  /** Opens a user, unless a listener of `crew-user-open` prevents it. */
  open(id: string): Promise<void>;
  /** Opens again what could not be opened. */
  reopen(): Promise<void>;
  close(): void;
  /** Brings what is shown up to date in place: rows, scroll position and what is being typed stay. */
  lookAgain(): Promise<void>;
  /** Loads everything again. */
  refresh(): void;
}

/**
 * Makes the model of one element.
 * @param loadSheet is called each time a sheet opens
 * @param storage where half-filled forms survive a reload
 */
export function createUserManager(
  env: UserManagerEnv,
  loadSheet: LoadSheet,
  storage: DraftStorage | undefined = tabStorage(),
): UserManagerModel {
  const client = computed(() => {
    const adapter = env.adapter.value;
    return adapter === null ? null : connect(adapter, () => env.language.peek());
  });
  const session = resource(
    (signal, from: Client) => from.session.me({}, { signal }),
    () => client.value,
  );
  /** Null while the session is not known. Computed, so that what is loaded is not loaded again with each session. */
  const known = <T>(tell: (session: Session) => T): ReadonlySignal<T | null> =>
    computed(() => (session.data.value === undefined ? null : tell(session.data.value)));
  const offersOrganisation = known(({ capabilities }) => supports(capabilities, "org.read"));
  const live = known(
    ({ capabilities }) => supports(capabilities, "events.subscribe") || supports(capabilities, "events.changesSince"),
  );
  const organisation = resource(
    (signal, from: Client) => from.org.read({}, { signal }),
    () => offersOrganisation.value && client.value,
  );
  const mayView = known((actor) => may(actor, "user.view"));
  const mayViewRoles = known((actor) => may(actor, "role.view") && supports(actor.capabilities, "roles.list"));
  const roles = resource(
    async (signal, from: Client): Promise<readonly Role[]> => (await from.roles.list({}, { signal })).items,
    () => mayViewRoles.value && client.value,
  );
  const byDepartment = known(({ grants }) => grants["user.manage"] === "department");
  const self = resource(
    (signal, from: { readonly client: Client; readonly id: string }) =>
      from.client.users.get({ id: from.id }, { signal }),
    () => {
      const id = session.data.value?.user.id;
      return byDepartment.value && id !== undefined && client.value !== null ? { client: client.value, id } : null;
    },
  );
  const reach = computed(() => {
    const home = self.data.value?.departmentId;
    const departments = organisation.data.value?.departments;
    if (!home || !departments) return undefined;
    return coveredDepartments(departments, home, session.data.value?.policy.departmentScope);
  });
  const compare = (one: string, other: string): number => env.i18n.format.compare(one, other);
  const choices = computed(() => choicesOf(organisation.data.value, roles.data.value, compare));
  const list = createUserList(
    computed(() => (mayView.value ? client.value : null)),
    compare,
  );

  const sheet = signal<SheetState | null>(null);
  let turn = 0;
  let last: string | null = null;
  let early: { readonly id: string | null } | undefined;
  const dropSheet = (): void => {
    turn++;
    const now = sheet.peek();
    if (now?.kind === "ready") now.model[Symbol.dispose]();
    sheet.value = null;
  };

  const follow = ({ type, id }: LiveEvent): void => {
    if (type === "rights.changed") void session.reload();
    if (type === "org.changed") void organisation.reload();
    if (type === "role.changed" || type === "assignment.changed") void roles.reload();
    if (type === "user.changed" || type === "user.created" || type === "mail.changed") {
      if (type !== "mail.changed") list.changed(id, type === "user.created");
      const open = sheet.peek();
      if (open?.kind !== "ready" || open.model.user.peek() === null) return;
      if (type === "mail.changed" || id === null || id === open.model.user.peek()?.id)
        void open.model.checkForChanges();
    }
  };
  const lookAgain = async (): Promise<void> => {
    const open = sheet.peek();
    const looks = [session.reload(), organisation.reload(), roles.reload(), list.pages.refresh()];
    if (open?.kind === "ready") looks.push(open.model.checkForChanges());
    await Promise.all(looks);
  };
  /** Live events tell by themselves what was missed; what failed meanwhile has to be asked for again. */
  const backAgain = (): void => {
    if (live.peek() === false) return void lookAgain();
    for (const each of [session, organisation, roles, self]) if (each.state.peek() === "error") void each.reload();
    if (list.pages.state.peek() === "error" || list.pages.moreError.peek() !== undefined) list.retry();
  };
  const stopReconnecting = effect(() => onReconnect(env.adapter.value?.connection, backAgain));
  const looking = signal(false);
  const stopFollowing = effect(() => {
    const from = client.value;
    if (from === null || live.value === null) return undefined;
    const control = new AbortController();
    if (live.value) untracked(() => void followEvents(from, follow, control.signal));
    else refreshOnReturn(() => void lookAgain(), control.signal);
    return () => control.abort();
  });
  // Another backend or nobody: what was open belonged to the one before.
  let backend = client.peek();
  const stopDropping = effect(() => {
    if (client.value === backend) return;
    backend = client.value;
    untracked(dropSheet);
  });

  const saved = (user: User, isNew: boolean): void => {
    const { t } = env.i18n;
    dropSheet();
    if (!isNew) {
      list.put(user);
      env.toast({ text: t("saved", { name: displayName(user.name) }), tone: "success" });
      env.emit(new CrewUserChangedEvent(user));
      return;
    }
    list.add(user);
    const { state } = user.invitation;
    const told = { name: displayName(user.name), email: user.email };
    const text = t(state === "sent" ? "createdInvited" : state === "failed" ? "createdNotInvited" : "created", told);
    env.toast({ text, tone: "success", action: { label: t("action_edit"), run: () => void open(user.id) } });
    env.emit(new CrewUserCreatedEvent(user));
  };

  const show = async (id: string | null): Promise<void> => {
    const from = client.value;
    const { t } = env.i18n;
    if (from === null) {
      early = { id };
      return;
    }
    dropSheet();
    const own = turn;
    last = id;
    const row = id === null ? undefined : list.pages.items.value.find((each) => each.id === id);
    const title = id === null ? t("newUser") : row === undefined ? "" : displayName(row.name);
    sheet.value = { kind: "loading", title };
    try {
      const user = id === null ? null : (row ?? (await from.users.get({ id })));
      const [{ createUserSheet, sheetTexts }] = await Promise.all([loadSheet(), settled(session)]);
      catalogue.add(sheetTexts);
      await Promise.all([settled(organisation), settled(roles)]);
      const actor = session.data.value;
      if (turn !== own) return;
      if (actor === undefined) throw session.error.value;
      const model = createUserSheet({
        client: from,
        session: actor,
        organisation: () => organisation.data.value,
        roles: () => roles.data.value,
        i18n: () => env.i18n,
        user,
        refusal: user === null ? refusalToCreate(actor) : refusalToEdit(actor, user, reach.value),
        storage,
        adapterId: env.adapter.value?.id ?? "",
        announce: (text) => env.announce(text),
        onSaved: (result) => saved(result, user === null),
      });
      sheet.value = { kind: "ready", model };
      // The row may be older than the record; look once while the person reads.
      if (row !== undefined) await model.checkForChanges();
    } catch (error) {
      if (turn === own) sheet.value = { kind: "error", title, error };
    }
  };
  // Asked for before there was a backend to ask.
  const stopWaiting = effect(() => {
    const wanted = early;
    if (client.value === null || wanted === undefined) return;
    early = undefined;
    untracked(() => void show(wanted.id));
  });
  const open = async (id: string): Promise<void> => {
    if (env.emit(new CrewUserOpenEvent(id))) await show(id);
  };

  const states = createStateChanges(client, env, list);

  return {
    client,
    session,
    organisation,
    roles,
    choices,
    list,
    sheet,
    columns: computed(() =>
      columnsOf(
        session.data.value?.capabilities,
        organisation.data.value,
        roles.data.value !== undefined,
        list.pages.items.value,
      ),
    ),
    live,
    looking,
    lookAgain: async () => {
      looking.value = true;
      await lookAgain();
      looking.value = false;
    },
    createRefusal: computed(() => (session.data.value === undefined ? undefined : refusalToCreate(session.data.value))),
    busy: states.busy,
    actions: (user) => (session.data.value === undefined ? [] : rowActions(session.data.value, user, reach.value)),
    run: (action, user) => (action === "edit" || action === "view" ? open(user.id) : states.change(user, action)),
    create: () => show(null),
    open,
    reopen: () => show(last),
    close: () => {
      const now = sheet.value;
      if (now?.kind === "ready") now.model.discardDraft();
      dropSheet();
    },
    refresh: () => {
      void session.reload();
      void organisation.reload();
      list.retry();
    },
    [Symbol.dispose]: () => {
      dropSheet();
      stopFollowing();
      stopReconnecting();
      stopDropping();
      stopWaiting();
      list[Symbol.dispose]();
      for (const each of [session, organisation, roles, self]) each[Symbol.dispose]();
    },
  };
}

/** Resolves when a resource is not loading any more. */
function settled(from: Pick<Resource<unknown>, "state">): Promise<void> {
  if (from.state.peek() !== "loading") return Promise.resolve();
  return new Promise((resolve) => {
    const stop: () => void = effect(() => {
      if (from.state.value === "loading") return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}
