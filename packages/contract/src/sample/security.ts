import type { ActivityLimit } from "../access/activity-limit.ts";
import type { IpRule } from "../access/ip-rules.ts";
import type { Id } from "../primitives.ts";
import type { ActionKey } from "../rights/catalogue.ts";
import type { User } from "../users/user.ts";
import { officeAddress } from "./log-ins.ts";

/** Who may do how much. The first is the one that a suspended user has reached. */
export const sampleLimits: readonly ActivityLimit[] = [
  { action: "deal.create", subject: { type: "role", id: "r-manager" }, period: "week", most: 25 },
  { action: "contact.export", subject: { type: "role", id: "r-head" }, period: "month", most: 500 },
  { action: "deal.delete", subject: { type: "everyone" }, period: "day", most: 10 },
  { action: "call.place", subject: { type: "everyone" }, period: "day", most: 300 },
];

/** How many actions somebody has done in each of the periods that run. */
export interface ActionCount {
  readonly userId: Id;
  readonly action: ActionKey;
  readonly count: number;
}

export function sampleActionCounts(users: readonly User[]): readonly ActionCount[] {
  return users.flatMap(({ id, state, positionId }, index): ActionCount[] => {
    if (state === "suspended") return [{ userId: id, action: "deal.create", count: 25 }];
    if (state !== "active" || positionId !== "p-sales-representative") return [];
    return [{ userId: id, action: "deal.create", count: 3 + ((index * 7) % 19) }];
  });
}

/** The accountants work from their offices alone. */
export function sampleIpRules(users: readonly User[]): Readonly<Record<Id, readonly IpRule[]>> {
  return Object.fromEntries(
    users.flatMap((user, index) =>
      user.positionId === "p-accountant" && user.state === "active"
        ? [[user.id, [{ network: officeAddress(index), note: "Desk in the office" }]] as const]
        : [],
    ),
  );
}
