import type {
  AuditRecord,
  Capabilities,
  Catalogue,
  Id,
  LimitPeriod,
  MailProvider,
  MethodName,
  Policy,
  RightsRules,
  SipDefaults,
  UnsupportedReason,
} from "@crewdock/contract";
import { checkRules, periodAt } from "@crewdock/contract";
import type { SampleCompany } from "@crewdock/contract/sample";
import { fingerprinter, observedActions, type Remember, rememberedAnswers } from "@crewdock/contract/serve";
import { EventLog } from "./event-log.ts";
import type { OAuthDesk } from "./mail-oauth.ts";
import type { UserOrder } from "./user-order.ts";
import {
  companyRules,
  type ObservedAction,
  type StoredCount,
  type StoredUse,
  type StoredUser,
  type Tables,
} from "./tables.ts";

/** Where ids and versions have got to. */
export interface Counters {
  ids: number;
  versions: number;
}

/** The data that one or more memory adapters work on. */
export interface Store {
  tables: Tables;
  /** What was changed, the oldest first. */
  readonly audit: AuditRecord[];
  readonly counters: Counters;
  readonly catalogue: Catalogue;
  readonly policy: Policy;
  /** What the rights engine goes by besides the tables. */
  readonly rules: RightsRules;
  /** Whether new people are told by e-mail. */
  readonly invites: boolean;
  /** Methods that this backend plays not to have, and why. */
  readonly missing: ReadonlyMap<MethodName, UnsupportedReason>;
  readonly fields: Capabilities["fields"];
  readonly sipDefaults: SipDefaults;
  readonly events: EventLog;
  /** Answers calls with an idempotency key once. */
  readonly remember: Remember;
  /** Tells JSON values apart without keeping them. */
  readonly digest: (value: unknown) => string;
  /** Settings with password that a mail check found good, as digests. */
  readonly goodMail: Set<string>;
  /** Signing in with mail providers. */
  readonly oauth: OAuthDesk;
  /** Until when somebody listens to the recording of a call, in milliseconds, by call and user. */
  readonly listenings: Map<string, number>;
  /** When letters of invitation went out again, in milliseconds, by user. */
  readonly letters: Map<Id, readonly number[]>;
  /** Sorted lists of users that were asked for, by field and language. */
  readonly orders: Map<string, UserOrder>;
  /** What users can be found by, by their ids, and what it was read from. */
  readonly texts: Map<Id, { readonly user: StoredUser; readonly extension: string; readonly text: string }>;
  /** Told after each change. */
  readonly changed: Set<() => void>;
  readonly now: () => Date;
  readonly nextId: (prefix: string) => Id;
  readonly nextVersion: () => string;
}

export interface StoreOptions {
  readonly now: () => Date;
  readonly invites: boolean;
  readonly missing: ReadonlyMap<MethodName, UnsupportedReason>;
  readonly fields: Capabilities["fields"];
  readonly providers: readonly MailProvider[];
}

/** @throws RangeError for rules under which nobody could administer */
export function createStore(company: SampleCompany, { now, invites, missing, fields, providers }: StoreOptions): Store {
  const counters: Counters = { ids: 1, versions: 1 };
  const rules = { catalogue: company.catalogue, departmentScope: company.policy.departmentScope };
  checkRules(rules);
  return {
    tables: tablesOf(company, now()),
    audit: [],
    counters,
    catalogue: company.catalogue,
    policy: company.policy,
    rules,
    invites,
    missing,
    fields,
    sipDefaults: company.sipDefaults,
    events: new EventLog(now),
    remember: rememberedAnswers(now),
    digest: fingerprinter(),
    goodMail: new Set(),
    oauth: { providers, states: new Map(), grants: new Map() },
    listenings: new Map(),
    letters: new Map(),
    orders: new Map(),
    texts: new Map(),
    changed: new Set(),
    now,
    nextId: (prefix) => `${prefix}-new-${String(counters.ids++)}`, // apart from any that the company brings along
    nextVersion: () => String(++counters.versions),
  };
}

const byId = <T extends { readonly id: Id }>(items: readonly T[]): ReadonlyMap<Id, T> =>
  new Map(items.map((item) => [item.id, item]));

function tablesOf(company: SampleCompany, now: Date): Tables {
  const { departments, positions, groups } = company.organisation;
  const accounts = [...company.users.flatMap(({ sipAccount }) => sipAccount ?? []), ...company.freeSipAccounts];
  const users = byId<StoredUser>(
    company.users.map(({ roleIds: _r, sipAccount: _s, mailAccounts: _m, ...user }) => user),
  );
  const counts = countsOf(company, users, now);
  return {
    users,
    removedUsers: new Map(),
    departments: byId(departments),
    positions: byId(positions),
    groups: byId(groups),
    roles: byId(company.roles.map(({ userCount: _userCount, ...role }) => role)),
    assignments: company.assignments,
    sipAccounts: byId(accounts),
    numbers: byId(company.numbers),
    mailAccounts: byId(
      company.users.flatMap((user) => user.mailAccounts.map((account) => ({ ...account, userId: user.id }))),
    ),
    calls: byId(company.calls),
    contacts: byId(company.contacts),
    deals: byId(company.deals),
    logins: byId(company.logins),
    sessions: byId(company.sessions.map(({ current: _current, ...session }) => session)),
    ipRules: byId([
      { id: companyRules, version: "1", rules: [] },
      ...Object.entries(company.ipRules).map(([id, rules]) => ({ id, version: "1", rules })),
    ]),
    limits: { version: "1", items: company.activityLimits },
    expectations: { version: "1", items: company.expectations },
    counts: byId(counts),
    uses: byId(usesOf(company)),
    observed: byId(observedIn(company)),
    granted: new Map(),
    suspensions: byId(suspensionsOf(company, now)),
    secrets: byId(accounts.map(({ id }) => ({ id: `sip:${id}`, text: `stored-${id}` }))),
  };
}

export const limitPeriods: readonly LimitPeriod[] = ["day", "week", "month"];

export function countId(userId: Id, action: string, period: LimitPeriod): string {
  return `${userId} ${action} ${period}`;
}

function countsOf(company: SampleCompany, users: ReadonlyMap<Id, StoredUser>, now: Date): readonly StoredCount[] {
  return company.actionCounts.flatMap(({ userId, action, count }) => {
    const timeZone = users.get(userId)?.timeZone;
    if (timeZone === undefined) return [];
    return limitPeriods.map((period): StoredCount => {
      const startsAt = periodAt(now, period, timeZone).start.toISOString();
      return { id: countId(userId, action, period), userId, startsAt, used: count };
    });
  });
}

function usesOf({ uses }: SampleCompany): readonly StoredUse[] {
  return uses.uses.map(({ userId, action, at }) => ({
    id: `${userId} ${action}`,
    userId,
    action,
    lastOn: at.slice(0, 10),
  }));
}

function observedIn({ catalogue, uses: { observes, since } }: SampleCompany): readonly ObservedAction[] {
  const byHost = observes.map((id) => ({ id, since, byHost: true }));
  return [...byHost, ...observedActions(catalogue).map((id) => ({ id, since, byHost: false }))];
}

/** Whoever comes along suspended stays so until the week is over on their clocks. */
function suspensionsOf(company: SampleCompany, now: Date): readonly { readonly id: Id; readonly until: string }[] {
  return company.users
    .filter(({ state }) => state === "suspended")
    .map(({ id, timeZone }) => ({ id, until: periodAt(now, "week", timeZone).end.toISOString() }));
}
