import { type Id, type IpRule, judgeAddress, type LoginRecord } from "@crewdock/contract";
import { derived } from "./derived.ts";
import type { Table } from "./table.ts";
import { companyRules, type StoredUser, type Tables } from "./tables.ts";

/** The one who acts, and from where. */
export interface Present {
  readonly userId: Id;
  readonly address: string | null;
}

export function rulesOf({ ipRules }: Tables, userId: Id | null): readonly IpRule[] {
  return ipRules.get(userId ?? companyRules)?.rules ?? [];
}

const lastAddresses = derived((logins: Table<LoginRecord>): ReadonlyMap<Id, string | null> => {
  const last = new Map<Id, LoginRecord>();
  for (const login of logins.values()) {
    const known = login.userId === null ? undefined : last.get(login.userId);
    if (login.userId !== null && login.result === "ok" && (!known || known.at < login.at))
      last.set(login.userId, login);
  }
  return new Map([...last].map(([userId, { address }]) => [userId, address]));
});

/**
 * Whether the IP rules let a user in from where they can be expected: who acts is there, others were there at their last
 * log-in. Where that is not known any rule shuts them out.
 */
export function isLetIn(tables: Tables, user: StoredUser, present: Present | null): boolean {
  const [company, own] = [rulesOf(tables, null), rulesOf(tables, user.id)];
  if (company.length === 0 && own.length === 0) return true;
  const address = user.id === present?.userId ? present.address : lastAddresses(tables.logins).get(user.id);
  return judgeAddress(address ?? null, company, own).allowed;
}
