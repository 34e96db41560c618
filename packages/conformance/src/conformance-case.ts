import type { Client, Id, MethodName, Ports } from "@crewdock/contract";

/** On whose behalf a case acts: people of the sample company. */
export type Actor = "admin" | "head" | "manager";

/** What a case works with. */
export interface ConformanceContext {
  /** The backend as one of the people sees it. */
  readonly as: (actor: Actor) => Client;
  readonly people: Readonly<Record<Actor, Id>>;
  /** A text that no other case has, of letters and digits: cases share one backend and may run side by side. */
  readonly unique: () => string;
  /** Aborted when the case is over, so that no stream outlives it. */
  readonly signal: AbortSignal;
}

/** One thing that every backend has to do alike. */
export interface ConformanceCase {
  /** Unique, and stable from release to release: exceptions are granted by it. */
  readonly name: string;
  readonly port: keyof Ports;
  /** Methods without which the case means nothing; a backend that does not offer one is excused. */
  readonly needs: readonly MethodName[];
  readonly run: (context: ConformanceContext) => Promise<void>;
}

export type Run = ConformanceCase["run"];

/** Makes the cases of one port. */
export function casesOf(
  port: keyof Ports,
  cases: Readonly<Record<string, readonly [needs: readonly MethodName[], run: Run]>>,
): readonly ConformanceCase[] {
  return Object.entries(cases).map(([name, [needs, run]]) => ({ name: `${port}: ${name}`, port, needs, run }));
}
