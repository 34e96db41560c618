import { after, before, describe } from "node:test";
import {
  postgresPrograms,
  startPostgres,
  type TemporaryPostgres,
  type TemporaryPostgresOptions,
} from "./temporary-postgres.ts";

const programs = await postgresPrograms();

/** Options of a test that is skipped, and says so, where PostgreSQL is not installed. */
export const needsPostgres: { readonly skip: string | false } = {
  skip: programs === undefined ? "skipped: needs PostgreSQL" : false,
};

/** Starts a PostgreSQL for a test with `needsPostgres`. */
export async function ownPostgres(options?: TemporaryPostgresOptions): Promise<TemporaryPostgres> {
  if (programs === undefined) throw new Error("PostgreSQL is not installed");
  return startPostgres(programs, options);
}

/**
 * Declares tests that share a PostgreSQL of their own; it ends after what they clean up by themselves.
 * @param declareTests may ask for it from the first `before` on
 */
export function onPostgres(name: string, declareTests: (postgres: () => TemporaryPostgres) => void): void {
  describe(name, needsPostgres, () => {
    let postgres: TemporaryPostgres;
    before(async () => {
      postgres = await ownPostgres();
    });
    declareTests(() => postgres);
    after(() => postgres[Symbol.asyncDispose]());
  });
}
