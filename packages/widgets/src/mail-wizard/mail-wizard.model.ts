import {
  type Client,
  isCrewError,
  type MailAccount,
  type MailAccountInput,
  type MailCheckReport,
  type MailFix,
  type MailFolders,
  type MailProtocol,
  type MailProvider,
  type MailSecurity,
  type MailSettings,
} from "@crewdock/contract";
import {
  batch,
  computed,
  type Form,
  type I18n,
  type ReadonlySignal,
  resource,
  type Resource,
  signal,
  markSaved,
} from "../kit/index.ts";
import type { Source } from "./messages/index.ts";
import { type CheckRun, createCheckRun } from "./model/check-run.ts";
import { firstFailure } from "./model/failure-text.ts";
import { createMailForm, type MailFields } from "./model/mail-form.ts";
import { type PasswordHint, passwordHint, withoutGroups } from "./model/password-sanity.ts";
import { domainOf, isClosed, providerOf, sameServer, settingsFor } from "./model/servers.ts";

export type WizardStep = "address" | "login" | "check" | "folder";

export const wizardSteps: readonly WizardStep[] = ["address", "login", "check", "folder"];

export interface MailWizardOptions {
  readonly client: Client;
  /** Read anew at each use, so that messages follow the language. */
  readonly i18n: () => I18n<Source>;
  /** An account to edit; null connects a new one. */
  readonly account: MailAccount | null;
  /** An account that was typed before and is not stored yet: begins with all of it but the password. */
  readonly draft?: MailAccountInput | null | undefined;
  /** Address to begin with, where there is neither. */
  readonly email: string;
  /** Takes the finished account; what it throws is shown and nothing is lost. */
  readonly save: (input: MailAccountInput) => Promise<void>;
  readonly announce: (text: string) => void;
}

export interface MailWizard extends Disposable {
  readonly step: ReadonlySignal<WizardStep>;
  readonly form: Form<MailFields>;
  /** What the form says now. */
  readonly settings: ReadonlySignal<MailSettings>;
  readonly providers: Resource<readonly MailProvider[]>;
  readonly provider: ReadonlySignal<MailProvider | undefined>;
  /** The provider of the address where it lets no mail program in: there is nothing to go on to. */
  readonly closed: ReadonlySignal<MailProvider | undefined>;
  /** Whether the person chose 'Other': every field is shown. */
  readonly other: ReadonlySignal<boolean>;
  readonly discovering: ReadonlySignal<boolean>;
  readonly run: CheckRun;
  readonly folders: ReadonlySignal<MailFolders>;
  readonly refreshing: ReadonlySignal<boolean>;
  readonly refreshError: ReadonlySignal<unknown>;
  readonly saving: ReadonlySignal<boolean>;
  readonly saveError: ReadonlySignal<unknown>;
  readonly hint: ReadonlySignal<PasswordHint | undefined>;
  /** The stored password cannot be used: a server or user name differs from the saved account. */
  readonly passwordNeeded: ReadonlySignal<boolean>;
  readonly editing: boolean;
  choose(provider: MailProvider | undefined): void;
  setSecurity(protocol: MailProtocol, security: MailSecurity): void;
  back(step: WizardStep): void;
  /** From the address to the log-in; looks an unknown domain up first. */
  toLogin(): Promise<void>;
  check(): Promise<void>;
  applyFix(fix: MailFix): Promise<void>;
  refreshFolders(): Promise<void>;
  save(): Promise<void>;
}

const noFolders: MailFolders = { folders: [], sent: null };

/** The steps of connecting a mailbox: address, log-in, a real check, the sent folder. */
export function createMailWizardModel(options: MailWizardOptions): MailWizard {
  const { client, account, i18n } = options;
  const before: MailSettings | null = account ?? options.draft ?? null;
  const step = signal<WizardStep>(before === null ? "address" : "login");
  const other = signal(false);
  const discovered = signal<{ readonly domain: string; readonly provider: MailProvider | undefined } | undefined>(
    undefined,
  );
  const chosen = signal<MailProvider | undefined>(undefined);
  /** What the servers were filled in for; they stay as they were typed until this changes. */
  const filledFor = signal(before);
  const discovering = signal(false);
  const folders = signal<MailFolders>(noFolders);
  const refreshing = signal(false);
  const refreshError = signal<unknown>(undefined);
  const saving = signal(false);
  const saveError = signal<unknown>(undefined);
  const run = createCheckRun(() => client);
  const refreshRun = { current: new AbortController() };

  const providers = resource(async (abort) => (await client.mail.providers({}, { signal: abort })).items);
  const form = createMailForm(
    i18n,
    before ?? settingsFor(options.email, undefined),
    account ?? options.draft ?? null,
    () => passwordNeeded.value,
  );
  const { fields } = form;

  const provider = computed((): MailProvider | undefined => {
    const email = fields.email.value.value;
    const known = providers.data.value ?? [];
    if (account !== null) return known.find((candidate) => candidate.id === account.providerId);
    if (other.value) return undefined;
    if (before?.email === email.trim() && filledFor.value === before)
      return known.find((candidate) => candidate.id === before.providerId);
    return recognised(email, known) ?? (domainOf(email) === "" ? chosen.value : undefined);
  });

  const recognised = (email: string, known: readonly MailProvider[]): MailProvider | undefined =>
    providerOf(email, known) ?? (discovered.value?.domain === domainOf(email) ? discovered.value.provider : undefined);

  const closed = computed((): MailProvider | undefined => {
    if (account !== null) return undefined;
    const email = fields.email.value.value;
    // Servers typed by hand help where the domain is one's own, not where the provider's own has none.
    const found = providerOf(email, providers.data.value ?? []) ?? provider.value;
    return found !== undefined && isClosed(found) ? found : undefined;
  });

  const settings = computed((): MailSettings => ({
    email: fields.email.value.value.trim(),
    providerId: provider.value?.id ?? null,
    imap: serverOf("imap"),
    smtp: serverOf("smtp"),
  }));
  const passwordNeeded = computed(
    () =>
      account === null ||
      !sameServer(settings.value.imap, account.imap) ||
      !sameServer(settings.value.smtp, account.smtp),
  );

  function serverOf(protocol: MailProtocol) {
    return {
      host: fields[`${protocol}Host`].value.value.trim(),
      port: fields[`${protocol}Port`].value.value ?? 0,
      security: fields[`${protocol}Security`].value.value,
      username: fields[`${protocol}User`].value.value.trim(),
    };
  }

  function fill(next: MailSettings): void {
    batch(() => {
      for (const protocol of ["imap", "smtp"] as const) {
        fields[`${protocol}Host`].set(next[protocol].host);
        fields[`${protocol}Port`].set(next[protocol].port);
        fields[`${protocol}Security`].set(next[protocol].security);
        fields[`${protocol}User`].set(next[protocol].username);
      }
    });
  }

  const input = () => ({
    accountId: account?.id ?? null,
    settings: settings.value,
    password: fields.password.value.value === "" ? null : withoutGroups(fields.password.value.value),
  });

  async function toLogin(): Promise<void> {
    fields.email.touch();
    if (fields.email.error.value !== undefined) {
      fields.email.focus();
      return;
    }
    const email = fields.email.value.value.trim();
    const asBefore = (): boolean =>
      filledFor.value?.email === email && filledFor.value.providerId === (provider.value?.id ?? null);
    if (provider.value === undefined && !other.value && !asBefore()) {
      discovering.value = true;
      try {
        const found = await client.mail.discover({ email });
        discovered.value = { domain: domainOf(email), provider: found.provider ?? undefined };
      } catch {
        discovered.value = { domain: domainOf(email), provider: undefined }; // the servers can be typed all the same
      } finally {
        discovering.value = false;
      }
    }
    if (closed.value !== undefined) {
      options.announce(i18n().t("noPasswordTitle", { name: closed.value.name }));
      fields.email.focus();
      return;
    }
    if (!asBefore()) {
      const next = settingsFor(email, provider.value);
      fill(next);
      filledFor.value = next;
    }
    step.value = "login";
  }

  async function check(): Promise<void> {
    if (!form.validate()) return;
    step.value = "check";
    const report = await run.start(input());
    if (report?.ok === true) connected(report);
    else if (report)
      options.announce(i18n().t("announceFailed", { title: firstFailure(i18n(), report, settings.value).title }));
    else if (isCrewError(run.error.value) && run.error.value.code === "validation") showFieldErrors(run.error.value);
  }

  function connected(report: MailCheckReport): void {
    batch(() => {
      folders.value = { folders: report.folders, sent: report.sent };
      const kept = report.folders.some((folder) => folder.path === fields.sentFolder.value.value);
      if (!kept) fields.sentFolder.set(report.sent?.path ?? "");
      step.value = "folder";
    });
    options.announce(i18n().t("announceOk"));
  }

  function showFieldErrors(error: {
    readonly fields: readonly {
      readonly pointer: string;
      readonly code: string;
      readonly params?: Readonly<Record<string, string | number>>;
    }[];
  }): void {
    const { t } = i18n();
    form.setErrors(
      error.fields.map(({ pointer, code, params }) => ({
        pointer: pointer.replace(/^\/(?:settings|account)(?=\/)/, ""),
        message:
          code === "required" || code === "invalid_email" || code === "invalid_host"
            ? t(`field_${code}`)
            : code === "too_long"
              ? t("field_too_long", { max: params?.["max"] ?? "" })
              : t("field_other"),
      })),
    );
    step.value = "login";
  }

  async function applyFix(fix: MailFix): Promise<void> {
    batch(() => {
      if (fix.host !== undefined) fields[`${fix.protocol}Host`].set(fix.host);
      if (fix.port !== undefined) fields[`${fix.protocol}Port`].set(fix.port);
      if (fix.security !== undefined) fields[`${fix.protocol}Security`].set(fix.security);
      if (fix.username !== undefined) fields[`${fix.protocol}User`].set(fix.username);
    });
    await check();
  }

  async function refreshFolders(): Promise<void> {
    refreshRun.current.abort();
    const own = new AbortController();
    refreshRun.current = own;
    refreshing.value = true;
    refreshError.value = undefined;
    try {
      const next = await client.mail.folders(input(), { signal: own.signal });
      if (own.signal.aborted) return;
      folders.value = next;
      options.announce(i18n().t("foldersRefreshed", { count: next.folders.length }));
    } catch (problem) {
      if (!own.signal.aborted) refreshError.value = problem;
    } finally {
      if (!own.signal.aborted) refreshing.value = false;
    }
  }

  async function save(): Promise<void> {
    saving.value = true;
    saveError.value = undefined;
    try {
      const { settings: current, password } = input();
      const sentFolder = fields.sentFolder.value.value;
      await options.save({
        ...current,
        password,
        sentFolder: sentFolder === "" ? null : sentFolder,
        active: fields.active.value.value,
      });
      markSaved(form);
    } catch (problem) {
      if (isCrewError(problem) && problem.code === "validation") showFieldErrors(problem);
      saveError.value = problem;
    } finally {
      saving.value = false;
    }
  }

  return {
    step,
    form,
    settings,
    providers,
    provider,
    closed,
    other,
    discovering,
    run,
    folders,
    refreshing,
    refreshError,
    saving,
    saveError,
    passwordNeeded,
    editing: account !== null,
    hint: computed(() =>
      fields.password.value.value === "" ? undefined : passwordHint(withoutGroups(fields.password.value.value)),
    ),
    choose: (next: MailProvider | undefined) =>
      batch(() => {
        other.value = next === undefined;
        chosen.value = next;
        filledFor.value = null;
        if (next && !next.domains.includes(domainOf(fields.email.value.value))) {
          const [local = ""] = fields.email.value.value.split("@");
          if (local !== "") fields.email.set(`${local}@${next.domains[0] ?? ""}`);
        }
        fields.email.focus();
      }),
    setSecurity: (protocol: MailProtocol, security: MailSecurity) => fields[`${protocol}Security`].set(security),
    back: (to: WizardStep) => {
      run.stop();
      step.value = to;
    },
    toLogin,
    check,
    applyFix,
    refreshFolders,
    save,
    [Symbol.dispose]: () => {
      run.stop();
      refreshRun.current.abort();
      providers[Symbol.dispose]();
    },
  };
}
