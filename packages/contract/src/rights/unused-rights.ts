import type { Id, IsoTime } from "../primitives.ts";
import type { Role } from "../roles/role.ts";
import { administering } from "./administrators.ts";
import { type ActionKey, type Catalogue, catalogueActions } from "./catalogue.ts";
import type { RightUse } from "./right-use.ts";

/** So many days a right has to lie idle before it is told. */
export const UNUSED_DAYS = 90;

const DAY_MS = 86_400_000;

/** What the search for unused rights reads of a role. */
export type JudgedRole = Pick<Role, "id" | "grants" | "userCount">;

/** Rights of one role that nobody who has it used, in the order of the catalogue. */
export interface IdleRole {
  readonly roleId: Id;
  readonly actions: readonly ActionKey[];
}

/** @see unusedRights */
export interface UnusedRights {
  /** In the order of the roles. */
  readonly idle: readonly IdleRole[];
  /** When uses began to be recorded of the right that is known for longest; null where nothing is known of any. */
  readonly since: IsoTime | null;
  /** From when on something can be told; null when it can be told already, or nothing is known of any right. */
  readonly from: IsoTime | null;
}

/**
 * The rights that no holder of a role used within the last days. A right is judged once it has been known for as many days.
 * Left out are:
 * - roles that no active user has, which are no question of use;
 * - roles that make administrators: who keeps a company able to act needs rights for the day on which they are needed;
 * - rights that another one of the role requires and that would stay: whatever is told can be taken away together.
 */
export function unusedRights(
  uses: readonly RightUse[],
  roles: readonly JudgedRole[],
  catalogue: Catalogue,
  at: Date,
  days: number = UNUSED_DAYS,
): UnusedRights {
  const limit = at.getTime() - days * DAY_MS;
  const judged = new Map(roles.filter(isJudged).map((role) => [role.id, role]));
  const known = uses.filter(({ roleId, action }) => isGranted(judged.get(roleId), action));
  const idle = new Map<Id, Set<ActionKey>>();
  for (const { roleId, action, since, lastUsedAt } of known)
    if (Date.parse(since) <= limit && (lastUsedAt === null || Date.parse(lastUsedAt) < limit))
      idle.set(roleId, (idle.get(roleId) ?? new Set()).add(action));
  const first = known.reduce((least, { since }) => Math.min(least, Date.parse(since)), Infinity);
  return {
    idle: [...judged.values()].flatMap((role): IdleRole[] => {
      const actions = dispensable(role, idle.get(role.id) ?? new Set(), catalogue);
      return actions.length === 0 ? [] : [{ roleId: role.id, actions }];
    }),
    since: first === Infinity ? null : new Date(first).toISOString(),
    from: first === Infinity || first <= limit ? null : new Date(first + days * DAY_MS).toISOString(),
  };
}

function isJudged({ grants, userCount }: JudgedRole): boolean {
  return userCount > 0 && !administering.every((action) => grants[action] === "any");
}

function isGranted(role: JudgedRole | undefined, action: ActionKey): boolean {
  return (role?.grants[action] ?? "none") !== "none";
}

/** Those that no action requires which the role keeps. */
function dispensable(role: JudgedRole, idle: ReadonlySet<ActionKey>, catalogue: Catalogue): readonly ActionKey[] {
  const actions = catalogueActions(catalogue);
  const left = new Set(idle);
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const { key, requires } of actions)
      if (isGranted(role, key) && !left.has(key)) for (const required of requires) left.delete(required);
  }
  return actions.flatMap(({ key }) => (left.has(key) ? [key] : []));
}
