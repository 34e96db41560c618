import { CrewError, type Id } from "@crewdock/contract";
import { type Actor, actorOf } from "./actor.ts";
import { isLetIn } from "./ip-admission.ts";
import type { Store } from "./store.ts";
import { endSuspensions } from "./suspension.ts";
import { LaidTable } from "./table.ts";
import type { StoredSession } from "./tables.ts";

const minute = 60_000;

/** Somebody uses the adapter: logged in with the first call, until the session is ended. */
export interface Visit {
  readonly userId: Id;
  /** From where; undefined: from where the session was begun. */
  readonly address: string | undefined;
  sessionId: Id | null;
}

/**
 * Lets somebody in for one call.
 * @throws CrewError `unauthenticated` also when the session was ended, `forbidden` for who may not log in, or not
 * from there.
 */
export function enter(store: Store, visit: Visit): Actor {
  endSuspensions(store);
  const actor = actorOf(store, visit.userId);
  const now = store.now().getTime();
  const seen = new Date(now - (now % minute)).toISOString();
  const session = visit.sessionId === null ? sessionFor(store, visit) : store.tables.sessions.get(visit.sessionId);
  if (!session) throw new CrewError("unauthenticated", { detail: "the session was ended" });
  visit.sessionId = session.id;
  const address = visit.address ?? session.address;
  if (!isLetIn(store.tables, actor.user, { userId: visit.userId, address }))
    throw new CrewError("forbidden", { detail: "address" });
  if (session.lastSeenAt < seen || !store.tables.sessions.has(session.id)) seeAt(store, session, seen);
  return actor;
}

/** The address of the one who acts; null when it is not known. */
export function addressOf(store: Store, visit: Visit): string | null {
  const session = visit.sessionId === null ? undefined : store.tables.sessions.get(visit.sessionId);
  return visit.address ?? session?.address ?? null;
}

/** The newest session that the person has already, or a fresh one. */
function sessionFor(store: Store, { userId, address }: Visit): StoredSession {
  const mine = [...store.tables.sessions.values()].filter((session) => session.userId === userId);
  const [newest] = mine.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  const at = store.now().toISOString();
  const userAgent = typeof navigator === "undefined" ? null : navigator.userAgent;
  return (
    newest ?? {
      id: store.nextId("session"),
      userId,
      startedAt: at,
      lastSeenAt: "",
      address: address ?? null,
      userAgent,
    }
  );
}

/** Being seen is no change of anything that people make, so it goes past the audit log. */
function seeAt(store: Store, session: StoredSession, lastSeenAt: string): void {
  const sessions = new LaidTable(store.tables.sessions);
  sessions.put({ ...session, lastSeenAt });
  store.tables = { ...store.tables, sessions };
  for (const tell of store.changed) tell();
}
