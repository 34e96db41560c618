import type { Subject } from "../assignments/assignment.ts";
import type { Id, IsoTime } from "../primitives.ts";
import type { ActionKey } from "./catalogue.ts";
import type { CompiledRights } from "./compiled-rights.ts";
import type { RightsUser } from "./facts.ts";
import { type Scope, scopes } from "./scope.ts";
import { entriesOf } from "./user-rights.ts";

/** One way by which a role comes to a user, and what it says of an action. */
export interface RightsPath {
  readonly roleId: Id;
  readonly roleName: string;
  /** To whom the role is given. */
  readonly subject: Subject;
  /** What of the user the subject stands for: the user, their position or department, or one of their groups. */
  readonly through: Id;
  readonly until: IsoTime | null;
  readonly scope: Scope;
}

/** Why an action reaches as far as it does. */
export interface Explanation {
  readonly scope: Scope;
  /** The path that decides; null where nothing is allowed. */
  readonly wins: RightsPath | null;
  /** Every path, the widest first, and of equal ones the one that lasts longest. */
  readonly paths: readonly RightsPath[];
  /** When the scope narrows by itself, as assignments end; null when it does not. */
  readonly until: IsoTime | null;
}

interface Ranked {
  readonly path: RightsPath;
  readonly level: number;
  readonly ends: number;
}

/**
 * Explains an action of a user by every path that leads to it, those that lose and those that grant nothing included. Of
 * one who is not active the paths are told, but none of them wins.
 */
export function explain(rights: CompiledRights, user: RightsUser, action: ActionKey): Explanation {
  const { facts, levels } = rights;
  const column = rights.actions.get(action) ?? -1;
  const ranked: Ranked[] = [];
  for (const { id, assignments } of entriesOf(rights, user))
    for (const { assignment, role, ends } of assignments) {
      const level = levels[role]?.[column] ?? 0;
      const { roleId, subject, until } = assignment;
      const roleName = facts.roles[role]?.name ?? "";
      const scope = scopes[level] ?? "none";
      ranked.push({ path: { roleId, roleName, subject, through: id, until, scope }, level, ends });
    }
  if (ranked.length > 1) ranked.sort((a, b) => b.level - a.level || (a.ends === b.ends ? 0 : b.ends > a.ends ? 1 : -1));
  const paths = ranked.map(({ path }) => path);
  const [first] = ranked;
  if (!first || first.level === 0 || user.state !== "active") return { scope: "none", wins: null, paths, until: null };
  return { scope: first.path.scope, wins: first.path, paths, until: first.path.until };
}
