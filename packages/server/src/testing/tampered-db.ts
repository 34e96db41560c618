import type { Db } from "../store/db.ts";

/** A database in which a test replaces some members, to listen to it or to break it. */
export function tamperedDb(inner: Db, members: Partial<Db>): Db {
  return {
    ...inner,
    kind: inner.kind,
    query: (...statement) => inner.query(...statement),
    transaction: (work) => inner.transaction(work),
    close: () => inner.close(),
    ...members,
  };
}

/** A database that loses each transaction at its very end while `losing`. */
export interface LosingDb {
  readonly db: Db;
  losing: boolean;
}

export function losingDb(inner: Db): LosingDb {
  const state: LosingDb = {
    losing: false,
    db: tamperedDb(inner, {
      transaction: (work) =>
        inner.transaction(async (tx) => {
          const result = await work(tx);
          if (state.losing) throw Object.assign(new Error("the connection broke at the commit"), { code: "08006" });
          return result;
        }),
    }),
  };
  return state;
}
