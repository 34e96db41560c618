import type { ActivityLimit, IpRule, User } from "@crewdock/contract";
import type { insertOrganisation } from "../../src/seed/company-writes.ts";
import { LIMITED, MOST, POSITIONS, START, type World } from "./world.ts";

/** The one limit that there is. */
export const limit: ActivityLimit = { action: LIMITED, subject: { type: "everyone" }, period: "day", most: MOST };

/** Networks as they are sent. */
export const rulesOf = (networks: readonly string[]): readonly IpRule[] =>
  networks.map((network) => ({ network, note: null }));

const stamps = { createdAt: START.toISOString(), updatedAt: START.toISOString() };

/** Somebody of a world with all that a world leaves out. */
export function fullUser({ id, state, joined, departmentId, positionId, groupIds }: World["users"][number]): User {
  return {
    id,
    version: "1",
    state,
    name: { last: id, first: id, patronymic: null },
    email: `${id}@crewdock.test`,
    login: id,
    timeZone: "Europe/Warsaw",
    serviceNumber: null,
    positionId,
    departmentId,
    groupIds,
    roleIds: [],
    sipAccount: null,
    mailAccounts: [],
    invitation: { state: joined ? "accepted" : "sent", at: START.toISOString() },
    lastLoginAt: null,
    ...stamps,
  };
}

/** The organisation of a world by the ids of its nodes. */
export function organisationOf({ facts }: Pick<World, "facts">): Parameters<typeof insertOrganisation>[1] {
  return {
    departments: facts.departments.map((node) => ({ ...node, version: "1", name: node.id, headId: null })),
    positions: POSITIONS.map((id) => ({ id, version: "1", name: id, departmentId: null, defaultRoleId: null })),
    groups: facts.groups.map((node) => ({ ...node, version: "1", name: node.id, kind: "team" as const })),
  };
}
