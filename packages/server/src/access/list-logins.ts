import type { LoginQuery, LoginRecord, LoginResult, Page } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { SqlParameters } from "../store/db.ts";
import { containsPattern } from "../store/contains-pattern.ts";
import { keysetPage } from "../store/keyset.ts";
import { within } from "../store/within.ts";
import { demandOwnOr } from "./demand-own-or.ts";

interface LoginRow {
  readonly id: string;
  readonly at: Date;
  readonly user_id: string | null;
  readonly login: string;
  readonly result: LoginResult;
  readonly ip_address: string | null;
  readonly user_agent: string | null;
  readonly session_id: string | null;
}

/** The login log; one's own takes no right. */
export async function listLogins(query: LoginQuery, call: Call): Promise<Page<LoginRecord>> {
  const { db, tenant } = call;
  demandOwnOr(call, "security.view", query.userId);
  const parameters = new SqlParameters();
  parameters.add(tenant);
  const where = [...within("l.at", query, parameters)];
  if (query.userId !== undefined) where.push(`l.user_id = ${parameters.add(query.userId)}`);
  if (query.results?.length) where.push(`l.result = any(${parameters.add(query.results)}::text[])`);
  if (query.q?.trim()) where.push(`l.search like ${parameters.add(containsPattern(query.q))}`);
  return keysetPage<LoginRow, LoginRecord>({
    db,
    parameters,
    query,
    columns: { at: { sql: "l.at", type: "timestamptz" } },
    defaultSort: { field: "at", direction: "desc" },
    table: "login_records",
    alias: "l",
    select: "l.id, l.at, l.user_id, l.login, l.result, l.ip_address, l.user_agent, l.session_id",
    where,
    toItem: (row) => ({
      id: row.id,
      at: row.at.toISOString(),
      userId: row.user_id,
      login: row.login,
      result: row.result,
      address: row.ip_address,
      userAgent: row.user_agent,
      place: null,
      sessionId: row.session_id,
    }),
  });
}
