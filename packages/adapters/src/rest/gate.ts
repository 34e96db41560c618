import { deferred } from "../deferred.ts";
import { orAborted } from "./abort.ts";
import type { Environment } from "./environment.ts";

/** A stream that does not open must not hold up the rest for longer, in milliseconds. */
const longestHold = 1000;

/**
 * Holds calls back while a stream of events is being opened: who subscribes first and then loads must hear of
 * everything that happens after what was loaded.
 */
export class Gate {
  readonly #env: Environment;
  readonly #openings = new Set<Promise<unknown>>();

  constructor(env: Environment) {
    this.#env = env;
  }

  hold(opening: Promise<unknown>): void {
    const { promise: enough, resolve } = deferred<void>();
    const takeBack = this.#env.later(resolve, longestHold);
    const held = Promise.race([opening.catch(() => {}), enough]).finally(() => {
      takeBack();
      this.#openings.delete(held);
    });
    this.#openings.add(held);
  }

  /** @throws CrewError `cancelled`, `timeout` */
  async pass(signal: AbortSignal): Promise<void> {
    if (this.#openings.size > 0) await orAborted(Promise.all(this.#openings), signal);
  }
}
