import type { Id } from "../primitives.ts";
import type { ActionKey } from "./catalogue.ts";
import { type CompiledRights, rowOf, withRoles } from "./compiled-rights.ts";
import type { RecordFacts, RightsRole, RightsUser } from "./facts.ts";
import type { RightsRow } from "./rights-row.ts";
import { rightsOf, type UserRights } from "./user-rights.ts";

/** The level that covers every record. */
const ANY = 3;

/** The rights of all people of a company, worked out beforehand: what is left of a check is to look up a number. */
export interface CompanyRights<U extends RightsUser = RightsUser> {
  readonly rights: CompiledRights;
  readonly people: readonly UserRights<U>[];
  /** Where each user stands in {@link CompanyRights.people}. */
  readonly places: ReadonlyMap<Id, number>;
  /** The places of those who share a row. */
  readonly sharing: ReadonlyMap<RightsRow, readonly number[]>;
  /** @internal A line of levels for each of the people, `width` apart. */
  readonly matrix: Uint8Array;
  /** @internal */
  readonly width: number;
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
  return { rights, people, places, sharing, ...matrixOf(people, rights.actions.size) };
}

function matrixOf(people: readonly UserRights[], width: number): Pick<CompanyRights, "matrix" | "width"> {
  const matrix = new Uint8Array(people.length * width);
  for (const [place, { row }] of people.entries()) matrix.set(row.levels, place * width);
  return { matrix, width };
}

/** Whether a user may do something to a record. Somebody who is not of the company may do nothing. */
export function can(company: CompanyRights, userId: Id, action: ActionKey, record: RecordFacts): boolean {
  const { rights, people, places, matrix, width } = company;
  const place = places.get(userId);
  const column = rights.actions.get(action);
  if (place === undefined || column === undefined) return false;
  const level = matrix[place * width + column] ?? 0;
  if (level === 0 || level === ANY) return level === ANY;
  return people[place]?.covers(level, record) === true;
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
  const touched: number[] = [];
  for (const [row, places] of company.sharing) {
    const now = rowOf(rights, row.set);
    sharing.set(now, places);
    if (now === row) continue;
    for (const place of places) {
      const former = people[place];
      if (former) people[place] = former.withRow(now);
      touched.push(place);
    }
  }
  const { width } = company;
  if (rights.actions.size > width)
    return { ...company, rights, people, sharing, ...matrixOf(people, rights.actions.size) };
  const matrix = company.matrix.slice();
  for (const place of touched) matrix.set(people[place]?.row.levels ?? [], place * width);
  return { ...company, rights, people, sharing, matrix };
}

/** How many active users each role reaches by any assignment; a role that reaches nobody is not in it. */
export function roleUserCounts({ sharing }: CompanyRights): ReadonlyMap<Id, number> {
  const counts = new Map<Id, number>();
  for (const [{ roleIds }, places] of sharing)
    for (const id of roleIds) counts.set(id, (counts.get(id) ?? 0) + places.length);
  return counts;
}
