import { CrewError, type Id } from "@crewdock/contract";
import { type Actor, actorOf } from "./actor.ts";
import { isLetIn } from "./ip-admission.ts";
import type { Store } from "./store.ts";
import { endSuspensions } from "./suspension.ts";
import { LaidTable } from "./table.ts";
import type { StoredSession } from "./tables.ts";

const minute = 60_000;

/** Somebody who uses the adapter: logged in with the first call, until the session is ended. */
export interface SessionHolder {
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
export function enter(store: Store, holder: SessionHolder): Actor {
  endSuspensions(store);
  const actor = actorOf(store, holder.userId);
  const now = store.now().getTime();
  const seen = new Date(now - (now % minute)).toISOString();
  const session = holder.sessionId === null ? sessionFor(store, holder) : store.tables.sessions.get(holder.sessionId);
  if (!session) throw new CrewError("unauthenticated", { detail: "the session was ended" });
  holder.sessionId = session.id;
  const address = holder.address ?? session.address;
  if (!isLetIn(store.tables, actor.user, { userId: holder.userId, address }))
    throw new CrewError("forbidden", { detail: "address" });
  if (session.lastSeenAt < seen || !store.tables.sessions.has(session.id)) seeAt(store, session, seen);
  return actor;
}

/** The address of the one who acts; null when it is not known. */
export function addressOf(store: Store, holder: SessionHolder): string | null {
  const session = holder.sessionId === null ? undefined : store.tables.sessions.get(holder.sessionId);
  return holder.address ?? session?.address ?? null;
}

/** The newest session that the person has already, or a fresh one. */
function sessionFor(store: Store, { userId, address }: SessionHolder): StoredSession {
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
