import { type Client, isCrewError, type LiveEvent } from "@crewdock/contract";

const firstPause = 1000;
const longestPause = 60_000;

/**
 * Tells every event until the signal aborts. A stream that breaks is opened again where it left off, after pauses that
 * grow; a backend without events is left alone.
 */
export async function followChanges(
  client: Client,
  tell: (event: LiveEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let since: string | undefined;
  for (let pause = firstPause; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
    try {
      for await (const event of client.events.subscribe(since === undefined ? {} : { since }, { signal })) {
        since = event.cursor;
        pause = firstPause;
        tell(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isCrewError(error) && (error.code === "unsupported" || error.code === "forbidden")) return;
    }
    await wait(pause, signal);
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
