import type { ActivityLimit } from "../access/activity-limit.ts";
import type { IpRule } from "../access/ip-rules.ts";
import type { LoginRecord } from "../access/login-record.ts";
import type { LoginSession } from "../access/login-session.ts";
import type { Assignment } from "../assignments/assignment.ts";
import type { CallRecord } from "../calls/call-record.ts";
import type { Contact } from "../directory/directory.ts";
import type { Organisation } from "../org/org.ts";
import type { Id } from "../primitives.ts";
import type { Catalogue } from "../rights/catalogue.ts";
import { defaultCatalogue } from "../rights/default-catalogue.ts";
import { compileCompany, roleUserCounts } from "../rights/company-rights.ts";
import { compileRights } from "../rights/compiled-rights.ts";
import type { RightsExpectation } from "../rights/expectation.ts";
import type { Role } from "../roles/role.ts";
import { defaultPolicy, type Policy } from "../session/session.ts";
import type { PhoneNumber } from "../telephony/phone-number.ts";
import type { SipAccount } from "../telephony/sip-account.ts";
import type { SipDefaults } from "../telephony/telephony.port.ts";
import type { User } from "../users/user.ts";
import { sampleCalls } from "./calls.ts";
import { sampleContacts, sampleDeals } from "./customers.ts";
import type { Deal } from "./deal.ts";
import { sampleExpectations } from "./expectations.ts";
import { groups, positions } from "./organisation.data.ts";
import { sampleLogins, sampleSessions } from "./log-ins.ts";
import { polishNames } from "./names.pl.data.ts";
import { brazilianNames } from "./names.pt-br.data.ts";
import { russianNames } from "./names.ru.data.ts";
import { sampleNumbers } from "./numbers.ts";
import { startingRoles } from "./roles.data.ts";
import type { SampleNames } from "./sample-names.ts";
import { type ActionCount, sampleActionCounts, sampleIpRules, sampleLimits } from "./security.ts";
import { type SampleUses, sampleUses } from "./uses.ts";
import { idByLogin, sampleAssignments, sampleDepartments, sampleDomain, sampleUsers, sipAccount } from "./users.ts";

/** Everything that a new backend, a story page or a test starts from. */
export interface SampleCompany {
  readonly name: string;
  /** Domain of the e-mail addresses and of the SIP accounts; `.test` is reserved (RFC 2606). */
  readonly domain: string;
  readonly organisation: Organisation;
  readonly catalogue: Catalogue;
  readonly policy: Policy;
  readonly roles: readonly Role[];
  readonly users: readonly User[];
  /** Also those that the users' `roleIds` say. */
  readonly assignments: readonly Assignment[];
  readonly freeSipAccounts: readonly SipAccount[];
  readonly sipDefaults: SipDefaults;
  readonly numbers: readonly PhoneNumber[];
  readonly contacts: readonly Contact[];
  readonly deals: readonly Deal[];
  readonly calls: readonly CallRecord[];
  /** Two weeks of attempts to log in, the newest first. */
  readonly logins: readonly LoginRecord[];
  readonly sessions: readonly LoginSession[];
  /** The IP rules of users by their ids; the company as a whole has none. */
  readonly ipRules: Readonly<Record<Id, readonly IpRule[]>>;
  readonly activityLimits: readonly ActivityLimit[];
  readonly actionCounts: readonly ActionCount[];
  readonly uses: SampleUses;
  /** Sentences that rights are to keep to; none unless they are asked for. */
  readonly expectations: readonly RightsExpectation[];
  /** The three whom the demo lets you view as. */
  readonly demoPeople: { readonly admin: Id; readonly head: Id; readonly manager: Id };
}

export interface SampleOptions {
  /** What the times are reckoned from. @default the present */
  readonly now?: Date | undefined;
  /** Of the names of roles, departments, positions, groups and numbers. @default "en" */
  readonly language?: SampleLanguage | undefined;
  /** Whether there are sentences that rights are to keep to, which changes can then be refused for. @default false */
  readonly expectations?: boolean | undefined;
  /** Where a browser reaches the SIP server. @default null */
  readonly webSocketUrl?: string | null | undefined;
}

/** A language in which the sample company has names. */
export type SampleLanguage = "en" | "pl" | "pt-BR" | "ru";

const namesIn: Readonly<Record<SampleLanguage, SampleNames | undefined>> = {
  en: undefined,
  pl: polishNames,
  "pt-BR": brazilianNames,
  ru: russianNames,
};

/** The sample's language for a tag such as a system has; regions do not matter, and English stands in for the others. */
export function sampleLanguageFor(tag: string): SampleLanguage {
  const base = (language: string): string => language.split("-", 1)[0]?.toLowerCase() ?? "";
  return (Object.keys(namesIn) as SampleLanguage[]).find((language) => base(language) === base(tag)) ?? "en";
}

/** The same things by the names that they have in another language. */
function called<Item extends { readonly id: Id; readonly name: string }>(
  items: readonly Item[],
  names: Readonly<Record<Id, string>> = {},
): readonly Item[] {
  return items.map((item) => ({ ...item, name: names[item.id] ?? item.name }));
}

/**
 * A company of 60 invented people in 6 departments and 4 offices, with customers, deals, and two weeks of calls and log-ins.
 * The same options give the same company, to the character.
 */
export function sampleCompany(options: SampleOptions = {}): SampleCompany {
  const now = options.now ?? new Date();
  const webSocketUrl = options.webSocketUrl ?? null;
  const users = sampleUsers(now, webSocketUrl);
  const names = namesIn[options.language ?? "en"];
  const departments = called(sampleDepartments(), names?.departments);
  const assignments = sampleAssignments(users, now);
  const contacts = sampleContacts(users);
  const logins = sampleLogins(users, now);
  const at = now.toISOString();
  const rights = compileRights({ departments, groups, roles: startingRoles, assignments }, now);
  const counts = roleUserCounts(compileCompany(rights, users));
  return {
    name: "Ostlane Trading",
    domain: sampleDomain,
    organisation: {
      departments,
      positions: called(positions, names?.positions),
      groups: called(groups, names?.groups),
    },
    catalogue: defaultCatalogue,
    policy: defaultPolicy,
    roles: startingRoles.map((role) => ({
      ...role,
      ...names?.roles[role.id],
      version: "1",
      userCount: counts.get(role.id) ?? 0,
      updatedAt: at,
    })),
    users,
    assignments,
    freeSipAccounts: ["1061", "1062", "1063", "1064", "1065", "1066"].map((login) =>
      sipAccount(login, null, webSocketUrl),
    ),
    sipDefaults: { domain: sampleDomain, port: 5060, transport: "ws", webSocketUrl },
    numbers: called(sampleNumbers, names?.numbers),
    contacts,
    deals: sampleDeals(contacts, now),
    calls: sampleCalls(users, contacts, now),
    logins,
    sessions: sampleSessions(users, logins, now),
    ipRules: sampleIpRules(users),
    activityLimits: sampleLimits,
    actionCounts: sampleActionCounts(users),
    uses: sampleUses(users, rights, now),
    expectations: options.expectations === true ? sampleExpectations(names) : [],
    demoPeople: { admin: idByLogin("a.sokolova"), head: idByLogin("k.nowak"), manager: idByLogin("r.almeida") },
  };
}
