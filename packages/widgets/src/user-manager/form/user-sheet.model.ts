import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import {
  type Client,
  generatePassword,
  isCrewError,
  type Organisation,
  type PasswordRule,
  passwordRules,
  type Position,
  type Role,
  type Session,
  supports,
  type User,
} from "@crewdock/contract";
import { type FormField, type I18n, markSaved, resetForm, restoreForm, snapshotOf } from "../../kit/index.ts";
import type { Refusal } from "../list/row-actions.ts";
import { createMailSection, type MailSection } from "../mail/mail-section.ts";
import type { UserMessages } from "../messages/index.ts";
import { sheetTexts } from "../messages/sheet.en.ts";
import { createSipSection, type SipSection } from "../sip/sip-section.ts";
import { compareVersions, type Conflict, type ConflictKey, mergeVersions } from "./conflict.ts";
import { createDraftKeeper, type DraftStorage } from "./draft.ts";
import { type FieldRules, fieldRules, shownSections } from "./field-rules.ts";
import { createIdempotencyKeys } from "./idempotency.ts";
import { createLoginField } from "./login-field.ts";
import { complaintText, countChanges, createUserForm, type SectionId, sections, type UserForm } from "./user-form.ts";
import { createTakenNames } from "./taken-names.ts";
import { formPointer, wordsOf } from "./validators.ts";
import { emptyValues, toInput, toPatch, type UserFormValues, valuesOf } from "./values.ts";
import { createWorkFields, filledKeys, type WorkFields } from "./work-fields.ts";

export { sheetTexts };

/** What a sheet works with. */
export interface UserSheetOptions {
  readonly client: Client;
  readonly session: Session;
  readonly organisation: () => Organisation | undefined;
  readonly roles: () => readonly Role[] | undefined;
  readonly i18n: () => I18n<UserMessages>;
  /** Null makes somebody new. */
  readonly user: User | null;
  /** Why nothing can be changed; undefined when it can. */
  readonly refusal: Refusal | undefined;
  /** Where drafts are kept; without it there are none. */
  readonly storage: DraftStorage | undefined;
  /** Distinguishes drafts of several backends in one page. */
  readonly adapterId: string;
  readonly announce: (text: string) => void;
  readonly onSaved: (user: User) => void;
}

/** The sheet in which a user is made or changed. */
export interface UserSheetModel extends Disposable {
  /** Who is edited, in the version the form stands on; null for somebody new. */
  readonly user: ReadonlySignal<User | null>;
  readonly refusal: Refusal | undefined;
  readonly client: Client;
  readonly session: Session;
  /** What the backend lets be done with single fields. */
  readonly rules: FieldRules;
  /** Sections that have anything to show. */
  readonly shown: ReadonlySignal<ReadonlySet<SectionId>>;
  /** Whether somebody new can be sent a link to choose a password; otherwise one has to be set here. */
  readonly canInvite: boolean;
  readonly form: UserForm;
  readonly sip: SipSection;
  readonly mail: MailSection;
  /** Something that a person typed would be lost. */
  readonly unsaved: ReadonlySignal<boolean>;
  readonly changeCount: ReadonlySignal<number>;
  readonly changedSections: ReadonlySignal<ReadonlySet<SectionId>>;
  readonly wrongSections: ReadonlySignal<ReadonlySet<SectionId>>;
  readonly saving: ReadonlySignal<boolean>;
  /** What stopped the last save, other than wrong fields. */
  readonly failure: ReadonlySignal<unknown>;
  readonly draftRestored: ReadonlySignal<boolean>;
  readonly conflict: ReadonlySignal<Conflict | null>;
  /** Somebody else changed the user while this form is being filled in. */
  readonly changedElsewhere: ReadonlySignal<User | null>;
  /** The rules of the password policy with whether what is typed keeps them. */
  readonly passwordRules: ReadonlySignal<readonly { readonly rule: PasswordRule; readonly ok: boolean }[]>;
  /** The login as a field that stops being suggested once somebody types it. */
  readonly login: FormField<string>;
  /** Position, department and roles as fields that fill one another. */
  readonly work: WorkFields;
  undoFilled(): void;
  generatePassword(): string;
  /** Leaves the password of an existing user as it is, after all. */
  keepPassword(): void;
  discardDraft(): void;
  /** Looks whether address and login are free; the fields tell when they are not. */
  lookForTaken(): Promise<void>;
  save(): Promise<void>;
  compare(): void;
  keep(key: ConflictKey, which: "mine" | "theirs"): void;
  /** Goes on upon their version with what was chosen. */
  resolveConflict(): void;
  /** Somebody else may have changed the user: looks, and follows or tells. */
  checkForChanges(): Promise<void>;
}

/** Fetches what a sheet is made with: in the widget together with its views, without a page alone. */
export type LoadSheet = () => Promise<{
  readonly createUserSheet: typeof createUserSheet;
  readonly sheetTexts: typeof sheetTexts;
}>;

/** Fields of a new user that fill themselves in; alone they are nothing to lose. */
const selfFilled: readonly (keyof UserFormValues)[] = ["login", "sipDomain", "sipPort", "sipTransport", "sipUrl"];

/** What else fills itself in where the form takes a free SIP account. */
const ofPickedAccount: readonly (keyof UserFormValues)[] = ["sipId", "sipLogin"];

const isUser = (value: unknown): value is User =>
  typeof value === "object" && value !== null && "id" in value && "version" in value && "name" in value;

/** Where there is one department, everybody is in it; where it cannot be chosen, the backend passes over what is sent. */
function givenDepartment(departments: readonly { readonly id: string }[] = [], writable: boolean): string | null {
  return departments.length === 1 || !writable ? (departments[0]?.id ?? null) : null;
}

/** Makes the model of one opened sheet; dispose it when the sheet closes. */
export function createUserSheet(options: UserSheetOptions): UserSheetModel {
  const { client, session } = options;
  const { policy, capabilities } = session;
  const rules = fieldRules(capabilities, options.user === null);
  const writable = (field: keyof UserFormValues): boolean => rules.refusal(field) === undefined;
  const canInvite = supports(capabilities, "users.invite");
  const access = !writable("password") ? "keep" : canInvite ? "invite" : "password";
  const life = new AbortController();
  const user = signal(options.user);
  const positionOf = (id: string | null): Position | undefined =>
    options.organisation()?.positions.find((position) => position.id === id);

  const base = signal(
    options.user === null
      ? emptyValues(
          session.user.timeZone,
          policy.sipAccount === "required" && writable("sipOn"),
          access,
          givenDepartment(options.organisation()?.departments, writable("departmentId")),
        )
      : valuesOf(options.user),
  );
  const taken = createTakenNames(client, options.user?.id, life.signal);
  const form = createUserForm(
    base.value,
    {
      policy,
      existing: options.user !== null,
      sipPasswordStored: () => sip.passwordStored.value,
      taken: taken.has,
      fields: rules,
    },
    options.i18n,
  );
  const sip = createSipSection({
    client,
    offersAccounts: supports(capabilities, "telephony.freeSipAccounts"),
    form: () => form,
    own: () => user.value?.sipAccount ?? null,
    tell: ({ login }) => options.announce(options.i18n().t("sipPickedSpoken", { login })),
  });

  // Draft first, then the effects that react to what is in the fields.
  const keeper = createDraftKeeper(
    options.refusal === undefined ? options.storage : undefined,
    `${options.adapterId}:${session.user.id}:user:${options.user?.id ?? "new"}`,
  );
  const draft = keeper.read();
  const draftRestored = signal(draft !== undefined);
  // A draft may be from a time when more could be written, and people could be invited.
  if (draft !== undefined) {
    const kept = Object.entries(draft.values).filter(([name]) => writable(name as keyof UserFormValues));
    restoreForm(form, Object.fromEntries(kept));
  }
  if (!canInvite && form.fields.access.value.peek() === "invite") form.fields.access.set("password");

  const mail = createMailSection({
    client,
    form,
    user: options.user,
    signal: life.signal,
    saved: (email) => options.announce(options.i18n().t("mailSaved", { email })),
    removed: (email) => options.announce(options.i18n().t("mailRemoved", { email })),
  });

  const unsaved = computed(() => {
    const changes = form.changes.value;
    if (user.value !== null) return changes.length > 0;
    const filled = sip.picked.value === null ? selfFilled : [...selfFilled, ...ofPickedAccount];
    return changes.some((name) => !filled.includes(name));
  });
  const inSections = (names: readonly string[]): ReadonlySet<SectionId> =>
    new Set(
      (Object.keys(sections) as SectionId[]).filter((section) =>
        (sections[section] as readonly string[]).some((name) => names.includes(name)),
      ),
    );

  const stopDraft = effect(() => {
    const values = snapshotOf(form);
    if (!unsaved.value) return untracked(() => keeper.forget());
    const before = base.value;
    const names = Object.keys(values) as (keyof UserFormValues)[];
    keeper.write({
      version: user.peek()?.version ?? null,
      base: Object.fromEntries(names.map((name) => [name, before[name]])) as Partial<UserFormValues>,
      values,
    });
  });

  const login = createLoginField(form, policy.login, options.user !== null);
  const work = createWorkFields(
    form,
    positionOf,
    ({ position, what }) => options.announce(options.i18n().t(filledKeys[what], { position: position.name })),
    writable,
  );

  /** Whether a create was sent: it may have been done although nobody heard of it, and the taken name would be its own. */
  let sent = false;
  const lookForTaken = async (): Promise<void> => {
    if (sent) return undefined;
    const { email, login } = form.fields;
    return taken.look([email, login].flatMap(({ dirty, value }) => (dirty.value ? value.value : [])));
  };

  const saving = signal(false);
  const failure = signal<unknown>(undefined);
  const conflict = signal<Conflict | null>(null);
  const changedElsewhere = signal<User | null>(null);
  const keyFor = createIdempotencyKeys();

  const standOn = (fresh: User, keep: Partial<UserFormValues>): void =>
    batch(() => {
      user.value = fresh;
      base.value = valuesOf(fresh);
      resetForm(form, base.value);
      for (const [name, value] of Object.entries(keep)) form.fields[name as keyof UserFormValues].set(value as never);
      work.reset();
      mail.replace(fresh.mailAccounts);
      changedElsewhere.value = null;
      conflict.value = null;
      failure.value = undefined;
    });
  const showConflict = (current: User): void => {
    conflict.value = compareVersions(base.value, form.values.value, current);
    changedElsewhere.value = null;
  };

  const send = async (): Promise<User> => {
    const now = user.value;
    if (now === null) {
      const input = toInput(form.values.value);
      return client.users.create({ user: input }, { signal: life.signal, idempotencyKey: keyFor(input) });
    }
    const patch = toPatch(form.values.value, form.changes.value);
    return client.users.update({ id: now.id, version: now.version, patch }, { signal: life.signal });
  };
  const explain = async (error: unknown): Promise<void> => {
    if (!isCrewError(error)) {
      failure.value = error;
      return;
    }
    if (error.code === "cancelled" && life.signal.aborted) return;
    const now = user.value;
    if (error.code === "conflict" && now !== null) {
      const current = isUser(error.current)
        ? error.current
        : await client.users.get({ id: now.id }, { signal: life.signal });
      return showConflict(current);
    }
    if (error.fields.length === 0) {
      failure.value = error;
      return;
    }
    form.setErrors(
      error.fields.map(({ pointer, code, params }) => ({
        pointer: formPointer(pointer),
        message: complaintText({ code, params }, options.i18n()),
      })),
    );
    if (form.general.value.length > 0) failure.value = error;
  };

  // A draft may have been written upon an older version.
  if (draft !== undefined && options.user !== null && draft.version !== options.user.version) {
    const rows = compareVersions({ ...base.value, ...draft.base }, form.values.value, options.user);
    if (rows.rows.length > 0) conflict.value = rows;
  }

  return {
    user,
    refusal: options.refusal,
    client,
    session,
    rules,
    shown: computed(() => shownSections(rules, form.values.value, mail.rows.value.length)),
    canInvite,
    form,
    sip,
    mail,
    unsaved,
    changeCount: computed(() => countChanges(form.changes.value)),
    changedSections: computed(() => inSections(user.value === null ? [] : form.changes.value)),
    wrongSections: computed(() => inSections(form.errors.value.map(({ field }) => field.name))),
    saving,
    failure,
    draftRestored,
    conflict,
    changedElsewhere,
    login: login.field,
    work,
    passwordRules: computed(() =>
      passwordRules(policy.password, form.values.value.password, wordsOf(form.values.value)),
    ),
    undoFilled: () => {
      if (work.undo()) options.announce(options.i18n().t("filledUndone"));
    },
    generatePassword: () => generatePassword(policy.password, (array) => crypto.getRandomValues(array)),
    keepPassword: () =>
      batch(() => {
        form.fields.access.set("keep");
        form.fields.password.set("");
        form.fields.passwordAgain.set("");
      }),
    discardDraft: () =>
      batch(() => {
        resetForm(form);
        keeper.forget();
        draftRestored.value = false;
        conflict.value = null;
        work.reset();
        login.reset();
      }),
    lookForTaken,
    save: async () => {
      if (saving.value || conflict.value !== null || options.refusal !== undefined) return;
      batch(() => {
        failure.value = undefined;
        draftRestored.value = false;
      });
      if (!form.validate()) return lookForTaken(); // for the rest of what is wrong
      saving.value = true;
      sent = user.value === null;
      try {
        const saved = await send();
        keeper.forget();
        markSaved(form);
        options.onSaved(saved);
      } catch (error) {
        try {
          await explain(error);
        } catch (further) {
          failure.value = further;
        }
      } finally {
        saving.value = false;
      }
    },
    compare: () => {
      if (changedElsewhere.value !== null) showConflict(changedElsewhere.value);
    },
    keep: (key, which) => {
      const now = conflict.value;
      if (now === null) return;
      conflict.value = { ...now, rows: now.rows.map((row) => (row.key === key ? { ...row, keep: which } : row)) };
    },
    resolveConflict: () => {
      const now = conflict.value;
      if (now !== null) standOn(now.current, mergeVersions(now, form.values.value, form.changes.value));
    },
    checkForChanges: async () => {
      const now = user.value;
      if (now === null || saving.value || conflict.value !== null) return;
      try {
        const fresh = await client.users.get({ id: now.id }, { signal: life.signal });
        if (fresh.version === user.value?.version || saving.value) return;
        if (unsaved.value) changedElsewhere.value = fresh;
        else standOn(fresh, {});
      } catch (error) {
        // Nobody asked; saving will tell in words if the user is gone or the backend is down.
        if (!isCrewError(error)) throw error;
      }
    },
    [Symbol.dispose]: () => {
      life.abort();
      stopDraft();
      login[Symbol.dispose]();
      sip[Symbol.dispose]();
    },
  };
}
