import type { ActionKey, CallContext, Ports, Recording, UnsupportedReason } from "@crewdock/contract";
import type { RightsHold } from "../auth/authenticate.ts";
import type { Actor } from "../rights/actor.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import type { StoredBytes } from "./bytes-answer.ts";
import type { EachAnswer, EachOf } from "./write-each.ts";

/** What a handler knows of the call it answers. */
export interface Call {
  readonly tenant: string;
  /** As they stood when the call came in; a change goes by the one it is handed. */
  readonly actor: Actor;
  /** Aborted when the caller has gone away. */
  readonly signal: AbortSignal;
  /** BCP 47 tag that the caller's page speaks. */
  readonly language: string;
  readonly requestId: string;
  readonly request: Request;
  readonly now: Date;
  /**
   * Says that the caller has used an action besides the one that the operation takes: of an operation that takes none from
   * those whom it is about. For the check-up of roles.
   */
  used(action: ActionKey): void;
  /** For reading outside of a change. */
  readonly db: Queries;
  /**
   * Runs a change. For an operation with an idempotency key its result is the answer: it is stored in the same
   * transaction, and a repeated call gets the stored one without running `work`. The actor is read anew within it.
   * @param hold `exclusive` for what begins a change of rights or of somebody's place, @default "shared"
   * @throws CrewError `unauthenticated`, `forbidden` for somebody who was logged out, blocked or demoted meanwhile
   */
  write<T>(work: (unit: Unit, actor: Actor) => Promise<T>, hold?: RightsHold): Promise<T>;
  /**
   * Runs a change for each item by itself, see {@link writeEach}; for bulk operations, which have an idempotency key.
   * Each holds the rights exclusively.
   */
  writeEach<Result>(each: EachOf<Result>): Promise<EachAnswer<Result>>;
}

/** Bytes are not handed over as a whole, but so that they can be read bit by bit. */
type Handler<Verb> = Verb extends (input: infer Input, context: CallContext) => infer Answer
  ? (input: Input, call: Call) => Answer extends Promise<Recording> ? Promise<StoredBytes> : Answer
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
