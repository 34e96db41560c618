import {
  type ActivityLimit,
  type CallContext,
  fromProblem,
  isCrewError,
  type IpRule,
  type LoginRecord,
  type Problem,
  type Role,
  type User,
} from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { insertLimits } from "../../src/access/activity-limits.ts";
import { companyIpRules } from "../../src/access/admission.ts";
import { loadFacts, RIGHTS_USER_COLUMNS, type RightsUserRow, toRightsUser } from "../../src/rights/facts.ts";
import { runUnit } from "../../src/store/unit.ts";
import { insertOrganisation, insertRoles } from "../../src/seed/company-writes.ts";
import { once } from "../../src/testing/inputs.ts";
import type { TestServer } from "../../src/testing/test-server.ts";
import { insertUser } from "../../src/users/user-writes.ts";
import type { Move } from "./model.ts";
import { ADDRESSES, COMPANY, LIMITED, MOST, POSITIONS, START, timeOf, type World } from "./world.ts";

/** A backend on which the moves of the model are made for real. */
export interface Player {
  /** @returns the code of the refusal, undefined when the move was made */
  play(move: Move): Promise<string | undefined>;
  world(): Promise<World>;
}

const limit: ActivityLimit = { action: LIMITED, subject: { type: "everyone" }, period: "day", most: MOST };

const rulesOf = (networks: readonly string[]): readonly IpRule[] =>
  networks.map((network) => ({ network, note: null }));

const versionIn = (table: string, column = "version"): string =>
  `select ${column} as version from ${table} where id = $1`;

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

const stamps = { createdAt: START.toISOString(), updatedAt: START.toISOString() };

function fullUser({ id, state, joined, departmentId, positionId, groupIds }: World["users"][number]): User {
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

function organisationOf({ facts }: Pick<World, "facts">): Parameters<typeof insertOrganisation>[1] {
  return {
    departments: facts.departments.map((node) => ({ ...node, version: "1", name: node.id, headId: null })),
    positions: POSITIONS.map((id) => ({ id, version: "1", name: id, departmentId: null, defaultRoleId: null })),
    groups: facts.groups.map((node) => ({ ...node, version: "1", name: node.id, kind: "team" as const })),
  };
}

export function memoryPlayer(start: World): Player {
  let time: World["time"] = start.time;
  const now = (): Date => timeOf({ ...start, time });
  const roles = start.facts.roles.map((role): Role => ({
    ...role,
    version: "1",
    description: null,
    userCount: 0,
    updatedAt: stamps.updatedAt,
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

async function codeOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (isCrewError(error)) return error.code;
    throw error;
  }
}

/** Plays over HTTP against a server on an embedded database, whose company is replaced by that of the model. */
export async function serverPlayer(crew: TestServer, start: World): Promise<Player> {
  await replaceCompany(crew, start);
  crew.now = timeOf(start);
  let time: World["time"] = start.time;
  return {
    world: () => readWorld(crew, time),
    async play(move) {
      if (move.verb === "wait") {
        time = 1;
        crew.now = timeOf({ ...start, time });
        return undefined;
      }
      return codeOf(async () => {
        const { request, version, body } = requestOf(move);
        const [row] = version
          ? await crew.server.db.query<{ version: number }>(version, ["id" in move ? (move.id ?? "main") : ""])
          : [];
        const headers = version ? { "If-Match": `"${row?.version ?? 0}"` } : once();
        const from = ADDRESSES[move.actor] ?? "";
        const answer = await crew.ask<Problem>(move.actor, request, { body, headers, from });
        if (answer.status >= 300) throw fromProblem(answer.body);
      });
    },
  };
}

let companies = 0;

async function replaceCompany({ server: { db, services } }: TestServer, { users, facts }: World): Promise<void> {
  await db.query("truncate tenants cascade");
  // Ahead of all before, so that no rights kept of an earlier company pass for those of this one.
  await db.query(`insert into tenants (id, rights_version) values ('main', ${String(++companies * 1_000_000)})`);
  const options = { tenant: "main", actorId: null, now: START, requestId: null };
  await runUnit(
    db,
    options,
    () => services.feed.wake(),
    async (unit) => {
      await insertRoles(
        unit,
        facts.roles.map((role) => ({ ...role, description: null })),
      );
      await insertOrganisation(unit, organisationOf({ facts }));
      for (const user of users) {
        await insertUser(unit, user.id, fullUser(user), null, null);
        await unit.query(
          "update users set invitation_state = $2, invitation_at = $3, last_login_address = $4 where id = $1",
          [user.id, user.joined ? "accepted" : "sent", START, ADDRESSES[user.id] ?? null],
        );
      }
      await insertLimits(unit, [limit]);
      for (const { roleId, subject, until } of facts.assignments)
        await unit.query(
          "insert into assignments (tenant_id, role_id, subject_type, subject_id, until_at) values ('main', $1, $2, $3, $4)",
          [roleId, subject.type, subject.id, until === null ? null : new Date(until)],
        );
    },
  );
}

async function readWorld({ server: { db } }: TestServer, time: World["time"]): Promise<World> {
  const users = await db.query<RightsUserRow>(`select ${RIGHTS_USER_COLUMNS} from users u`);
  const known = users.map(toRightsUser);
  const companyRules = await companyIpRules(db, "main");
  const rules = [[COMPANY, companyRules] as const, ...known.map(({ id, ipRules }) => [id, ipRules] as const)];
  const networks = Object.fromEntries(rules.map(([id, list]) => [id, list.map(({ network }) => network)]));
  return { users: known, facts: await loadFacts(db, "main"), time, networks, used: {} };
}

interface HttpCall {
  readonly request: string;
  /** How the version is read by the id that the move names; a move without one has a key. */
  readonly version?: string;
  readonly body?: unknown;
}

function requestOf(move: Exclude<Move, { readonly verb: "wait" }>): HttpCall {
  switch (move.verb) {
    case "users.setState":
      return { request: `PUT /v1/users/${move.id}/state`, version: versionIn("users"), body: { state: move.state } };
    case "users.remove":
      return { request: `DELETE /v1/users/${move.id}`, version: versionIn("users") };
    case "users.update":
      return { request: `PATCH /v1/users/${move.id}`, version: versionIn("users"), body: move.patch };
    case "roles.update":
      return { request: `PATCH /v1/roles/${move.id}`, version: versionIn("roles"), body: { grants: move.grants } };
    case "roles.remove":
      return { request: `DELETE /v1/roles/${move.id}`, version: versionIn("roles") };
    case "assignments.replace":
      return { request: `PUT /v1/roles/${move.id}/assignments`, version: versionIn("roles"), body: move.given };
    case "org.move": {
      const [path, table] =
        move.kind === "department" ? (["departments", "departments"] as const) : (["groups", "user_groups"] as const);
      return {
        request: `PATCH /v1/organisation/${path}/${move.id}`,
        version: versionIn(table),
        body: { parentId: move.parentId },
      };
    }
    case "access.setIpRules":
      return {
        request: "PUT /v1/ip-rules",
        version: versionIn(move.id === null ? "tenants" : "users", "ip_rules_version"),
        body: { userId: move.id, rules: rulesOf(move.networks) },
      };
    case "access.consume":
      return { request: "POST /v1/activity-limits/consume", body: { action: LIMITED, amount: 1 } };
    case "access.restore":
      return { request: `POST /v1/users/${move.id}/restore`, body: {} };
  }
}
