import type { Id } from "../primitives.ts";
import { type CompiledRights, rowOf, withRoles } from "./compiled-rights.ts";
import type { RightsRole, RightsUser } from "./facts.ts";
import type { RightsRow } from "./rights-row.ts";
import { rightsOf, type UserRights } from "./user-rights.ts";

/** The rights of all people of a company, worked out beforehand: what is left of a check is to look up a number. */
export interface CompanyRights<U extends RightsUser = RightsUser> {
  readonly rights: CompiledRights;
  readonly people: readonly UserRights<U>[];
  /** Where each user stands in {@link CompanyRights.people}. */
  readonly places: ReadonlyMap<Id, number>;
  /** The places of those who share a row. */
  readonly sharing: ReadonlyMap<RightsRow, readonly number[]>;
}

/** Works out the rights of everybody. People with the same roles share one row of levels. */
export function compileCompany<U extends RightsUser>(rights: CompiledRights, users: Iterable<U>): CompanyRights<U> {
  const people: UserRights<U>[] = [];
  const places = new Map<Id, number>();
  const sharing = new Map<RightsRow, number[]>();
  for (const user of users) {
    const own = rightsOf(rights, user);
    const place = people.push(own) - 1;
    places.set(user.id, place);
    const others = sharing.get(own.row);
    if (others) others.push(place);
    else sharing.set(own.row, [place]);
  }
  return { rights, people, places, sharing };
}

/** The rights of one of the people; undefined for somebody who is not of the company. */
export function personOf<U extends RightsUser>(company: CompanyRights<U>, userId: Id): UserRights<U> | undefined {
  return company.people[company.places.get(userId) ?? -1];
}

/**
 * The same company with other grants of some roles, see {@link withRoles}: only people whom one of these reaches are
 * worked out anew, everybody else stays the same object.
 */
export function companyWithRoles<U extends RightsUser>(
  company: CompanyRights<U>,
  changed: readonly RightsRole[],
): CompanyRights<U> {
  const rights = withRoles(company.rights, changed);
  const people = [...company.people];
  const sharing = new Map<RightsRow, readonly number[]>();
  for (const [row, places] of company.sharing) {
    const now = rowOf(rights, row.set);
    sharing.set(now, places);
    if (now === row) continue;
    for (const place of places) {
      const former = people[place];
      if (former) people[place] = former.withRow(now);
    }
  }
  return { ...company, rights, people, sharing };
}

/** How many active users each role reaches by any assignment; a role that reaches nobody is not in it. */
export function roleUserCounts({ sharing }: CompanyRights): ReadonlyMap<Id, number> {
  const counts = new Map<Id, number>();
  for (const [{ roleIds }, places] of sharing)
    for (const id of roleIds) counts.set(id, (counts.get(id) ?? 0) + places.length);
  return counts;
}
