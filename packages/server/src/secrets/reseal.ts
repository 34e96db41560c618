import type { Services } from "../services.ts";

/** Where sealed secrets are kept, and what each record is called in its seal. */
const SEALED = [
  { table: "sip_accounts", column: "password_sealed", record: "sip_account", field: "password" },
  { table: "mail_accounts", column: "password_sealed", record: "mail_account", field: "password" },
  { table: "mail_grants", column: "tokens_sealed", record: "mail_grant", field: "tokens" },
  { table: "mail_oauth_states", column: "verifier_sealed", record: "mail_oauth_state", field: "verifier" },
] as const;

/**
 * Seals anew what was sealed with another key than the present first one, so that a rotated key is needed no more once
 * this is done. Runs beside other work and other instances: a secret that was changed meanwhile is left as it is.
 * @returns how many were sealed anew
 * @throws SealError for a secret whose key is gone; those before it are done
 */
export async function resealStale({ db, sealer, tenant }: Pick<Services, "db" | "sealer" | "tenant">): Promise<number> {
  let count = 0;
  for (const { table, column, record, field } of SEALED) {
    const rows = await db.query<{ readonly id: string; readonly sealed: string }>(
      `select id, ${column} as sealed from ${table} where tenant_id = $1`,
      [tenant],
    );
    for (const { id, sealed: old } of rows) {
      if (!sealer.isStale(old)) continue;
      const context = { tenant, record: `${record}:${id}`, field };
      const fresh = sealer.seal(sealer.open(old, context), context);
      await db.query(`update ${table} set ${column} = $4 where tenant_id = $1 and id = $2 and ${column} = $3`, [
        tenant,
        id,
        old,
        fresh,
      ]);
      count += 1;
    }
  }
  return count;
}
