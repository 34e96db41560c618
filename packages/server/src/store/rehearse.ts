import type { Unit } from "./unit.ts";

/**
 * Runs `work` within a change and undoes it: nothing of it is stored, audited or told. It must leave alone what outlives the
 * transaction, such as caches by version.
 */
export async function rehearse<T>(unit: Unit, work: (unit: Unit) => Promise<T>): Promise<T> {
  await unit.query("savepoint rehearsal");
  const result = await work({ ...unit, emit: () => {}, audit: async () => {}, afterCommit: () => {} });
  await unit.query("rollback to savepoint rehearsal");
  return result;
}

/** Runs `work` within a change; what it throws undoes it and leaves the change as it was before. */
export async function attempt<T>(unit: Unit, work: () => Promise<T>): Promise<T> {
  await unit.query("savepoint attempt");
  try {
    const result = await work();
    await unit.query("release savepoint attempt");
    return result;
  } catch (error) {
    await unit.query("rollback to savepoint attempt");
    throw error;
  }
}
