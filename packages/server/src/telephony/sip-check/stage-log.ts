import type { SipCheckFailureCode, SipCheckReport, SipCheckStageName } from "@crewdock/contract";
import { failureOf } from "./failures.ts";
import type { SipCheckError } from "./sip-check-error.ts";

const ORDER: readonly SipCheckStageName[] = ["name", "connection", "encryption", "login"];

interface Entry {
  readonly state: "ok" | "failed";
  readonly ms: number;
}

/** Runs the stages of a check and keeps their outcome and time; what was never run counts as skipped. */
export class StageLog {
  readonly #now: () => number;
  readonly #start: number;
  readonly #entries = new Map<SipCheckStageName, Entry>();
  #failure: { readonly stage: SipCheckStageName; readonly error: SipCheckError } | undefined;

  /** `now` is a steady clock in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
    this.#start = now();
  }

  /**
   * Runs a part of a stage; parts of one stage add up.
   *
   * @throws SipCheckError whatever the part raised, `otherwise` where its code is not known
   */
  async run<T>(stage: SipCheckStageName, otherwise: SipCheckFailureCode, part: () => Promise<T>): Promise<T> {
    const start = this.#now();
    try {
      const result = await part();
      this.#add(stage, "ok", start);
      return result;
    } catch (cause) {
      const error = failureOf(cause, otherwise);
      this.#add(stage, "failed", start);
      this.#failure = { stage, error };
      throw error;
    }
  }

  /** The report of what was run so far. */
  report(): SipCheckReport {
    const failure = this.#failure;
    return {
      ok: failure === undefined,
      stages: ORDER.map((stage) => ({ stage, ...(this.#entries.get(stage) ?? { state: "skipped" as const, ms: 0 }) })),
      failure:
        failure === undefined
          ? null
          : {
              code: failure.error.code,
              stage: failure.stage,
              retryable: failure.error.retryable,
              status: failure.error.status,
            },
      ms: Math.round(this.#now() - this.#start),
    };
  }

  #add(stage: SipCheckStageName, state: Entry["state"], start: number): void {
    const before = this.#entries.get(stage)?.ms ?? 0;
    this.#entries.set(stage, { state, ms: before + Math.round(this.#now() - start) });
  }
}
