import { createHash } from "node:crypto";
import { stableJson } from "../secrets/fingerprint.ts";
import type { Db, Queries } from "../store/db.ts";

/** How far the chain of a tenant reaches. */
export interface AuditHead {
  /** Number of the last record; 0 when there is none. */
  readonly number: number;
  /** SHA-256 in hexadecimal over that record and all before it. */
  readonly hash: string;
}

/** What a look through the whole chain came to. */
export interface AuditVerdict extends AuditHead {
  /** The first number whose record is missing or not the one that was chained, or the head is not its end; null when all is as it was. */
  readonly brokenAt: number | null;
  /** Records that were written so lately that the chain does not reach them yet. */
  readonly unchained: number;
}

interface Row {
  readonly seq: string;
  readonly at: Date;
  readonly actor_id: string | null;
  readonly action: string;
  readonly record_type: string;
  readonly record_id: string;
  readonly request_id: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

interface ChainedRow extends Row {
  readonly chain_no: string;
  readonly chain_hash: string;
}

const BATCH = 500;
const NOTHING: AuditHead = { number: 0, hash: "0".repeat(64) };
const COLUMNS = "seq::text as seq, at, actor_id, action, record_type, record_id, request_id, before, after";

/**
 * Puts the committed records that are not in the chain yet behind its end, one instance at a time. The head goes into the
 * log each time: whoever could rewrite the whole chain in the database would have to rewrite the log as well.
 * @returns the head, and how many records were added
 */
export async function chainAudit(db: Db, tenant: string): Promise<AuditHead & { readonly added: number }> {
  let added = 0;
  for (;;) {
    const { head, count } = await db.transaction(async (tx) => chainBatch(tx, tenant));
    added += count;
    if (count < BATCH) return { ...head, added };
  }
}

async function chainBatch(tx: Queries, tenant: string): Promise<{ readonly head: AuditHead; readonly count: number }> {
  await tx.query(
    "insert into audit_heads (tenant_id, chain_no, chain_hash) values ($1, 0, $2) on conflict do nothing",
    [tenant, NOTHING.hash],
  );
  let head = await readHead(tx, tenant, "for update");
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from audit_records where tenant_id = $1 and chain_no is null order by audit_records.seq limit ${BATCH}`,
    [tenant],
  );
  if (rows.length === 0) return { head, count: 0 };
  const numbers: string[] = [];
  const hashes: string[] = [];
  for (const row of rows) {
    head = { number: head.number + 1, hash: hashOf(tenant, head, row) };
    numbers.push(String(head.number));
    hashes.push(head.hash);
  }
  await tx.query(
    `update audit_records a set chain_no = given.number, chain_hash = given.hash
     from unnest($2::bigint[], $3::bigint[], $4::text[]) as given (seq, number, hash)
     where a.tenant_id = $1 and a.seq = given.seq`,
    [tenant, rows.map(({ seq }) => seq), numbers, hashes],
  );
  await tx.query("update audit_heads set chain_no = $2::bigint, chain_hash = $3 where tenant_id = $1", [
    tenant,
    String(head.number),
    head.hash,
  ]);
  return { head, count: rows.length };
}

/**
 * Looks whether the audit records are all there, and as they were chained, up to the head as it is at the beginning: the
 * chain may go on growing meanwhile.
 */
export async function verifyAudit(db: Queries, tenant: string): Promise<AuditVerdict> {
  const end = await readHead(db, tenant, "");
  let last: AuditHead = NOTHING;
  let brokenAt: number | null = null;
  for (;;) {
    const rows = await db.query<ChainedRow>(
      `select ${COLUMNS}, chain_no::text as chain_no, chain_hash from audit_records
       where tenant_id = $1 and audit_records.chain_no > $2::bigint and audit_records.chain_no <= $3::bigint
       order by audit_records.chain_no limit ${BATCH}`,
      [tenant, String(last.number), String(end.number)],
    );
    for (const row of rows) {
      const expected = { number: last.number + 1, hash: hashOf(tenant, last, row) };
      const isSame = Number(row.chain_no) === expected.number && row.chain_hash === expected.hash;
      if (!isSame) brokenAt ??= expected.number;
      last = { number: Number(row.chain_no), hash: row.chain_hash };
    }
    if (rows.length < BATCH) break;
  }
  if (last.number !== end.number || last.hash !== end.hash) brokenAt ??= Math.min(last.number, end.number) + 1;
  const { beyond, unchained } = await behindHead(db, tenant);
  return { ...last, brokenAt: brokenAt ?? beyond, unchained };
}

/** The first record that has a number behind the head, and how many have none yet; head and records of one moment. */
async function behindHead(
  db: Queries,
  tenant: string,
): Promise<{ readonly beyond: number | null; readonly unchained: number }> {
  const [row] = await db.query<{ beyond: string | null; unchained: number }>(
    `select count(*) filter (where chain_no is null)::int as unchained, min(chain_no)::text as beyond
     from audit_records where tenant_id = $1 and (chain_no is null
       or chain_no > coalesce((select chain_no from audit_heads where tenant_id = $1), 0))`,
    [tenant],
  );
  return { beyond: row?.beyond ? Number(row.beyond) : null, unchained: row?.unchained ?? 0 };
}

async function readHead(db: Queries, tenant: string, lock: "for update" | ""): Promise<AuditHead> {
  const [row] = await db.query<{ chain_no: string; chain_hash: string }>(
    `select chain_no::text as chain_no, chain_hash from audit_heads where tenant_id = $1 ${lock}`,
    [tenant],
  );
  return row ? { number: Number(row.chain_no), hash: row.chain_hash } : NOTHING;
}

function hashOf(tenant: string, before: AuditHead, row: Row): string {
  const record = [
    before.hash,
    before.number + 1,
    tenant,
    row.at.toISOString(),
    row.actor_id,
    row.action,
    row.record_type,
    row.record_id,
    row.request_id,
    row.before,
    row.after,
  ];
  return createHash("sha256").update(stableJson(record)).digest("hex");
}
