import type { Client, LiveEvent } from "@crewdock/contract";
import { backoffDelay, WakeablePause } from "./engine/backoff.ts";
import { codeOf } from "./engine/error-code.ts";

/** Hands every live event over until `signal` aborts; a stream that breaks is taken up where it stopped. */
export async function followEvents(
  client: Client,
  signal: AbortSignal,
  onEvent: (event: LiveEvent) => void,
): Promise<void> {
  const pause = new WakeablePause();
  let since: string | undefined;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      for await (const event of client.events.subscribe(since === undefined ? {} : { since }, { signal })) {
        since = event.cursor;
        failures = 0;
        onEvent(event);
      }
    } catch (error) {
      if (codeOf(error) === "unsupported") return;
    }
    await pause.wait(backoffDelay(failures, 1_000, 30_000), signal);
  }
}
