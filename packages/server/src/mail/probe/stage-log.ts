import type { MailCheckEvent, MailProtocol, MailStageName } from "@crewdock/contract";
import { ProbeFailure } from "./probe-failure.ts";
import type { RunStage } from "./open-session.ts";

const order: Readonly<Record<MailProtocol, readonly MailStageName[]>> = {
  imap: ["name", "connection", "encryption", "login", "folders"],
  smtp: ["name", "connection", "encryption", "login", "sender"],
};

/** Tells the stages of one protocol as they start and end, and remembers where it stopped. */
export class StageLog {
  current: MailStageName = "name";
  readonly #protocol: MailProtocol;
  readonly #emit: (event: MailCheckEvent) => void;
  readonly #now: () => number;

  constructor(protocol: MailProtocol, emit: (event: MailCheckEvent) => void, now: () => number) {
    this.#protocol = protocol;
    this.#emit = emit;
    this.#now = now;
  }

  readonly run: RunStage = async (stage, work) => {
    this.current = stage;
    if (!work) {
      this.#tell(stage, "skipped", 0);
      return null;
    }
    const started = this.#now();
    this.#tell(stage, "running", 0);
    try {
      const result = await work();
      this.#tell(stage, "ok", this.#now() - started);
      return result;
    } catch (error) {
      this.#tell(stage, "failed", this.#now() - started);
      throw error;
    }
  };

  /** The stages that were not reached any more. */
  skipRest(): void {
    const stages = order[this.#protocol];
    for (const stage of stages.slice(stages.indexOf(this.current) + 1)) this.#tell(stage, "skipped", 0);
  }

  /**
   * What stopped the stages. Where the time for the whole check ran out, that is a time-out of the stage it was in.
   * @throws the error itself when it is none of a probe: a defect must not pass for a mail failure.
   */
  failure(error: unknown, outOfTime: boolean): ProbeFailure {
    if (!(error instanceof ProbeFailure)) throw error;
    if (error.code !== "cancelled" || !outOfTime) return error;
    if (this.current === "name") return new ProbeFailure("dns_temporary");
    if (this.current === "connection") return new ProbeFailure("connect_timeout");
    if (this.current === "encryption") return new ProbeFailure("greeting_timeout");
    return new ProbeFailure(this.current === "login" ? "login_timeout" : "temporary");
  }

  #tell(stage: MailStageName, state: "running" | "ok" | "failed" | "skipped", ms: number): void {
    this.#emit({ type: "stage", protocol: this.#protocol, stage, state, ms: Math.round(ms) });
  }
}
