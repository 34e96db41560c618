import type {
  Assignment,
  CallRecord,
  Catalogue,
  Contact,
  Id,
  MailAccount,
  Organisation,
  Policy,
  RightsFacts,
  Role,
  SipAccount,
  SipDefaults,
  User,
} from "@crewdock/contract";
import type { SampleCompany } from "@crewdock/contract/sample";
import { EventLog } from "./event-log.ts";

/** A user without what is derived from assignments and accounts. */
export type StoredUser = Omit<User, "roleIds" | "sipAccount" | "mailAccounts">;
export type StoredRole = Omit<Role, "userCount">;
export type StoredMailAccount = MailAccount & { readonly userId: Id };

/** Everything that a change may touch; records are replaced, never written into. */
export interface Tables {
  readonly users: Map<Id, StoredUser>;
  readonly roles: Map<Id, StoredRole>;
  readonly sipAccounts: Map<Id, SipAccount>;
  readonly mailAccounts: Map<Id, StoredMailAccount>;
  readonly calls: Map<Id, CallRecord>;
  /** Passwords by `user:`, `sip:` or `mail:` and id. Nothing reads them out; checks compare with them. */
  readonly secrets: Map<string, string>;
  assignments: readonly Assignment[];
}

/** The data that one or more memory adapters work on. */
export interface Store {
  tables: Tables;
  readonly organisation: Organisation;
  readonly catalogue: Catalogue;
  readonly policy: Policy;
  /** Whether new people are told by e-mail. */
  readonly invites: boolean;
  readonly sipDefaults: SipDefaults;
  readonly contacts: readonly Contact[];
  readonly events: EventLog;
  /** Answers to calls with an idempotency key: what was sent, what came of it, and until when that counts. */
  readonly answers: Map<string, { readonly sent: string; readonly answer: Promise<unknown>; readonly until: number }>;
  /** Settings with password that a mail check found good, as JSON. */
  readonly goodMail: Set<string>;
  readonly now: () => Date;
  readonly nextId: (prefix: string) => Id;
  readonly nextVersion: () => string;
}

const byId = <T extends { readonly id: Id }>(items: readonly T[]): Map<Id, T> =>
  new Map(items.map((item) => [item.id, item]));

export function createStore(company: SampleCompany, now: () => Date, invites: boolean): Store {
  let ids = 1;
  let versions = 1;
  const accounts = [...company.users.flatMap(({ sipAccount }) => sipAccount ?? []), ...company.freeSipAccounts];
  return {
    tables: {
      users: byId(company.users.map(({ roleIds: _r, sipAccount: _s, mailAccounts: _m, ...user }) => user)),
      roles: byId(company.roles.map(({ userCount: _userCount, ...role }) => role)),
      assignments: company.assignments,
      sipAccounts: byId(accounts),
      mailAccounts: byId(
        company.users.flatMap((user) => user.mailAccounts.map((account) => ({ ...account, userId: user.id }))),
      ),
      calls: byId(company.calls),
      secrets: new Map(accounts.map(({ id }) => [`sip:${id}`, `stored-${id}`])),
    },
    organisation: company.organisation,
    catalogue: company.catalogue,
    policy: company.policy,
    invites,
    sipDefaults: company.sipDefaults,
    contacts: company.contacts,
    events: new EventLog(now),
    answers: new Map(),
    goodMail: new Set(),
    now,
    nextId: (prefix) => `${prefix}-new-${String(ids++)}`, // apart from any that the company brings along
    nextVersion: () => String(++versions),
  };
}

/** A copy that a change can be tried on. */
export function copyTables(tables: Tables): Tables {
  return {
    users: new Map(tables.users),
    roles: new Map(tables.roles),
    sipAccounts: new Map(tables.sipAccounts),
    mailAccounts: new Map(tables.mailAccounts),
    calls: new Map(tables.calls),
    secrets: new Map(tables.secrets),
    assignments: tables.assignments,
  };
}

export function rightsFacts(store: Store, tables: Tables = store.tables): RightsFacts {
  return {
    departments: store.organisation.departments,
    groups: store.organisation.groups,
    roles: [...tables.roles.values()],
    assignments: tables.assignments,
  };
}
