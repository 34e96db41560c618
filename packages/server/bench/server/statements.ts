import { createCrewServer } from "../../src/server.ts";
import type { Db, Queries, SqlValue } from "../../src/store/db.ts";
import { benchOptions } from "./options.ts";

/** A statement as it was sent. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Finds out which statements a list is made of: that which counts and that which reads the page. */
export async function statementsOf(
  db: Db,
  paths: readonly string[],
  headers: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, readonly Statement[]>>> {
  let heard: Statement[] = [];
  const query: Queries["query"] = (sql, values = []) => {
    if (/\bfrom users u\b/.test(sql) && /\blimit \d+/.test(sql)) heard.push({ sql, values: [...values] });
    return db.query(sql, values);
  };
  const found: Record<string, readonly Statement[]> = {};
  for (const path of paths) {
    heard = [];
    const crew = await createCrewServer(benchOptions({ ...db, query })); // a new one counts anew
    const response = await crew.fetch(new Request(`http://127.0.0.1${path}`, { headers }));
    if (!response.ok || heard.length !== 2) throw new Error(`${path}: ${response.status}, ${heard.length} statements`);
    found[path] = heard;
    await crew.close();
  }
  return found;
}
