import type { Client, Id, MethodName, Ports } from "@crewdock/contract";
import type { FaultyLine } from "./faulty-line.ts";
import type { Random } from "./random.ts";
import type { SharedRecords } from "./shared-records.ts";
import type { StoreProbe } from "./store-probe.ts";
import type { World } from "./world.ts";

/**
 * On whose behalf a case acts.
 * - `admin`: may manage all users and roles.
 * - `limited`: manages the users of one department and those below it, and no roles.
 * - `nobody`: works in the CRM and manages nothing.
 * - `stranger`: has no login that this backend accepts.
 */
export type Actor = "admin" | "limited" | "nobody" | "stranger";

/** Those of the actors who have a login. */
export type Person = Exclude<Actor, "stranger">;

/** What kind of promise a case looks at; the score card counts by it. */
export type Family =
  | "behaviour"
  | "answers"
  | "unsupported"
  | "login"
  | "rights"
  | "missing"
  | "fields"
  | "lists"
  | "conflicts"
  | "repeats"
  | "cancellation"
  | "secrets"
  | "live"
  | "concurrency"
  | "faults"
  | "store"
  | "sequences";

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
}

/** What a case works with. */
export interface ConformanceContext {
  /** The backend as one of the actors sees it. Skips the case where the author has given no such actor. */
  readonly as: (actor: Actor) => Client;
  /** Calls a method by its name: a promise, or an async iterable where the contract says so. */
  readonly call: (actor: Actor, method: MethodName, input: unknown, options?: CallOptions) => unknown;
  /** Ids of the actors' users. */
  readonly people: Readonly<Record<Person, Id>>;
  /** What the backend already holds and a case may refer to. */
  readonly world: World;
  /** Records that cases read and never change, so that not each needs its own. */
  readonly shared: SharedRecords;
  /** A text that no other case has, of letters and digits: cases share one backend and may run side by side. */
  readonly unique: () => string;
  /** A password that no policy objects to and that must never be seen in any answer. */
  readonly secret: () => string;
  /** Every secret handed out so far in this run, by any case. */
  readonly secrets: () => readonly string[];
  /** Decides by the seed of the run and the name of the case. */
  readonly random: Random;
  readonly supports: (method: MethodName) => boolean;
  /** A way to the store past the adapter. Skips the case where the author offers none. */
  readonly probe: () => StoreProbe;
  /** A line of the case's own that can be cut and garbled. Skips the case where there is none. */
  readonly faultyLine: () => Promise<FaultyLine>;
  /** Aborted when the case is over, so that no stream outlives it. */
  readonly signal: AbortSignal;
}

export type Run = (context: ConformanceContext) => Promise<void>;

/** One thing that every backend has to do alike. */
export interface ConformanceCase {
  /** Unique, and stable from release to release: exceptions are granted by it. */
  readonly name: string;
  readonly port: keyof Ports;
  readonly family: Family;
  /** Methods without which the case means nothing; a backend that does not offer one is excused. */
  readonly needs: readonly MethodName[];
  /** What an author whose backend fails here should look at. */
  readonly hint?: string;
  readonly run: Run;
}

type Body = readonly [needs: readonly MethodName[], run: Run, hint?: string];

/** Makes cases of one port. */
export function casesOf(
  port: keyof Ports,
  cases: Readonly<Record<string, Body>>,
  family: Family = "behaviour",
): readonly ConformanceCase[] {
  return Object.entries(cases).map(([name, [needs, run, hint]]) => ({
    name: `${port}: ${name}`,
    port,
    family,
    needs,
    ...(hint === undefined ? {} : { hint }),
    run,
  }));
}

/** Thrown by a case that means nothing for this backend; the case counts as skipped, with the reason. */
export class NotOffered extends Error {
  override readonly name = "NotOffered";
}

/** Skips the case with the reason where it means nothing for this backend. */
export function onlyIf(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new NotOffered(reason);
}
