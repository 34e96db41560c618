import { type CallerId, chainOf, type NumberUse, type PhoneNumber } from "@crewdock/contract";
import { sortNumbers } from "@crewdock/contract/serve";
import type { Actor } from "../rights/actor.ts";
import type { Queries } from "../store/db.ts";

interface NumberRow {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly name: string;
  readonly uses: readonly NumberUse[];
  readonly department_ids: readonly string[] | null;
}

const COLUMNS = "id, version, number, name, uses, department_ids";

function toNumber({ department_ids: departmentIds, version, ...row }: NumberRow): PhoneNumber {
  return { ...row, version: String(version), departmentIds };
}

/** All numbers of the company by name. */
export async function findNumbers(db: Queries, tenant: string): Promise<readonly PhoneNumber[]> {
  const rows = await db.query<NumberRow>(`select ${COLUMNS} from phone_numbers where tenant_id = $1`, [tenant]);
  return sortNumbers(rows.map(toNumber));
}

/** Locks numbers for a change of them, or so that they stay while somebody comes to show them. */
export async function lockNumbers(
  db: Queries,
  tenant: string,
  ids: readonly string[],
  lock: "update" | "share",
): Promise<readonly PhoneNumber[]> {
  if (ids.length === 0) return [];
  const rows = await db.query<NumberRow>(
    `select ${COLUMNS} from phone_numbers where tenant_id = $1 and id = any($2::text[]) order by id for ${lock}`,
    [tenant, ids],
  );
  return rows.map(toNumber);
}

/**
 * The numbers that the actor's calls may show, by name: what `mayShow` says, asked of the database.
 * @param only the id of the one that matters; null for all
 */
export async function callerIdsOf(
  db: Queries,
  tenant: string,
  { user, rights }: Pick<Actor, "user" | "rights">,
  only: string | null,
): Promise<readonly CallerId[]> {
  const rows = await db.query<CallerId>(
    `select id, number, name from phone_numbers
     where tenant_id = $1 and 'calls' = any(uses) and (department_ids is null or department_ids && $2::text[])
       and ($3::text is null or id = $3)`,
    [tenant, chainOf(rights.departments, user.departmentId), only],
  );
  return sortNumbers(rows);
}
