import { CrewError, type Id, type LoginSession, type Ports } from "@crewdock/contract";
import { anyUser, demandOwnOr } from "./actor.ts";
import { aboutUser, change } from "./change.ts";
import { ipVerbs } from "./ip-rules.ts";
import { limitVerbs } from "./limits.ts";
import { cutPage, matches } from "@crewdock/contract/serve";
import type { Draft, StoredSession, Tables } from "./tables.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

export function accessPort(backstage: Backstage): Ports["access"] {
  return {
    logins: verb(backstage, "access", "logins", (query, call) => {
      const { store, context } = call;
      demandOwnOr(call, "security.view", query.userId);
      return cutPage(query, {
        rows: [...store.tables.logins.values()].filter(
          (login) =>
            (query.userId === undefined || login.userId === query.userId) &&
            (!query.results?.length || query.results.includes(login.result)) &&
            isWithin(login.at, query) &&
            matches(query.q, [login.login, login.address]),
        ),
        idOf: ({ id }) => id,
        valueOf: ({ at }) => at,
        direction: query.sort?.direction ?? "desc",
        language: context.language,
      });
    }),
    sessions: verb(backstage, "access", "sessions", ({ userId }, call) => {
      const { store, actor, holder } = call;
      demandOwnOr(call, "security.view", userId);
      anyUser(store, actor, userId);
      return {
        items: sessionsOf(store.tables, userId)
          .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
          .map((session): LoginSession => ({ ...session, current: session.id === holder.sessionId })),
      };
    }),
    endSession: verb(backstage, "access", "endSession", ({ userId, id }, call) => endSession(userId, id, call)),
    ...ipVerbs(backstage),
    ...limitVerbs(backstage),
  };
}

/** Whether a time lies from `from` on and before `to`. */
export function isWithin(
  at: string,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): boolean {
  const time = Date.parse(at);
  return (from === undefined || time >= Date.parse(from)) && (to === undefined || time < Date.parse(to));
}

export function sessionsOf({ sessions }: Tables, userId: Id): readonly StoredSession[] {
  return [...sessions.values()].filter((session) => session.userId === userId);
}

/** Ends all sessions of a user but `kept` as part of a change. */
export function dropSessions(draft: Draft, userId: Id, kept: Id | null = null): void {
  for (const { id } of sessionsOf(draft.tables, userId)) if (id !== kept) draft.drop("sessions", id);
}

function endSession(userId: Id, id: Id, call: Call): void {
  demandOwnOr(call, "security.manage", userId);
  const session = call.store.tables.sessions.get(id);
  if (session?.userId !== userId) throw new CrewError("not_found");
  change(call, ({ draft, audit, tell }) => {
    draft.drop("sessions", id);
    tell("user.changed", userId, aboutUser(call.store.tables, userId));
    audit({ action: "session.end", recordType: "session", recordId: id, before: session, after: null });
  });
}
