import type { Id, LoginRecord, LoginSession } from "@crewdock/contract";
import { newSession, sessionOf } from "../things.ts";
import type { Target, Versioned } from "../world.ts";
import { type Listed, listed, type Questions } from "./question.ts";

/** Whose rules are meant: those of the company as a whole have no user. */
function owner({ place, id }: Target): { readonly userId: Id | null } {
  return { userId: place === "company" ? null : id };
}

export const accessQuestions: Questions = {
  "access.logins": async (world, { place, id: userId }) => {
    if (place === "company") return {};
    const sessionId = await sessionOf(world, userId);
    return {
      query: { userId },
      means: ({ items }: Listed<LoginRecord>) => listed(items.some((login) => login.sessionId === sessionId)),
    };
  },
  "access.sessions": async (world, { id: userId }) => {
    const sessionId = await sessionOf(world, userId);
    return {
      path: { userId },
      means: ({ items }: Listed<LoginSession>) => listed(items.some(({ id }) => id === sessionId)),
    };
  },
  "access.endSession": async (world, { id: userId }) => ({
    path: { userId, id: await newSession(world, userId) },
    body: {},
  }),
  "access.ipRules": async (_world, target) => ({ query: { userId: owner(target).userId ?? "null" } }),
  "access.setIpRules": async (world, target) => {
    const { userId } = owner(target);
    const { version } = await world.read<Versioned>(`/v1/ip-rules?userId=${userId}`);
    // a rule would shut out everybody whose address is not known, which are all of the tests
    return { version, body: { userId, rules: [] } };
  },
  "access.testAddress": async (_world, target) => ({
    body: { address: "192.0.2.1", ...owner(target), rules: [] },
    changes: false,
  }),
  "access.limits": async () => ({}),
  "access.limitUse": async (_world, { id: userId }) => ({ path: { userId } }),
  "access.consume": async () => ({ body: { action: "contact.export", amount: 1 } }),
  "access.restore": async (world, target) => {
    const { id: userId } = await world.fresh(target);
    if (target.place === "self") return { path: { userId }, changes: false }; // who is suspended cannot ask
    await world.crew.server.db.query("update users set state = 'suspended' where id = $1", [userId]);
    return { path: { userId } };
  },
  "audit.list": async () => ({}),
};
