import { type Client, isCrewError, type LiveEvent } from "@crewdock/contract";

/**
 * Calls `onEvent` for everything that changes elsewhere, until the signal aborts. A backend without live events is
 * no error: the editor then shows changes at the next load.
 */
export async function followEvents(
  client: Client,
  onEvent: (event: LiveEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const event of client.events.subscribe({}, { signal })) {
      if (signal.aborted) return;
      onEvent(event);
    }
  } catch (error) {
    if (signal.aborted || (isCrewError(error) && (error.code === "unsupported" || error.code === "forbidden"))) return;
    reportError(error);
  }
}
