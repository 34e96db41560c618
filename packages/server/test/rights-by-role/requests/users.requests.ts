import type { BulkAnswer, ImportAnswer, User, UserGroup } from "@crewdock/contract";
import { userInput } from "../../../src/testing/inputs.ts";
import type { Outcome } from "../places.ts";
import { newContact } from "../things.ts";
import { type Ask, type Listed, listed, type Questions } from "./question.ts";

/** Asks about somebody new who stands for the target, in a way that uses them up. */
function ofFresh(body?: unknown): Ask {
  return async (world, target) => {
    const { id, version } = await world.fresh(target);
    return { path: { id }, version, ...(body === undefined ? {} : { body }) };
  };
}

export const userQuestions: Questions = {
  "session.me": async (_world, { id }) => ({
    means: ({ user }: { readonly user: { readonly id: string } }) => listed(user.id === id),
  }),
  "users.list": async (_world, { id, login }) => ({
    query: { q: login },
    means: ({ items }: Listed<User>) => listed(items.some((user) => user.id === id)),
  }),
  "users.get": async (_world, { id }) => ({ path: { id } }),
  "users.create": async ({ next }, { place, departmentId }) => ({
    body: userInput(`rights.new.${next()}`, {
      password: null,
      departmentId,
      roleIds: [place === "superior" ? "r-admin" : "r-manager"],
    }),
  }),
  "users.update": async (world, target) => {
    const { id, version } = await world.fresh(target);
    return { path: { id }, version, body: { serviceNumber: `R-${world.next()}` } };
  },
  "users.setState": ofFresh({ state: "blocked" }),
  "users.bulk": async (world, target) => {
    const { id } = await world.fresh(target);
    const { id: groupId } = await world.kept("group", () => {
      const group = { name: "Rights", parentId: null, kind: "team" };
      return world.create<UserGroup>("/v1/organisation/groups", group);
    });
    return {
      body: { ids: [id], change: { kind: "addToGroup", groupId } },
      means: ({ results: [result] }: BulkAnswer): Outcome =>
        !result || result.ok ? listed(result !== undefined) : result.problem.code,
    };
  },
  "users.import": async (world, target) => {
    const { login } = await world.fresh(target);
    return {
      body: { matchBy: "login", dryRun: false, rows: [{ login, serviceNumber: `R-${world.next()}` }] },
      means: ({ results: [result] }: ImportAnswer): Outcome =>
        result?.outcome === "refused" ? result.problem.code : listed(result?.outcome === "updated"),
    };
  },
  "users.remove": ofFresh(),
  "users.resendInvitation": ofFresh(),
  "users.endSessions": ofFresh({}),
  "records.owned": async (_world, { id: userId }) => ({ path: { userId } }),
  "records.transfer": async (world, target) => {
    const { id: fromId } = await world.fresh(target);
    await newContact(world, fromId);
    return { path: { fromId }, body: { toId: world.receiver } };
  },
};
