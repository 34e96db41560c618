import { type Client, isCrewError, type LiveEvent } from "@crewdock/contract";
import { backoffDelay, WakeablePause } from "./backoff.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Hands every live event over until `signal` aborts. A stream that ends or breaks is taken up where it stopped, after
 * pauses that grow; a backend without events, and one that refuses them, is left alone. Never rejects.
 */
export async function followEvents(
  client: Client,
  onEvent: (event: LiveEvent) => void,
  signal: AbortSignal,
  firstPause: number = FIRST_PAUSE_MS,
): Promise<void> {
  let since: string | undefined;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      for await (const event of client.events.subscribe(since === undefined ? {} : { since }, { signal })) {
        if (signal.aborted) return;
        since = event.cursor;
        failures = 0;
        onEvent(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isCrewError(error)) reportError(error);
      else if (error.code === "unsupported" || error.code === "forbidden") return;
    }
    await new WakeablePause().wait(backoffDelay(failures, firstPause, LONGEST_PAUSE_MS), signal);
  }
}
