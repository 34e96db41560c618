import {
  administrationOf,
  type CompiledRights,
  CrewError,
  guardAdministrators,
  guardHandingOut,
  longerTenure,
  longestTenure,
  rightsAt,
  type RightsRole,
  rightsOf,
  type RightsUser,
  standingRightsOf,
  type Subject,
  type Tenure,
  withDirectAssignments,
  withRoles,
} from "@crewdock/contract";
import { companyIpRules, isLetIn } from "../access/admission.ts";
import { guardMove } from "../org/guard-move.ts";
import type { Unit } from "../store/unit.ts";
import { type Actor } from "./actor.ts";
import { directAssignments, loadRights, rightsUser } from "./facts.ts";
import { guardExpectations } from "./guard-expectations.ts";
import { usersReachedBy } from "./reach.ts";
import type { RightsCache } from "./rights-cache.ts";

/** More people than this are told together that rights changed. */
const TOLD_ONE_BY_ONE = 1000;

/** The rights as they were when a change began. */
export interface RightsBefore {
  readonly rights: CompiledRights;
  /** Of the rights once the change has ended. */
  readonly version: number;
  /** The longest tenure of an administrator. */
  readonly company: Tenure;
  /** Whether roles reach everybody as they do: only somebody's state or place changes. */
  readonly rightsStay: boolean;
  /** Where the rights are kept once the change is committed. */
  readonly cache: RightsCache;
}

/** What a change could have touched. */
export interface RightsTouched {
  /** Everybody whom one of these stands for. Where there is none, no roles have changed hands but those of `user` directly. */
  readonly subjects: readonly Subject[];
  /** A user who was changed, as they were, null for a new one; and which of their members were. */
  readonly user?: {
    readonly id: string;
    readonly before: RightsUser | null;
    readonly changed: ReadonlySet<string>;
  };
  /** The one role that was edited, as it is now, while everybody keeps the roles that they have. */
  readonly edited?: RightsRole;
  /** A node that came below another one. */
  readonly moved?: Subject;
}

/**
 * Begins a change of the organisation, roles or assignments. Such changes of one tenant go one after the other, because
 * two administrators who block each other at the same moment would otherwise both succeed.
 * @param actor who makes it, as the change was handed them: their facts have stood still since, as it holds the rights
 */
export async function beginRightsChange(
  unit: Unit,
  actor: Pick<Actor, "rights">,
  cache: RightsCache,
): Promise<RightsBefore> {
  const [tenant] = await unit.query<{ rights_version: number }>(
    "update tenants set rights_version = rights_version + 1 where id = $1 returning rights_version",
    [unit.tenant],
  );
  if (!tenant) throw new CrewError("internal", { detail: "no tenant" });
  const rights = rightsAt(actor.rights, unit.now);
  return {
    rights,
    version: tenant.rights_version,
    company: await companyTenure(unit, rights),
    rightsStay: false,
    cache,
  };
}

/**
 * Begins a change of a user's state, position, department or groups, in one row with those of {@link beginRightsChange}.
 * What roles are given to whom stays, so that the facts need not be read anew, which takes long in a large company.
 */
export async function beginPlaceChange(unit: Unit, cache: RightsCache): Promise<RightsBefore> {
  const [tenant] = await unit.query<{ rights_version: number }>(
    "select rights_version from tenants where id = $1 for no key update",
    [unit.tenant],
  );
  if (!tenant) throw new CrewError("internal", { detail: "no tenant" });
  const rights = await cache.within(unit, { tenant: unit.tenant, version: tenant.rights_version, at: unit.now });
  return {
    rights,
    version: tenant.rights_version,
    company: await companyTenure(unit, rights),
    rightsStay: true,
    cache,
  };
}

/**
 * Ends the change: refuses what gives more than the actor may hand out, or would shut everybody or the actor out, or
 * breaks what is expected of the rights, and tells exactly those whose effective rights are different now. The next
 * request finds the rights as the change has left them, unless it is undone.
 * @returns the rights as they are now
 * @throws CrewError `validation`, `forbidden`, `last_admin`, `lockout_prevented`, `expectation_broken`
 */
export async function endRightsChange(
  unit: Unit,
  actor: Actor,
  before: RightsBefore,
  touched: RightsTouched,
): Promise<CompiledRights> {
  const rights = before.rightsStay ? before.rights : await rightsAfter(unit, before.rights, touched);
  const user = touched.user && (await rightsUser(unit, unit.tenant, touched.user.id));
  if (touched.user && user) guardHandingOut(actor.own.held, standingRightsOf(rights, user).held, touched.user.changed);
  if (touched.moved) await guardMove(unit, actor, { node: touched.moved, before: before.rights, after: rights });
  const self = user?.id === actor.user.id ? user : await rightsUser(unit, unit.tenant, actor.user.id);
  guardAdministrators(
    administrationOf(before.company, actor.user, before.rights),
    administrationOf(await companyTenure(unit, rights), self, rights),
  );
  await guardExpectations(unit, actor, before.rights, rights, touched, user);
  await tellAffected(unit, before.rights, rights, touched, user);
  keepRights(unit, before, rights);
  return rights;
}

/** Keeps the rights that a change has come to once it is committed. */
export function keepRights(
  { tenant, afterCommit }: Unit,
  { cache, version }: RightsBefore,
  rights: CompiledRights,
): void {
  afterCommit(() => cache.keep(tenant, version, rights));
}

/** A large company has many assignments, and most changes are of one person's roles, or of one role. */
async function rightsAfter(
  unit: Unit,
  before: CompiledRights,
  { subjects, user, edited }: RightsTouched,
): Promise<CompiledRights> {
  if (edited) return withRoles(before, [edited]);
  if (!user || subjects.length > 0) return loadRights(unit, unit.tenant, before.facts, unit.now);
  return withDirectAssignments(before, user.id, await directAssignments(unit, unit.tenant, user.id), unit.now);
}

async function tellAffected(
  unit: Unit,
  before: CompiledRights,
  after: CompiledRights,
  { subjects, user }: RightsTouched,
  now: RightsUser | undefined,
): Promise<void> {
  const reached = [...(await usersReachedBy(unit, unit.tenant, subjects, after.facts, { limit: TOLD_ONE_BY_ONE + 1 }))];
  if (reached.length > TOLD_ONE_BY_ONE) return unit.emit({ type: "rights.changed", id: null });
  const tell = (id: string): void => unit.emit({ type: "rights.changed", id, ownerId: id });
  for (const person of reached) {
    if (person.id === user?.id) continue;
    if (!rightsOf(before, person).row.equals(rightsOf(after, person).row)) tell(person.id);
  }
  if (!user?.before) return; // a new user has no page open yet
  const stays = now?.state === user.before.state;
  if (!stays || !rightsOf(before, user.before).row.equals(rightsOf(after, now).row)) tell(user.id);
}

/**
 * Refuses a change of what lets people in that would leave nobody who administers.
 * @throws CrewError `last_admin`
 */
export async function guardCompany(unit: Unit, { company, rights }: RightsBefore): Promise<void> {
  const nobody = { actor: "none", actorActive: false } as const;
  guardAdministrators({ company, ...nobody }, { company: await companyTenure(unit, rights), ...nobody });
}

/** Whether the company is administered for as long without somebody. */
export async function canDoWithout(unit: Unit, { company, rights }: RightsBefore, userId: string): Promise<boolean> {
  const left = await companyTenure(unit, rights, userId);
  return longerTenure(company, left) === left;
}

/**
 * The longest tenure among those who have joined and whom the rules of addresses let in. Asks only those to whom a role
 * that manages roles is given, some at a time: it may be given to everybody.
 */
async function companyTenure(unit: Unit, rights: CompiledRights, without?: string): Promise<Tenure> {
  const { facts } = rights;
  const companyRules = await companyIpRules(unit, unit.tenant);
  const roles = new Set(facts.roles.filter(({ grants }) => grants["role.manage"] === "any").map(({ id }) => id));
  const subjects = facts.assignments.filter(({ roleId }) => roles.has(roleId)).map(({ subject }) => subject);
  let longest: Tenure = "none";
  for (let after = ""; ;) {
    const people = await usersReachedBy(unit, unit.tenant, subjects, facts, { limit: 200, after });
    const present = people.filter((person) => person.id !== without && isLetIn(person, companyRules, unit));
    longest = longerTenure(longest, longestTenure(present, rights));
    const last = people.at(-1);
    if (longest === "lasting" || people.length < 200 || !last) return longest;
    after = last.id;
  }
}
