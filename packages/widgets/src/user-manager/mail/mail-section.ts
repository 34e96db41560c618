import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Client, MailAccount, MailAccountInput, User } from "@crewdock/contract";
import { randomId } from "../../kit/random-id.ts";
import { createIdempotencyKeys } from "../form/idempotency.ts";
import type { UserForm } from "../form/user-form.ts";

/** One line of the list: a stored account, or one that is saved together with a new user. */
export interface MailRow {
  readonly key: string;
  readonly email: string;
  readonly active: boolean;
  readonly state: MailAccount["state"] | "draft";
  /** Came back from a draft without its password. */
  readonly passwordNeeded: boolean;
}

/** What the wizard is open for. */
export interface MailTask {
  /** The row that is edited; null adds one. */
  readonly key: string | null;
  readonly account: MailAccount | null;
  readonly draft: MailAccountInput | null;
}

/** The mail part of the form. An existing user's accounts are saved at once, a new user's with the user. */
export interface MailSection {
  readonly rows: ReadonlySignal<readonly MailRow[]>;
  readonly task: ReadonlySignal<MailTask | null>;
  /** The row that is about to be removed, once it has been asked for. */
  readonly removing: ReadonlySignal<MailRow | null>;
  readonly busy: ReadonlySignal<boolean>;
  readonly error: ReadonlySignal<unknown>;
  add(): void;
  edit(key: string): void;
  /** The wizard is done. Rejects when it could not be saved; the wizard stays open then. */
  finish(input: MailAccountInput): Promise<void>;
  cancel(): void;
  askToRemove(key: string): void;
  remove(): Promise<void>;
  keep(): void;
  /** Takes over what the backend says now. */
  replace(accounts: readonly MailAccount[]): void;
}

const rowOf = (account: MailAccount): MailRow => ({
  key: account.id,
  email: account.email,
  active: account.active,
  state: account.state,
  passwordNeeded: false,
});

/** @param user whose accounts they are; null for somebody new */
export function createMailSection(options: {
  readonly client: Client;
  readonly form: UserForm;
  readonly user: User | null;
  readonly signal: AbortSignal;
  readonly saved: (email: string) => void;
  readonly removed: (email: string) => void;
}): MailSection {
  const { client, form, user } = options;
  const stored = signal<readonly MailAccount[]>(user?.mailAccounts ?? []);
  const task = signal<MailTask | null>(null);
  const removing = signal<MailRow | null>(null);
  const busy = signal(false);
  const error = signal<unknown>(undefined);
  const keyFor = createIdempotencyKeys();

  const rows = computed(() => [
    ...stored.value.map(rowOf),
    ...form.values.value.mail.map(({ key, account }): MailRow => ({
      key,
      email: account.email,
      active: account.active,
      state: "draft",
      passwordNeeded: account.password === null,
    })),
  ]);

  const saveStored = async (owner: User, input: MailAccountInput, before: MailAccount | null): Promise<void> => {
    const saved =
      before === null
        ? await client.mail.create(
            { userId: owner.id, account: input },
            { signal: options.signal, idempotencyKey: keyFor(input) },
          )
        : await client.mail.update(
            { id: before.id, version: before.version, account: input },
            { signal: options.signal },
          );
    stored.value =
      before === null ? [...stored.value, saved] : stored.value.map((each) => (each.id === saved.id ? saved : each));
  };
  const saveDraft = (input: MailAccountInput, key: string | null): void => {
    const list = form.values.value.mail;
    form.fields.mail.set(
      key === null
        ? [...list, { key: randomId(), account: input }]
        : list.map((each) => (each.key === key ? { key, account: input } : each)),
    );
  };

  return {
    rows,
    task,
    removing,
    busy,
    error,
    add: () => {
      task.value = { key: null, account: null, draft: null };
    },
    edit: (key) => {
      const account = stored.value.find(({ id }) => id === key) ?? null;
      const draft = form.values.value.mail.find((each) => each.key === key)?.account ?? null;
      if (account !== null || draft !== null) task.value = { key, account, draft };
    },
    finish: async (input) => {
      const now = task.value;
      if (now === null) return;
      if (user === null) saveDraft(input, now.key);
      else await saveStored(user, input, now.account);
      task.value = null;
      options.saved(input.email);
    },
    cancel: () => {
      task.value = null;
    },
    askToRemove: (key) => {
      const row = rows.value.find((each) => each.key === key) ?? null;
      if (row?.state === "draft") form.fields.mail.set(form.values.value.mail.filter((each) => each.key !== key));
      else removing.value = row;
    },
    remove: async () => {
      const account = stored.value.find(({ id }) => id === removing.value?.key);
      if (account === undefined || busy.value) return;
      busy.value = true;
      error.value = undefined;
      try {
        await client.mail.remove({ id: account.id, version: account.version }, { signal: options.signal });
        stored.value = stored.value.filter(({ id }) => id !== account.id);
        removing.value = null;
        options.removed(account.email);
      } catch (problem) {
        error.value = problem;
      } finally {
        busy.value = false;
      }
    },
    keep: () => {
      removing.value = null;
      error.value = undefined;
    },
    replace: (accounts) => {
      stored.value = accounts;
    },
  };
}
