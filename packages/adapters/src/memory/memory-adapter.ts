import {
  type Adapter,
  type AuditRecord,
  type Capabilities,
  contractVersion,
  type Id,
  type LiveEventType,
  type LoginSession,
  type MailProvider,
  type MethodName,
  type Ports,
  type User,
  type UseReport,
} from "@crewdock/contract";
import { mailProviders } from "@crewdock/contract/mail-providers";
import { sampleCompany, type SampleCompany } from "@crewdock/contract/sample";
import { accessPort } from "./access.ts";
import { assignmentsPort } from "./assignments.ts";
import { auditPort } from "./audit.ts";
import { callsPort } from "./calls.ts";
import { fieldsWithout, missingMethods, type Without } from "./capabilities.ts";
import { directoryPort } from "./directory.ts";
import { eventsPort } from "./events.ts";
import { keep, type Keeping, type KeyValueStorage } from "./keeping.ts";
import { mailPort, type MailWorld } from "./mail.ts";
import { orgPort } from "./org.ts";
import { readUser } from "./read-user.ts";
import { recordsPort } from "./records.ts";
import { type Fault, type Latency, Rehearsal } from "./rehearsal.ts";
import { rolesPort } from "./roles.ts";
import { sessionPort } from "./session.ts";
import { createStore, type Store } from "./store.ts";
import type { StoredIpRules, StoredMailAccount, StoredRole, Tables } from "./tables.ts";
import { telephonyPort } from "./telephony.ts";
import { usersPort } from "./users.ts";
import { reportUses } from "./uses.ts";
import type { Backstage } from "./verb.ts";
import type { SessionHolder } from "./login-session.ts";

export interface MemoryAdapterOptions {
  /** What the company is made of. @default the sample company */
  readonly company?: SampleCompany | undefined;
  /** On whose behalf calls are made. @default the company's demo administrator */
  readonly actorId?: Id | undefined;
  /** Milliseconds that a call, and each stage of a check, takes. @default 0 */
  readonly latency?: Latency | undefined;
  /** Methods that always fail; `*` stands for all. @default {} */
  readonly faults?: Readonly<Partial<Record<MethodName, Fault>>> | undefined;
  /** The clock. @default the system's */
  readonly now?: (() => Date) | undefined;
  /** Whether new people are told by e-mail, and so may choose their password themselves. @default true */
  readonly invites?: boolean | undefined;
  /** Methods that the backend plays not to have: `["org.createDepartment", "mail"]`, or with reasons. @default [] */
  readonly without?: Without | undefined;
  /** Members of a user that the backend plays not to write, to demand or to keep short. @default as the schema says */
  readonly fields?: Capabilities["fields"] | undefined;
  /** The address from which calls are made, IPv4 or IPv6. @default that of the actor's newest session */
  readonly address?: string | undefined;
  /**
   * Keeps what the adapter holds over a reload, such as `localStorage`: meant for up to a few thousand users. Passwords
   * are never written: after a reload those of the company are known again and all others fail as wrong ones do.
   * Answers to idempotency keys do not outlive the page. What is found there comes before `company`.
   * @default nothing is kept
   */
  readonly persist?: KeyValueStorage | undefined;
  /** The key under which it is kept. @default "crewdock-memory" */
  readonly persistKey?: string | undefined;
  /** Told when kept data cannot be read (it is set aside) or written. @default the page's `reportError` */
  readonly onPersistError?: ((error: unknown) => void) | undefined;
  /** Mail presets. @default those of the contract */
  readonly providers?: readonly MailProvider[] | undefined;
  /**
   * Ids of mail providers with which people can sign in instead of typing a password. Their pages are played: any code
   * that comes back will do, but for `late`, `down`, `misconfigured` and `partial`; accounts of `rejected` and `revoked`
   * fail their check. @default ["gmail", "outlook"]
   */
  readonly signInWith?: readonly string[] | undefined;
  /** Ids of providers by the domains whose MX records lead to them. @default { "ostlane.example": "yandex" } */
  readonly mx?: Readonly<Record<string, string>> | undefined;
}

/** What the adapter holds, without secrets. */
export interface MemorySnapshot {
  readonly users: readonly User[];
  readonly roles: readonly StoredRole[];
  readonly assignments: Tables["assignments"];
  readonly sipAccounts: readonly NonNullable<User["sipAccount"]>[];
  readonly numbers: SampleCompany["numbers"];
  readonly mailAccounts: readonly StoredMailAccount[];
  readonly calls: SampleCompany["calls"];
  readonly contacts: SampleCompany["contacts"];
  readonly deals: SampleCompany["deals"];
  readonly sessions: readonly Omit<LoginSession, "current">[];
  readonly departments: SampleCompany["organisation"]["departments"];
  readonly groups: SampleCompany["organisation"]["groups"];
  readonly ipRules: readonly StoredIpRules[];
  readonly audit: readonly AuditRecord[];
}

/** An {@link Adapter} whose backend can be played with from outside. */
export interface MemoryAdapter extends Adapter {
  readonly ports: Ports;
  /** The company as it was given. */
  readonly company: SampleCompany;
  /** Makes the calls from now on on behalf of another person, or logs the same one in anew. */
  readonly actAs: (userId: Id) => void;
  /** Another adapter over the same data, for another person: two administrators at once. @param address @default that of this one */
  readonly as: (userId: Id, address?: string) => MemoryAdapter;
  /** Lets a method (`users.list`, or `*` for all) fail. @param times how often @default 1 */
  readonly fail: (method: MethodName, error: Fault, times?: number) => void;
  /** Holds back the calls of a method (or `*`) until the returned function is called. */
  readonly hold: (method: MethodName) => () => void;
  /** Tells what people did in the host's own pages. @throws CrewError `validation` for actions that the catalogue lacks */
  readonly reportUses: (report: UseReport) => void;
  /** Tells all subscribers of something. */
  readonly emit: (type: LiveEventType, id?: Id | null) => void;
  readonly snapshot: () => MemorySnapshot;
  /** Writes at once what is to be kept, with `persist`. */
  readonly flush: () => void;
  /** Writes what is to be kept and lets go of the storage and the page; also for all made by `as`. */
  readonly close: () => void;
}

/**
 * A whole backend in memory, for tests, story pages and trying out: complete for all ports, with the rules of a real
 * one. Log-ins, sessions, IP rules and activity limits are those of the sample company. What a check of a SIP or mail account finds follows from its host and password: `wrong` is a wrong password,
 * `unknown.example` does not exist; see `sipReport` and `mailFailure` for the others.
 */
export function createMemoryAdapter(options: MemoryAdapterOptions = {}): MemoryAdapter {
  const now = options.now ?? ((): Date => new Date());
  const company = options.company ?? sampleCompany({ now: now() });
  const missing = missingMethods(options.without ?? [], options.invites ?? true);
  const { signInWith = ["gmail", "outlook"] } = options;
  const fields = fieldsWithout(missing, options.fields);
  const canSignIn = !missing.has("mail.beginOAuth") && !missing.has("mail.finishOAuth");
  const providers = (options.providers ?? mailProviders).map((provider) =>
    canSignIn && signInWith.includes(provider.id) ? { ...provider, oauth: true } : provider,
  );
  const store = createStore(company, { now, invites: !missing.has("users.invite"), missing, fields, providers });
  const mail: MailWorld = {
    providers,
    mx: options.mx ?? { "ostlane.example": "yandex" },
  };
  const rehearsal = new Rehearsal(options.latency ?? 0, options.faults ?? {});
  const { address, persist: storage, persistKey: key = "crewdock-memory", onPersistError: onError = report } = options;
  const keeping = storage ? keep(store, { storage, key, onError }) : nothingKept;
  return adapterOver(
    { store, rehearsal, company, mail, address, keeping },
    options.actorId ?? company.demoPeople.admin,
  );
}

const nothingKept: Keeping = { flush: () => {}, close: () => {} };

function report(error: unknown): void {
  if (typeof reportError === "function") reportError(error);
}

interface Ground {
  readonly store: Store;
  readonly rehearsal: Rehearsal;
  readonly company: SampleCompany;
  readonly mail: MailWorld;
  readonly address: string | undefined;
  readonly keeping: Keeping;
}

function adapterOver(ground: Ground, firstActor: Id): MemoryAdapter {
  const { store, rehearsal, company, mail, address, keeping } = ground;
  const holderOf = (userId: Id): SessionHolder => ({ userId, address, sessionId: null });
  let holder = holderOf(firstActor);
  const backstage: Backstage = { store, rehearsal, holder: () => holder };
  return {
    id: "memory",
    contract: contractVersion,
    ports: {
      session: sessionPort(backstage),
      users: usersPort(backstage),
      org: orgPort(backstage),
      roles: rolesPort(backstage),
      assignments: assignmentsPort(backstage),
      telephony: telephonyPort(backstage),
      calls: callsPort(backstage),
      mail: mailPort(backstage, mail),
      access: accessPort(backstage),
      records: recordsPort(backstage),
      directory: directoryPort(backstage),
      audit: auditPort(backstage),
      events: eventsPort(backstage),
    },
    company,
    actAs: (userId) => {
      holder = holderOf(userId);
    },
    as: (userId, from = address) => adapterOver({ ...ground, address: from }, userId),
    fail: (method, error, times = 1) => rehearsal.fail(method, error, times),
    hold: (method) => rehearsal.hold(method),
    reportUses: (report) => reportUses(store, report),
    emit: (type, id = null) => store.events.add(type, id, () => true),
    snapshot: () => snapshot(store),
    ...keeping,
  };
}

function snapshot(store: Store): MemorySnapshot {
  const { tables } = store;
  return structuredClone({
    users: [...tables.users.values()].map((user) => readUser(store, user)),
    roles: [...tables.roles.values()],
    assignments: tables.assignments,
    sipAccounts: [...tables.sipAccounts.values()],
    numbers: [...tables.numbers.values()],
    mailAccounts: [...tables.mailAccounts.values()],
    calls: [...tables.calls.values()],
    contacts: [...tables.contacts.values()],
    deals: [...tables.deals.values()],
    sessions: [...tables.sessions.values()],
    departments: [...tables.departments.values()],
    groups: [...tables.groups.values()],
    ipRules: [...tables.ipRules.values()],
    audit: store.audit,
  });
}
