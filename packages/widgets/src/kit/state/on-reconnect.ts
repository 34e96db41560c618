import type { Connection } from "@crewdock/contract";

/**
 * Calls `run` each time the backend may be reached again after it could not. Returns the way to stop; undefined where
 * the adapter does not tell.
 */
export function onReconnect(connection: Connection | undefined, run: () => void): (() => void) | undefined {
  let lost = connection?.status.reachable === false;
  return connection?.onChange(({ reachable }) => {
    const back = lost && reachable !== false;
    lost = reachable === false;
    if (back) run();
  });
}
