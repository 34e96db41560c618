import type { MethodName, UserPatch } from "@crewdock/contract";
import { callInput, mailInput, roleInput } from "../samples/inputs.ts";
import { importActions } from "./import-actions.ts";
import { orgActions } from "./org-actions.ts";
import { userOf } from "./sample-user.ts";
import { type Known, keep, picked, shownRole, shownUser, type Side, versionFor } from "./side.ts";

/** One step of a sequence, in small numbers that shrink well. Actions read them as they need. */
export interface Step {
  readonly action: string;
  /** Which of the records made so far. */
  readonly which: number;
  /** Which variant of the action. */
  readonly how: number;
  /** Whether an old version is sent. */
  readonly stale: boolean;
}

export interface Action {
  readonly method: MethodName;
  /** Undefined where the sequence has made no record to act on yet. */
  readonly run: (side: Side, step: Step) => (() => Promise<unknown>) | undefined;
}

function patchOf(side: Side, how: number): UserPatch {
  const patches: readonly UserPatch[] = [
    { serviceNumber: String(how) },
    { serviceNumber: null },
    { email: `${side.mark}${String(how % 4)}@crewdock.test` },
    { name: { last: `Other${side.mark}`, first: "First", patronymic: "P" } },
    { roleIds: side.roles.map(({ id }) => id).slice(0, 2) },
    { roleIds: [] },
    { departmentId: "d-none" },
    { serviceNumber: "#".repeat(21) },
  ];
  return patches[how % patches.length] ?? {};
}

const states = ["active", "blocked", "deactivated"] as const;

const userActions: Readonly<Record<string, Action>> = {
  "create user": {
    method: "users.create",
    run:
      (side, { how, which }) =>
      async () => {
        const user = await side.client.users.create({ user: userOf(side, how, which) });
        side.users.push({ id: user.id, versions: [user.version] });
        return shownUser(user);
      },
  },
  "change user": {
    method: "users.update",
    run: (side, { which, how, stale }) => {
      const known = picked(side.users, which);
      if (!known) return undefined;
      return async () => {
        if (!stale) await refreshUser(side, known);
        const input = { id: known.id, version: versionFor(known, stale), patch: patchOf(side, how) };
        const user = await side.client.users.update(input);
        keep(known, user.version);
        return shownUser(user);
      };
    },
  },
  "set state of user": {
    method: "users.setState",
    run: (side, { which, how, stale }) => {
      const known = picked(side.users, which);
      if (!known) return undefined;
      return async () => {
        if (!stale) await refreshUser(side, known);
        const state = states[how % states.length] ?? "active";
        const user = await side.client.users.setState({ id: known.id, version: versionFor(known, stale), state });
        keep(known, user.version);
        return shownUser(user);
      };
    },
  },
  "block and activate many users": {
    method: "users.bulk",
    run: (side, { how }) => {
      if (side.users.length === 0) return undefined;
      return async () => {
        const ids = [...side.users.map(({ id }) => id), ...(how % 3 === 0 ? ["x-none"] : [])];
        const state = states[how % states.length] ?? "active";
        const { results } = await side.client.users.bulk({ ids, change: { kind: "setState", state } });
        return results.map((one) => (one.ok ? "ok" : one.problem.code.replace("gone", "not_found")));
      };
    },
  },
  "delete user": {
    method: "users.remove",
    run: (side, { which, stale }) => {
      const known = picked(side.users, which);
      if (!known) return undefined;
      return async () => {
        if (!stale) await refreshUser(side, known);
        return side.client.users.remove({ id: known.id, version: versionFor(known, stale) });
      };
    },
  },
  "read user": {
    method: "users.get",
    run: (side, { which }) => {
      const known = picked(side.users, which);
      return known && (async () => shownUser(await side.client.users.get({ id: known.id })));
    },
  },
  "list users": {
    method: "users.list",
    run:
      (side, { how }) =>
      async () => {
        const { items, total, nextCursor } = await side.client.users.list({
          q: side.mark,
          limit: 1 + (how % 5),
          sort: { field: "email", direction: how % 2 === 0 ? "asc" : "desc" },
          ...(how % 3 === 2 ? { states: ["active"] } : {}),
        });
        return { emails: items.map(({ email }) => email), total, more: nextCursor !== null };
      },
  },
};

/** Roles that are given change the users' records too, whose versions are then others on some backends. */
async function refreshUser({ client }: Side, known: Known): Promise<void> {
  keep(known, (await client.users.get({ id: known.id })).version);
}

async function refreshRole({ client }: Side, known: Known): Promise<void> {
  keep(known, (await client.roles.get({ id: known.id })).version);
}

const roleActions: Readonly<Record<string, Action>> = {
  "create role": {
    method: "roles.create",
    run:
      (side, { how }) =>
      async () => {
        const name = `Role ${String(how % 3)} ${side.mark}`;
        const role = await side.client.roles.create({
          role: roleInput(side.maker, side.mark, { name, grants: how === 7 ? { "no.such": "any" } : {} }),
        });
        side.roles.push({ id: role.id, versions: [role.version] });
        return shownRole(role);
      },
  },
  "change role": {
    method: "roles.update",
    run: (side, { which, how, stale }) => {
      const known = picked(side.roles, which);
      if (!known) return undefined;
      return async () => {
        if (!stale) await refreshRole(side, known);
        const patch = how % 3 === 0 ? { description: String(how) } : { name: `Role ${String(how % 3)} ${side.mark}` };
        const role = await side.client.roles.update({ id: known.id, version: versionFor(known, stale), patch });
        keep(known, role.version);
        return shownRole(role);
      };
    },
  },
  "remove role": {
    method: "roles.remove",
    run: (side, { which, stale }) => {
      const known = picked(side.roles, which);
      if (!known) return undefined;
      return async () => {
        if (!stale) await refreshRole(side, known);
        return side.client.roles.remove({ id: known.id, version: versionFor(known, stale) });
      };
    },
  },
  "read role": {
    method: "roles.get",
    run: (side, { which }) => {
      const known = picked(side.roles, which);
      return known && (async () => shownRole(await side.client.roles.get({ id: known.id })));
    },
  },
  "give role": {
    method: "assignments.replace",
    run: (side, { which, how, stale }) => {
      const known = picked(side.roles, which);
      if (!known) return undefined;
      return async () => {
        if (!stale) await refreshRole(side, known);
        const until = how % 4 === 3 ? "2001-01-01T00:00:00.000Z" : null;
        const assignments = side.users
          .filter((_, index) => ((how >> 1) & (1 << index)) !== 0)
          .map(({ id }) => ({ subject: { type: "user", id } as const, until }));
        const { items } = await side.client.assignments.replace({
          roleId: known.id,
          version: versionFor(known, stale),
          assignments,
        });
        return items.map(({ subject, until: end }) => [subject.id, end === null ? null : Date.parse(end)]).length;
      };
    },
  },
};

const mailActions: Readonly<Record<string, Action>> = {
  "create mail account": {
    method: "mail.create",
    run: (side, { which, how }) => {
      const user = picked(side.users, which);
      if (!user) return undefined;
      return async () => {
        const address = `${side.mark}m${String(side.accounts.length)}`;
        const account = mailInput(side.maker, address, how === 5 ? { password: null } : {});
        const { id, version, email, active } = await side.client.mail.create({ userId: user.id, account });
        side.accounts.push({ id, versions: [version] });
        return { email, active };
      };
    },
  },
  "change mail account": {
    method: "mail.update",
    run: (side, { which, how, stale }) => {
      const known = picked(side.accounts, which);
      if (!known) return undefined;
      return async () => {
        const {
          id: _id,
          version,
          state: _state,
          checkedAt: _at,
          ...present
        } = await side.client.mail.get({ id: known.id });
        keep(known, version);
        const imap = how % 3 === 2 ? { ...present.imap, port: 1993 } : present.imap;
        const account = { ...present, imap, password: null, active: how % 2 === 0 };
        const saved = await side.client.mail.update({ id: known.id, version: versionFor(known, stale), account });
        keep(known, saved.version);
        return { email: saved.email, active: saved.active, port: saved.imap.port };
      };
    },
  },
  "remove mail account": {
    method: "mail.remove",
    run: (side, { which, stale }) => {
      const known = picked(side.accounts, which);
      if (!known) return undefined;
      return () => side.client.mail.remove({ id: known.id, version: versionFor(known, stale) });
    },
  },
};

const callActions: Readonly<Record<string, Action>> = {
  "save call": {
    method: "calls.save",
    run:
      (side, { which, how }) =>
      async () => {
        const index = which % 4;
        const id = (side.calls[index] ??= side.maker.unique());
        const over = { endedAt: `2026-03-01T10:0${String(how % 6)}:00.000Z`, result: "missed" } as const;
        const startedAt = `2026-03-01T0${String(5 + index)}:00:00.000Z`;
        const call = callInput(`${side.mark}-${String(how)}`, { startedAt, ...(how % 2 === 0 ? over : {}) });
        const { number, endedAt, result } = await side.client.calls.save({ id, call });
        return { number, endedAt, result };
      },
  },
  "list calls": {
    method: "calls.list",
    run:
      (side, { how }) =>
      async () => {
        const { items, total } = await side.client.calls.list({ q: side.mark, limit: 1 + (how % 4) });
        return { numbers: items.map(({ number }) => number), total };
      },
  },
};

/** Every action by its name. */
export const actions: Readonly<Record<string, Action>> = {
  ...userActions,
  ...roleActions,
  ...mailActions,
  ...callActions,
  ...importActions,
  ...orgActions,
};
