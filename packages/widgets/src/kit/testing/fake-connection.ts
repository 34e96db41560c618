import type { Connection, ConnectionStatus } from "@crewdock/contract";

/** A connection that is lost and comes back when a test says so. */
export interface FakeConnection extends Connection {
  /** @param since an ISO time; default now */
  readonly turn: (reachable: ConnectionStatus["reachable"], since?: string) => void;
  readonly listeners: () => number;
}

export function fakeConnection(reachable: ConnectionStatus["reachable"] = true): FakeConnection {
  const listeners = new Set<(status: ConnectionStatus) => void>();
  let status: ConnectionStatus = { reachable, since: new Date().toISOString(), events: "stream" };
  return {
    get status() {
      return status;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    turn: (next, since = new Date().toISOString()) => {
      status = { ...status, reachable: next, since };
      for (const listener of listeners) listener(status);
    },
    listeners: () => listeners.size,
  };
}
