import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRights, isAdministrator, isCrewError, judgeAddress, rightsOf } from "@crewdock/contract";
import { crew, type Crew, fails } from "./testing/crew.ts";

/** A small seeded generator (mulberry32), so that a walk that fails can be walked again. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** A company of two administrators who sit in different networks, and two others. */
function smallCrew(): Crew {
  const { company } = crew().memory;
  const admins = company.users.filter(({ roleIds }) => roleIds.includes("r-admin")).slice(0, 2);
  const others = company.users.filter(({ roleIds, state }) => roleIds.includes("r-manager") && state === "active");
  const users = [...admins, ...others.slice(0, 2)];
  const ids = new Set(users.map(({ id }) => id));
  const logins = users.map(({ id, login }, n) => ({
    ...company.logins[0]!,
    id: `login-${String(n)}`,
    userId: id,
    login,
    address: `198.51.100.${String(n)}`,
    result: "ok" as const,
  }));
  const departments = company.organisation.departments.map((one) => ({ ...one, headId: null }));
  return crew({
    company: {
      ...company,
      organisation: { ...company.organisation, departments },
      users,
      logins,
      sessions: logins.map(({ userId, at, address }) => ({
        id: `session-${userId}`,
        userId,
        startedAt: at,
        lastSeenAt: at,
        address,
        userAgent: null,
        current: false,
      })),
      contacts: [],
      deals: [],
      ipRules: {},
      assignments: company.assignments.filter(({ subject }) => subject.type !== "user" || ids.has(subject.id)),
    },
  });
}

type Client = Crew["admin"];
type Pick = <T>(items: readonly T[]) => T;

/** One thing that an administrator might do, wise or not. */
async function stumble(client: Client, ids: readonly string[], pick: Pick): Promise<unknown> {
  const id = pick(ids);
  const roles = ["r-admin", "r-manager", "r-executive"];
  switch (pick(["state", "remove", "roles", "role", "assign", "move", "company", "own", "limit", "consume"])) {
    case "state":
      return client.users.bulk({
        ids: [id],
        change: { kind: "setState", state: pick(["active", "blocked", "deactivated"]) },
      });
    case "remove":
      return client.users.remove({ id, version: (await client.users.get({ id })).version });
    case "roles": {
      const { version } = await client.users.get({ id });
      return client.users.update({ id, version, patch: { roleIds: [pick(roles)] } });
    }
    case "role": {
      const role = await client.roles.get({ id: "r-admin" });
      const { "user.manage": _taken, ...less } = role.grants;
      const grants = pick([less, { ...role.grants, "user.manage": "any" as const }]);
      return client.roles.update({ id: role.id, version: role.version, patch: { grants } });
    }
    case "assign": {
      const { version } = await client.roles.get({ id: "r-admin" });
      const until = pick([null, "2026-03-09T00:00:00.000Z"]);
      const subject = pick([{ type: "user", id } as const, { type: "department", id: "d-new-business" } as const]);
      return client.assignments.replace({ roleId: "r-admin", version, assignments: [{ subject, until }] });
    }
    case "move": {
      const nodes = (await client.org.read({})).departments;
      const { id: moved, version } = pick(nodes);
      return client.org.updateDepartment({ id: moved, version, patch: { parentId: pick(nodes).id } });
    }
    case "company":
    case "own": {
      const userId = pick([null, id]);
      const { version } = await client.access.ipRules({ userId });
      const networks = [
        [],
        ["198.51.100.0/31"],
        ["198.51.100.0"],
        ["198.51.100.1"],
        ["198.51.100.2/31"],
        ["192.0.2.0/24"],
      ];
      const rules = pick(networks).map((network) => ({ network, note: null }));
      return client.access.setIpRules({ userId, version, rules });
    }
    case "limit": {
      const { version } = await client.access.limits({});
      const limit = { action: "deal.create", subject: { type: "everyone" }, period: "month", most: 2 } as const;
      return client.access.setLimits({ version, limits: pick([[], [limit]]) });
    }
    default:
      return client.access.consume({ action: "deal.create", amount: 1 });
  }
}

function administrators({ memory }: Crew): readonly string[] {
  const { users, roles, assignments, departments, groups, ipRules } = memory.snapshot();
  const rights = compileRights({ departments, groups, roles, assignments }, new Date("2026-03-02T09:00:00.000Z"));
  const rules = (id: string) => ipRules.find((one) => one.id === id)?.rules ?? [];
  const able = users.filter((user) => isAdministrator(rightsOf(rights, user)));
  return able
    .filter(({ id }) => {
      const login = memory.company.logins.find(({ userId }) => userId === id);
      return judgeAddress(login?.address ?? null, rules("company"), rules(id)).allowed;
    })
    .map(({ id }) => id);
}

test("no walk through states, deletions, roles, moves, rules and limits ends where nobody can log in and administer", async () => {
  let refused = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const c = smallCrew();
    const random = seeded(seed);
    const pick: Pick = (items) => items[random(items.length)]!;
    const ids = c.memory.snapshot().users.map(({ id }) => id);
    for (let step = 0; step < 40; step++) {
      try {
        await stumble(c.as(pick(ids)), ids, pick);
      } catch (error) {
        if (!isCrewError(error)) throw error;
        if (error.code === "last_admin" || error.code === "lockout_prevented") refused++;
      }
      assert.ok(administrators(c).length > 0, `seed ${String(seed)}, step ${String(step)}`);
    }
  }
  assert.ok(refused > 60, `the walks came to the edge only ${String(refused)} times`);
});

test("an administrator whom the rules keep out does nothing, and does not count as the one who is left", async () => {
  const c = smallCrew();
  const [first, second] = c.memory.snapshot().users;
  assert.ok(first && second);
  const { version } = await c.as(first.id).access.ipRules({ userId: null });
  const rules = [{ network: "198.51.100.0", note: null }];
  const outside = c.as(second.id);
  await outside.session.me({});
  await c.as(first.id).access.setIpRules({ userId: null, version, rules });
  await fails(outside.session.me({}), "forbidden");
  const block = { id: first.id, version: first.version, state: "blocked" } as const;
  await fails(c.as(first.id).users.setState(block), "last_admin"); // not `lockout_prevented`: there is no other
});
