import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import {
  type Client,
  isCrewError,
  type SipAccount,
  type SipCheckReport,
  type SipDefaults,
  type SipTransport,
} from "@crewdock/contract";
import { type Resource, resource } from "../../kit/index.ts";
import type { UserForm } from "../form/user-form.ts";
import { plainSipDefaults, sipFields, sipInput, type UserFormValues } from "../form/values.ts";

/** Where a check stands. A failed registration is `done` with a report; `failed` means that nobody could check. */
export type SipCheckState =
  | { readonly state: "idle" }
  | { readonly state: "running" }
  | { readonly state: "done"; readonly report: SipCheckReport }
  | { readonly state: "failed"; readonly error: unknown };

/** SIP accounts that nobody has, and what a new one starts from. */
export interface SipChoices {
  readonly items: readonly SipAccount[];
  readonly defaults: SipDefaults;
}

/** The telephony part of the form. */
export interface SipSection extends Disposable {
  readonly choices: Resource<SipChoices>;
  /** The user's own account first, then the free ones. */
  readonly accounts: ReadonlySignal<readonly SipAccount[]>;
  /** Whether a stored password serves the account as it stands in the form. */
  readonly passwordStored: ReadonlySignal<boolean>;
  /** The free account that the form took by itself; null once somebody chose or changed one. */
  readonly picked: ReadonlySignal<SipAccount | null>;
  readonly check: ReadonlySignal<SipCheckState>;
  setOn(on: boolean): void;
  /** Takes an account into the form; null begins a new one. */
  pick(id: string | null): void;
  setTransport(transport: SipTransport): void;
  /** Registers for real. Wrong fields are shown instead; the first gets the focus. */
  runCheck(): Promise<void>;
  stopCheck(): void;
}

const judged: readonly (keyof UserFormValues)[] = ["sipLogin", "sipPassword", "sipDomain", "sipPort", "sipUrl"];

/** Usual ports of RFC 3261: 5060, for TLS 5061. A port that somebody chose stays. */
function portFor(transport: SipTransport, port: string): string {
  if (transport === "tls" && port === "5060") return "5061";
  if (transport !== "tls" && port === "5061") return "5060";
  return port;
}

const sameLogin = (account: SipAccount, values: UserFormValues): boolean =>
  account.login === values.sipLogin.trim() &&
  account.domain === values.sipDomain.trim() &&
  String(account.port) === values.sipPort &&
  account.transport === values.sipTransport;

/** @param own the user's present account @param tell is called when the form took a free account by itself */
export function createSipSection(options: {
  readonly client: Client;
  /** Whether the backend tells free accounts and what a new one starts from. */
  readonly offersAccounts: boolean;
  readonly form: () => UserForm;
  readonly own: () => SipAccount | null;
  readonly tell: (picked: SipAccount) => void;
}): SipSection {
  const { client, own } = options;
  const wanted = signal(false);
  const choices = resource(
    (signal) => client.telephony.freeSipAccounts({}, { signal }),
    () => wanted.value && options.offersAccounts,
  );
  const accounts = computed(() => {
    const present = own();
    const free = choices.data.value?.items ?? [];
    return present === null ? free : [present, ...free.filter(({ id }) => id !== present.id)];
  });
  const passwordStored = computed(() => {
    const values = options.form().values.value;
    const account = accounts.value.find(({ id }) => id === values.sipId);
    return account !== undefined && sameLogin(account, values);
  });
  const pickedId = signal<string | null>(null);
  const picked = computed(() => {
    const { sipId } = options.form().values.value;
    if (sipId === null || sipId !== pickedId.value || !passwordStored.value) return null;
    return accounts.value.find(({ id }) => id === sipId) ?? null;
  });

  const set = <Name extends keyof UserFormValues>(name: Name, value: UserFormValues[Name]): void =>
    options.form().fields[name].set(value);
  const fill = (login: string, server: SipDefaults): void => {
    const { sipDomain, sipPort, sipTransport, sipUrl } = sipFields(server);
    set("sipLogin", login);
    set("sipPassword", "");
    set("sipDomain", sipDomain);
    set("sipPort", sipPort);
    set("sipTransport", sipTransport);
    set("sipUrl", sipUrl);
  };
  const blank = (values: UserFormValues): boolean => values.sipId === null && values.sipDomain === "";
  const take = (account: SipAccount): void => {
    set("sipId", account.id);
    fill(account.login, account);
  };
  const pick = (id: string | null): void =>
    batch(() => {
      pickedId.value = null;
      const account = accounts.value.find((each) => each.id === id);
      if (account !== undefined) return take(account);
      set("sipId", null);
      fill(options.form().values.value.serviceNumber.trim(), choices.data.value?.defaults ?? plainSipDefaults);
    });
  /** Fills only what nobody has filled: with the account of the person's number, else with the first free one. */
  const suggest = ({ items, defaults }: SipChoices): void => {
    const values = options.form().values.peek();
    if (!values.sipOn || !blank(values)) return;
    const number = values.sipLogin || values.serviceNumber.trim();
    const account = items.find(({ login }) => login === number) ?? (values.sipLogin === "" ? items[0] : undefined);
    if (account === undefined) return batch(() => fill(number, defaults));
    batch(() => {
      take(account);
      pickedId.value = account.id;
    });
    options.tell(account);
  };

  // The free accounts arrive after the switch was turned.
  const stopSuggesting = effect(() => {
    const arrived = choices.data.value;
    if (arrived !== undefined) untracked(() => suggest(arrived));
  });
  const stopWanting = effect(() => {
    if (options.form().values.value.sipOn) wanted.value = true;
  });

  const check = signal<SipCheckState>({ state: "idle" });
  let running: AbortController | undefined;
  const stopCheck = (): void => {
    running?.abort();
    running = undefined;
    check.value = { state: "idle" };
  };
  // A result speaks of what was checked; anything else in the fields makes it void.
  let checked = "";
  const stopVoiding = effect(() => {
    const now = JSON.stringify(sipInput(options.form().values.value));
    if (checked !== "" && now !== checked) {
      checked = "";
      untracked(stopCheck);
    }
  });

  return {
    choices,
    accounts,
    passwordStored,
    picked,
    check,
    pick,
    setOn: (on) => {
      set("sipOn", on);
      const known = choices.data.peek();
      if (known !== undefined) suggest(known);
    },
    setTransport: (transport) =>
      batch(() => {
        set("sipPort", portFor(transport, options.form().values.value.sipPort));
        set("sipTransport", transport);
        if (options.form().values.value.sipUrl === "") set("sipUrl", choices.data.value?.defaults.webSocketUrl ?? "");
      }),
    runCheck: async () => {
      const form = options.form();
      batch(() => judged.forEach((name) => form.fields[name].touch()));
      const wrong = judged.find((name) => form.fields[name].error.value !== undefined);
      if (wrong !== undefined) return form.fields[wrong].focus();
      const account = sipInput(form.values.value);
      if (account === null) return;
      running?.abort();
      const own = new AbortController();
      running = own;
      checked = JSON.stringify(account);
      check.value = { state: "running" };
      try {
        const report = await client.telephony.checkSipAccount({ account }, { signal: own.signal });
        if (running === own) check.value = { state: "done", report };
      } catch (error) {
        if (running !== own) return;
        check.value = isCrewError(error) && error.code === "cancelled" ? { state: "idle" } : { state: "failed", error };
      }
    },
    stopCheck,
    [Symbol.dispose]: () => {
      running?.abort();
      running = undefined;
      stopSuggesting();
      stopWanting();
      stopVoiding();
      choices[Symbol.dispose]();
    },
  };
}
