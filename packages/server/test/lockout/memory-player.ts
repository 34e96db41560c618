import type { CallContext, LoginRecord, Role } from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { fullUser, limit, organisationOf, rulesOf } from "./company-of-world.ts";
import type { Move } from "./moves.ts";
import { codeOf, type Player } from "./player.ts";
import { ADDRESSES, COMPANY, LIMITED, START, timeOf, type World } from "./world.ts";

function lastLoginOf(userId: string): LoginRecord {
  const address = ADDRESSES[userId] ?? null;
  const id = `login-${userId}`;
  return {
    id,
    at: START.toISOString(),
    userId,
    login: userId,
    result: "ok",
    address,
    userAgent: null,
    place: null,
    sessionId: null,
  };
}

/** Plays on the memory adapter, whose snapshot is read. */
export function memoryPlayer(start: World): Player {
  let time: World["time"] = start.time;
  const now = (): Date => timeOf({ ...start, time });
  const roles = start.facts.roles.map((role): Role => ({
    ...role,
    version: "1",
    description: null,
    userCount: 0,
    updatedAt: START.toISOString(),
  }));
  const sample = sampleCompany({ now: START });
  const adapter = createMemoryAdapter({
    now,
    company: {
      ...sample,
      organisation: organisationOf(start),
      roles,
      users: start.users.map(fullUser),
      assignments: start.facts.assignments,
      freeSipAccounts: [],
      contacts: [],
      deals: [],
      calls: [],
      logins: start.users.map(({ id }) => lastLoginOf(id)),
      sessions: [],
      ipRules: {},
      activityLimits: [limit],
      actionCounts: [],
      demoPeople: { admin: "ann", head: "bob", manager: "cem" },
    },
  });
  /** Those who were given a password, which no snapshot has. */
  const given = new Set<string>();
  const read = async (): Promise<World> => {
    const { users, roles: present, assignments, departments, groups, ipRules } = adapter.snapshot();
    const known = users.map((user) => ({
      ...user,
      joined: user.invitation.state === "accepted" || given.has(user.id),
    }));
    return {
      users: known,
      time,
      networks: Object.fromEntries(ipRules.map(({ id, rules }) => [id, rules.map(({ network }) => network)])),
      used: {},
      facts: { departments, groups, roles: present, assignments },
    };
  };
  return {
    world: read,
    async play(move) {
      if (move.verb === "wait") {
        time = 1;
        return undefined;
      }
      const { users, roles: present, departments, groups, ipRules } = adapter.snapshot();
      const versioned = move.verb === "access.setIpRules" ? ipRules : [...users, ...present, ...departments, ...groups];
      const changed = "id" in move ? (move.id ?? COMPANY) : undefined;
      const version = versioned.find(({ id }) => id === changed)?.version ?? "1";
      return codeOf(async () => {
        await call(adapter.as(move.actor, ADDRESSES[move.actor]).ports, move, version);
        if (move.verb === "users.update" && move.patch.password !== undefined) given.add(move.id);
      });
    },
  };
}

function context(): CallContext {
  return { signal: new AbortController().signal, language: "en" };
}

async function call(
  ports: ReturnType<typeof createMemoryAdapter>["ports"],
  move: Move,
  version: string,
): Promise<unknown> {
  switch (move.verb) {
    case "wait":
      return undefined;
    case "users.setState":
      return ports.users.setState({ id: move.id, version, state: move.state }, context());
    case "users.remove":
      return ports.users.remove({ id: move.id, version }, context());
    case "users.update":
      return ports.users.update({ id: move.id, version, patch: move.patch }, context());
    case "roles.update":
      return ports.roles.update({ id: move.id, version, patch: { grants: move.grants } }, context());
    case "roles.remove":
      return ports.roles.remove({ id: move.id, version }, context());
    case "assignments.replace":
      return ports.assignments.replace({ roleId: move.id, version, assignments: move.given }, context());
    case "access.setIpRules":
      return ports.access.setIpRules({ userId: move.id, version, rules: rulesOf(move.networks) }, context());
    case "access.consume":
      return ports.access.consume({ action: LIMITED, amount: 1 }, context());
    case "access.restore":
      return ports.access.restore({ userId: move.id }, context());
    case "org.move": {
      const input = { id: move.id, version, patch: { parentId: move.parentId } };
      return move.kind === "department"
        ? ports.org.updateDepartment(input, context())
        : ports.org.updateGroup(input, context());
    }
  }
}
