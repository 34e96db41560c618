import type { Id } from "../primitives.ts";
import type { ActivityLimit } from "./activity-limit.ts";

const rank = { user: 0, role: 1, everyone: 2 } as const;

/**
 * The limits that count for a user: for each action and period one, the user's own before those of their roles, of
 * several roles the strictest, and everybody's last. `roleIds` are the roles that reach the user by any assignment.
 */
export function limitsOf(
  userId: Id,
  roleIds: ReadonlySet<Id>,
  limits: readonly ActivityLimit[],
): readonly ActivityLimit[] {
  const found = new Map<string, ActivityLimit>();
  for (const limit of limits) {
    const { action, period, subject } = limit;
    if (subject.type === "user" && subject.id !== userId) continue;
    if (subject.type === "role" && !roleIds.has(subject.id)) continue;
    const key = `${action} ${period}`;
    const known = found.get(key);
    if (!known || precedes(limit, known)) found.set(key, limit);
  }
  return [...found.values()];
}

function precedes(a: ActivityLimit, b: ActivityLimit): boolean {
  const order = rank[a.subject.type] - rank[b.subject.type];
  return order < 0 || (order === 0 && a.most < b.most);
}
