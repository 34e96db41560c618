import type { Migration } from "../migrate.ts";

/**
 * When a SIP account came to or left somebody, and which logins a change took from whom: the former owner's phone ends,
 * and credentials that were minted before count no more.
 */
export const phoneHandovers: Migration = {
  id: "0005-phone-handovers",
  sql: `
alter table sip_accounts add column assigned_at timestamptz;
create table ended_phones (
  tenant_id text not null references tenants,
  user_id text not null,
  login text not null,
  domain text not null,
  at timestamptz not null,
  primary key (tenant_id, user_id, at, domain, login)
);
`,
};
