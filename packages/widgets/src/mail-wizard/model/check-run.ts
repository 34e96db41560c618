import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type {
  Client,
  MailCheckEvent,
  MailCheckInput,
  MailCheckReport,
  MailProtocol,
  MailStageName,
} from "@crewdock/contract";

export type StageState = "waiting" | "running" | "ok" | "failed" | "skipped";

export interface CheckStage {
  readonly stage: MailStageName;
  readonly state: StageState;
  /** Milliseconds, once it is over. */
  readonly ms: number | undefined;
}

export type CheckStages = Readonly<Record<MailProtocol, readonly CheckStage[]>>;

export interface CheckRun {
  readonly state: ReadonlySignal<"idle" | "running" | "done" | "error">;
  readonly stages: ReadonlySignal<CheckStages>;
  readonly report: ReadonlySignal<MailCheckReport | undefined>;
  /** Why there is no report: the backend could not be asked. */
  readonly error: ReadonlySignal<unknown>;
  /** A log-in has been running for so long that the password is probably wrong. */
  readonly slow: ReadonlySignal<boolean>;
  start(input: MailCheckInput): Promise<MailCheckReport | undefined>;
  stop(): void;
}

const order: Readonly<Record<MailProtocol, readonly MailStageName[]>> = {
  imap: ["name", "connection", "encryption", "login", "folders"],
  smtp: ["name", "connection", "encryption", "login", "sender"],
};

/** After how long a log-in counts as slow; servers hold back their answer to a wrong password. */
const SLOW_MS = 2500;

function waiting(): CheckStages {
  const list = (protocol: MailProtocol): readonly CheckStage[] =>
    order[protocol].map((stage) => ({ stage, state: "waiting", ms: undefined }));
  return { imap: list("imap"), smtp: list("smtp") };
}

function each(stages: CheckStages, change: (entry: CheckStage, index: number) => CheckStage): CheckStages {
  return { imap: stages.imap.map(change), smtp: stages.smtp.map(change) };
}

/** Both directions set out at once; the wait for the first word of it belongs to their first stage. */
function begun(): CheckStages {
  return each(waiting(), (entry, index) => (index === 0 ? { ...entry, state: "running" } : entry));
}

/** Nothing runs any more: what was never told of goes back to waiting. */
function halted(stages: CheckStages): CheckStages {
  return each(stages, (entry) => (entry.state === "running" ? { ...entry, state: "waiting" } : entry));
}

/** Runs one check at a time and keeps what it told so far. */
export function createCheckRun(client: () => Client): CheckRun {
  const state = signal<"idle" | "running" | "done" | "error">("idle");
  const stages = signal<CheckStages>(waiting());
  const report = signal<MailCheckReport | undefined>(undefined);
  const error = signal<unknown>(undefined);
  const slow = signal(false);
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function took(event: Extract<MailCheckEvent, { type: "stage" }>): void {
    stages.value = {
      ...stages.value,
      [event.protocol]: stages.value[event.protocol].map((entry) =>
        entry.stage === event.stage
          ? {
              stage: event.stage,
              state: event.state,
              ms: event.state === "ok" || event.state === "failed" ? event.ms : undefined,
            }
          : entry,
      ),
    };
    const loggingIn = Object.values(stages.value).some((list) =>
      list.some((entry) => entry.stage === "login" && entry.state === "running"),
    );
    if (!loggingIn) quick();
    else timer ??= setTimeout(() => (slow.value = true), SLOW_MS);
  }

  function quick(): void {
    clearTimeout(timer);
    timer = undefined;
    slow.value = false;
  }

  function stop(): void {
    running?.abort();
    running = undefined;
    quick();
    if (state.value !== "running") return;
    end("idle");
  }

  function end(as: "idle" | "done" | "error"): void {
    batch(() => {
      state.value = as;
      stages.value = halted(stages.value);
    });
  }

  async function start(input: MailCheckInput): Promise<MailCheckReport | undefined> {
    stop();
    const own = new AbortController();
    running = own;
    batch(() => {
      state.value = "running";
      stages.value = begun();
      report.value = undefined;
      error.value = undefined;
    });
    try {
      for await (const event of client().mail.check(input, { signal: own.signal })) {
        if (running !== own) return undefined;
        if (event.type === "stage") took(event);
        else report.value = event.report;
      }
      if (running !== own) return undefined;
      end("done");
      return report.value;
    } catch (problem) {
      if (running !== own) return undefined;
      batch(() => {
        error.value = problem;
        end("error");
      });
      return undefined;
    } finally {
      if (running === own) {
        running = undefined;
        quick();
      }
    }
  }

  return { state, stages, report, error, slow, start, stop };
}
