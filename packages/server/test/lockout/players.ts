import {
  type CallContext,
  fromProblem,
  isCrewError,
  type Organisation,
  type Problem,
  type Role,
  type User,
} from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { loadFacts, RIGHTS_USER_COLUMNS, type RightsUserRow, toRightsUser } from "../../src/rights/facts.ts";
import { runUnit } from "../../src/store/unit.ts";
import { insertOrganisation, insertRoles } from "../../src/seed/company-writes.ts";
import type { TestServer } from "../../src/testing/test-server.ts";
import { insertUser } from "../../src/users/user-writes.ts";
import type { Move } from "./model.ts";
import { START, timeOf, type World } from "./world.ts";

/** A backend on which the moves of the model are made for real. */
export interface Player {
  /** @returns the code of the refusal, undefined when the move was made */
  play(move: Move): Promise<string | undefined>;
  world(): Promise<World>;
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

function organisationOf({ facts }: World): Parameters<typeof insertOrganisation>[1] {
  return {
    departments: facts.departments.map((node) => ({ ...node, version: "1", name: node.id, headId: null })),
    positions: [],
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
      logins: [],
      sessions: [],
      ipRules: {},
      activityLimits: [],
      actionCounts: [],
      demoPeople: { admin: "ann", head: "bob", manager: "cem" },
    },
  });
  /** Those who were given a password, which no snapshot has. */
  const given = new Set<string>();
  /** The organisation is open to everybody who may log in, and there always is somebody. */
  const organisation = (): Promise<Organisation> => {
    const somebody = adapter.snapshot().users.find(({ state }) => state === "active");
    return adapter.as(somebody?.id ?? "").ports.org.read({}, context());
  };
  const read = async (): Promise<World> => {
    const { users, roles: present, assignments } = adapter.snapshot();
    const { departments, groups } = await organisation();
    const known = users.map((user) => ({
      ...user,
      joined: user.invitation.state === "accepted" || given.has(user.id),
    }));
    return { users: known, time, facts: { departments, groups, roles: present, assignments } };
  };
  return {
    world: read,
    async play(move) {
      if (move.verb === "wait") {
        time = 1;
        return undefined;
      }
      const { users, roles: present } = adapter.snapshot();
      const { departments, groups } = await organisation();
      const version =
        [...users, ...present, ...departments, ...groups].find(({ id }) => id === move.id)?.version ?? "0";
      return codeOf(async () => {
        await call(adapter.as(move.actor).ports, move, version);
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
        const { request, table, body } = requestOf(move);
        const rows = await crew.server.db.query<{ version: number }>(`select version from ${table} where id = $1`, [
          move.id,
        ]);
        const headers = { "If-Match": `"${rows[0]?.version ?? 0}"` };
        const answer = await crew.ask<Problem>(move.actor, request, { body, headers });
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
      await insertOrganisation(unit, organisationOf({ users, facts, time: 0 }));
      for (const user of users) {
        await insertUser(unit, user.id, fullUser(user), null, null);
        await unit.query("update users set invitation_state = $2, invitation_at = $3 where id = $1", [
          user.id,
          user.joined ? "accepted" : "sent",
          START,
        ]);
      }
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
  return { users: users.map(toRightsUser), facts: await loadFacts(db, "main"), time };
}

interface HttpCall {
  readonly request: string;
  /** Where the version is read. */
  readonly table: string;
  readonly body?: unknown;
}

function requestOf(move: Exclude<Move, { readonly verb: "wait" }>): HttpCall {
  switch (move.verb) {
    case "users.setState":
      return { request: `PUT /v1/users/${move.id}/state`, table: "users", body: { state: move.state } };
    case "users.remove":
      return { request: `DELETE /v1/users/${move.id}`, table: "users" };
    case "users.update":
      return { request: `PATCH /v1/users/${move.id}`, table: "users", body: move.patch };
    case "roles.update":
      return { request: `PATCH /v1/roles/${move.id}`, table: "roles", body: { grants: move.grants } };
    case "roles.remove":
      return { request: `DELETE /v1/roles/${move.id}`, table: "roles" };
    case "assignments.replace":
      return { request: `PUT /v1/roles/${move.id}/assignments`, table: "roles", body: move.given };
    case "org.move": {
      const [path, table] =
        move.kind === "department" ? (["departments", "departments"] as const) : (["groups", "user_groups"] as const);
      return { request: `PATCH /v1/organisation/${path}/${move.id}`, table, body: { parentId: move.parentId } };
    }
  }
}
