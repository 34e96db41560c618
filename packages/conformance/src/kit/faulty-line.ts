import type { Client } from "@crewdock/contract";
import type { Person } from "./conformance-case.ts";

/**
 * What happens to a request on its way.
 * - `delay`: it waits `ms` milliseconds before it goes on.
 * - `drop`: the connection breaks before the backend sees it.
 * - `lose-answer`: the backend does it, the connection breaks instead of the answer.
 * - `duplicate`: the backend gets it twice, the second answer goes back.
 * - `status`: the backend never sees it; this status comes back, with `Retry-After` where `retryAfter` seconds are given.
 * - `half-body`: the answer breaks off in the middle.
 * - `rubbish`: 200 with something that is no JSON.
 * - `html`: 502 with a web page, as a proxy in between would say it.
 * - `empty`: 200 with nothing.
 * - `cut-stream`: the answer is passed on, and the connection breaks once `ms` milliseconds have passed.
 */
export type Fault =
  | { readonly kind: "delay" | "cut-stream"; readonly ms: number }
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: number }
  | {
      readonly kind: "drop" | "lose-answer" | "duplicate" | "half-body" | "rubbish" | "html" | "empty";
    };

/** Which requests a fault meets. */
export interface FaultPlan {
  readonly fault: Fault;
  /** HTTP method. @default any */
  readonly method?: string;
  /** Part of the path. @default any */
  readonly path?: string;
  /** How many requests. @default 1 */
  readonly times?: number;
}

/** What went over the line. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** Milliseconds since the line was opened. */
  readonly at: number;
  readonly idempotencyKey: string | undefined;
}

/** A connection to the backend that can be disturbed. It belongs to one case. */
export interface FaultyLine {
  /** The backend behind the line. */
  readonly as: (actor: Person) => Client;
  /** Plans are used up in their order; the first that fits a request meets it. */
  readonly plan: (...plans: readonly FaultPlan[]) => void;
  readonly seen: () => readonly SeenRequest[];
  readonly close: () => Promise<void>;
}
