import type { BulkAnswer, CallContext, Ports, UnsupportedReason } from "@crewdock/contract";
import type { Actor } from "../rights/actor.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";

/** What a handler knows of the call it answers. */
export interface Call {
  readonly tenant: string;
  readonly actor: Actor;
  /** Aborted when the caller has gone away. */
  readonly signal: AbortSignal;
  /** BCP 47 tag that the caller's page speaks. */
  readonly language: string;
  readonly requestId: string;
  readonly request: Request;
  readonly now: Date;
  /** For reading outside of a change. */
  readonly db: Queries;
  /**
   * Runs a change. For an operation with an idempotency key its result is the answer: it is stored in the same
   * transaction, and a repeated call gets the stored one without running `work`.
   */
  write<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  /** Runs a change for each item by itself, see {@link writeEach}; for bulk operations, which have an idempotency key. */
  writeEach(ids: readonly string[], work: (unit: Unit, id: string) => Promise<void>): Promise<BulkAnswer>;
}

type Handler<Verb> = Verb extends (input: infer Input, context: CallContext) => infer Answer
  ? (input: Input, call: Call) => Answer
  : never;

/** Stands in the place of a handler whose means were not configured; the capabilities say so. */
export interface Unavailable {
  readonly unavailable: UnsupportedReason;
}

export const notConfigured: Unavailable = { unavailable: "not_configured" };
export const notInBackend: Unavailable = { unavailable: "not_in_backend" };

/** One handler for each verb of the contract: a missing one does not compile. */
export type Handlers = {
  readonly [P in keyof Ports]: { readonly [V in keyof Ports[P]]: Handler<Ports[P][V]> | Unavailable };
};

/** A handler once its types have been checked: the router treats all alike. */
export type AnyHandler = (input: unknown, call: Call) => Promise<unknown> | AsyncIterable<unknown>;
