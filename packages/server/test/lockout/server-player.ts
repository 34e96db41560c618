import { fromProblem, type Problem } from "@crewdock/contract";
import { insertLimits } from "../../src/access/activity-limits.ts";
import { companyIpRules } from "../../src/access/admission.ts";
import { loadFacts, RIGHTS_USER_COLUMNS, type RightsUserRow, toRightsUser } from "../../src/rights/facts.ts";
import { runUnit } from "../../src/store/unit.ts";
import { insertOrganisation, insertRoles } from "../../src/seed/company-writes.ts";
import { once } from "../../src/testing/inputs.ts";
import type { TestServer } from "../../src/testing/test-server.ts";
import { insertUser } from "../../src/users/user-writes.ts";
import { fullUser, limit, organisationOf, rulesOf } from "./company-of-world.ts";
import type { Move } from "./moves.ts";
import { codeOf, type Player } from "./player.ts";
import { ADDRESSES, COMPANY, LIMITED, START, timeOf, type World } from "./world.ts";

const versionIn = (table: string, column = "version"): string =>
  `select ${column} as version from ${table} where id = $1`;

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
