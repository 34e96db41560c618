import type {
  ActivityLimit,
  Assignment,
  CallRecord,
  Contact,
  Department,
  Id,
  IpRule,
  IsoTime,
  LoginRecord,
  LoginSession,
  MailAccount,
  PhoneNumber,
  Position,
  RightsExpectation,
  Role,
  SipAccount,
  User,
  UserGroup,
  Version,
} from "@crewdock/contract";
import type { Deal } from "@crewdock/contract/sample";
import { LaidTable, type Table } from "./table.ts";

/** A user without what is derived from assignments and accounts. */
export type StoredUser = Omit<User, "roleIds" | "sipAccount" | "mailAccounts">;
export type StoredRole = Omit<Role, "userCount">;
export type StoredMailAccount = MailAccount & { readonly userId: Id };
export type StoredSession = Omit<LoginSession, "current">;

/** The rules of a user, or of the company under {@link companyRules}. */
export interface StoredIpRules {
  readonly id: Id;
  readonly version: Version;
  readonly rules: readonly IpRule[];
}

export const companyRules = "company";

/** How many actions of a kind somebody has done in one period; `id` is of user, action and period. */
export interface StoredCount {
  readonly id: string;
  readonly userId: Id;
  readonly startsAt: IsoTime;
  readonly used: number;
}

/** When somebody used an action last; `id` is of user and action. */
export interface StoredUse {
  readonly id: string;
  readonly userId: Id;
  readonly action: string;
  /** The day in UTC, `YYYY-MM-DD`. */
  readonly lastOn: string;
}

/** That every use of an action is recorded since then; `id` is the action. */
export interface ObservedAction {
  readonly id: string;
  readonly since: IsoTime;
  /** Whether the host reports them. */
  readonly byHost: boolean;
}

/** Since when a role has granted an action, unless it always has; `id` is of role and action. */
export interface GrantedAction {
  readonly id: string;
  readonly since: IsoTime;
}

/** Somebody is suspended until then. */
export interface Suspension {
  /** That of the user. */
  readonly id: Id;
  readonly until: IsoTime;
}

/** Somebody who has been deleted, and where they were: who could see them is told so. */
export type RemovedUser = Pick<StoredUser, "id" | "departmentId">;

/** A password by `user:`, `sip:` or `mail:` and the id of its owner. Nothing reads them out; checks compare with them. */
export interface Secret {
  readonly id: string;
  readonly text: string;
}

export interface Rows {
  readonly users: StoredUser;
  readonly removedUsers: RemovedUser;
  readonly departments: Department;
  readonly positions: Position;
  readonly groups: UserGroup;
  readonly roles: StoredRole;
  readonly sipAccounts: SipAccount;
  readonly numbers: PhoneNumber;
  readonly mailAccounts: StoredMailAccount;
  readonly calls: CallRecord;
  readonly contacts: Contact;
  readonly deals: Deal;
  readonly logins: LoginRecord;
  readonly sessions: StoredSession;
  readonly ipRules: StoredIpRules;
  readonly counts: StoredCount;
  readonly uses: StoredUse;
  readonly observed: ObservedAction;
  readonly granted: GrantedAction;
  readonly suspensions: Suspension;
  readonly secrets: Secret;
}

export type TableName = keyof Rows;

/** Everything that a change may touch. A table that a change leaves alone stays the very same object. */
export type Tables = { readonly [N in TableName]: Table<Rows[N]> } & {
  readonly assignments: readonly Assignment[];
  readonly limits: { readonly version: Version; readonly items: readonly ActivityLimit[] };
  readonly expectations: { readonly version: Version; readonly items: readonly RightsExpectation[] };
};

/** The tables as a change makes them; nobody else sees them until it is through. */
export class Draft {
  #tables: Tables;
  readonly #written = new Map<TableName, Set<string>>();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** As far as the change has come. */
  get tables(): Tables {
    return this.#tables;
  }

  put<N extends TableName>(name: N, row: Rows[N]): void {
    this.#own(name).put(row);
    this.#written.get(name)?.add(row.id);
  }

  drop(name: TableName, id: string): void {
    if (!this.#tables[name].has(id)) return;
    this.#own(name).drop(id);
    this.#written.get(name)?.add(id);
  }

  /** The rows of a table that were put or dropped. */
  written(name: TableName): ReadonlySet<string> {
    return this.#written.get(name) ?? new Set();
  }

  set(members: Partial<Pick<Tables, "assignments" | "limits" | "expectations">>): void {
    this.#tables = { ...this.#tables, ...members };
  }

  #own<N extends TableName>(name: N): LaidTable<Rows[N]> {
    const present = this.#tables[name] as Table<Rows[N]>;
    if (this.#written.has(name)) return present as LaidTable<Rows[N]>;
    this.#written.set(name, new Set());
    const own = new LaidTable(present);
    this.#tables = { ...this.#tables, [name]: own };
    return own;
  }
}
