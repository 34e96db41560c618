import type { Migration } from "../migrate.ts";

/**
 * Audit records are numbered without gaps and chained by hashes after their commit, so that writers wait for nobody and a
 * record that is changed or taken out later shows.
 */
export const auditChain: Migration = {
  id: "0009-audit-chain",
  sql: `
alter table audit_records add column chain_no bigint;
alter table audit_records add column chain_hash text;
create unique index audit_records_by_chain on audit_records (tenant_id, chain_no);
create index audit_records_unchained on audit_records (tenant_id, seq) where chain_no is null;
create index audit_records_by_time on audit_records (tenant_id, at, seq);
create table audit_heads (
  tenant_id text primary key references tenants,
  chain_no bigint not null,
  chain_hash text not null
);
`,
};
