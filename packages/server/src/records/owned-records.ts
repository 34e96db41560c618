import type { OwnedRecords } from "@crewdock/contract";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";

/** How many contacts a user owns: the one kind that the server keeps itself. */
export async function countOwned(db: Queries, tenant: string, userId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    "select count(*)::int as count from contacts where tenant_id = $1 and owner_id = $2",
    [tenant, userId],
  );
  return row?.count ?? 0;
}

/** All that a user owns, here and in the host's tables; kinds of which there are none are left out. */
export async function ownedRecords(
  { db, tenant, options }: Services,
  userId: string,
  signal: AbortSignal,
): Promise<readonly OwnedRecords[]> {
  const contacts = { kind: "contact", label: null, count: await countOwned(db, tenant, userId) };
  const hosted = (await options.records?.count(userId, signal)) ?? [];
  return [contacts, ...hosted].filter(({ count }) => count > 0);
}
