import { type Client, connect, type MailAccount, type MailAccountInput } from "@crewdock/contract";
import {
  computed,
  effect,
  type Env,
  randomId,
  type ReadonlySignal,
  resource,
  type Resource,
  signal,
} from "../kit/index.ts";
import { CrewMailAccountSavedEvent } from "./mail-wizard.events.ts";
import { type MailWizard, createMailWizardModel } from "./mail-wizard.model.ts";
import type { Source } from "./messages/index.ts";

/** What the element's attributes say. */
export interface MailWizardAttributes {
  /** Whose mailbox; empty for the actor's own. */
  readonly userId: ReadonlySignal<string>;
  /** An existing account to edit; empty for a new one. */
  readonly accountId: ReadonlySignal<string>;
  readonly email: ReadonlySignal<string>;
}

export interface MailWizardElementModel extends Disposable {
  /** What has to be known before the wizard can begin. */
  readonly start: Resource<{ readonly userId: string; readonly email: string; readonly account: MailAccount | null }>;
  readonly wizard: ReadonlySignal<MailWizard | undefined>;
  readonly saved: ReadonlySignal<MailAccount | undefined>;
  /** Begins anew after an account was saved. */
  again(): void;
}

/** The wizard in an element of its own: loads what it starts from and saves through the adapter. */
export function createMailWizardElement(env: Env<Source>, attributes: MailWizardAttributes): MailWizardElementModel {
  const client = computed((): Client | null =>
    env.adapter.value ? connect(env.adapter.value, () => env.language.peek()) : null,
  );
  const saved = signal<MailAccount | undefined>(undefined);
  const round = signal(0);
  const start = resource(
    async (abort, [from, userId, accountId, email]) => {
      const account = accountId === "" ? null : await from.mail.get({ id: accountId }, { signal: abort });
      if (userId !== "" && (email !== "" || account !== null)) return { userId, email, account };
      const { user } = await from.session.me({}, { signal: abort });
      return { userId: userId === "" ? user.id : userId, email, account };
    },
    () =>
      client.value &&
      ([client.value, attributes.userId.value, attributes.accountId.value, attributes.email.value] as const),
  );

  const wizard = signal<MailWizard | undefined>(undefined);
  const stop = effect(() => {
    const from = start.data.value;
    const backend = client.peek();
    void round.value;
    if (from === undefined || backend === null) return;
    const key = randomId();
    const made = createMailWizardModel({
      client: backend,
      i18n: () => env.i18n,
      account: from.account,
      email: from.email,
      announce: (text) => env.announce(text),
      save: async (input) => finish(await store(backend, from, input, key)),
    });
    wizard.value = made;
    return () => {
      wizard.value = undefined;
      made[Symbol.dispose]();
    };
  });

  function finish(account: MailAccount): void {
    saved.value = account;
    env.emit(new CrewMailAccountSavedEvent(account));
  }

  return {
    start,
    wizard,
    saved,
    again: () => {
      saved.value = undefined;
      round.value++;
    },
    [Symbol.dispose]: () => {
      stop();
      start[Symbol.dispose]();
    },
  };
}

function store(
  client: Client,
  from: { readonly userId: string; readonly account: MailAccount | null },
  input: MailAccountInput,
  idempotencyKey: string,
): Promise<MailAccount> {
  return from.account === null
    ? client.mail.create({ userId: from.userId, account: input }, { idempotencyKey })
    : client.mail.update({ id: from.account.id, version: from.account.version, account: input });
}
