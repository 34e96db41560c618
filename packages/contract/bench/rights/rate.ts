/** Work that is timed: answers one question of many. */
export interface Work {
  readonly name: string;
  /** Asks so many questions. */
  readonly run: (count: number) => void;
  /** How many in one go; grows until a round takes long enough. */
  count: number;
}

/** Milliseconds of processor time, so that other work on the machine weighs less. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * How many questions a second of processor time each work answers: the best of some rounds, in which all take turns, as
 * the machine may be busier in one than in another.
 */
export function rates(works: readonly Work[], rounds: number, roundMs: number): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const work of works) while (cpuMs(() => work.run(work.count)) < roundMs / 2) work.count *= 2;
  for (let round = 0; round < rounds; round++)
    for (const work of works) {
      const took = cpuMs(() => work.run(work.count));
      best.set(work.name, Math.max(best.get(work.name) ?? 0, (work.count / took) * 1000));
    }
  return best;
}

/** Milliseconds of processor time that something takes: the least of some rounds, after one to warm up. */
export function leastMs(rounds: number, work: () => void): number {
  work();
  return Math.min(...Array.from({ length: rounds }, () => cpuMs(work)));
}
