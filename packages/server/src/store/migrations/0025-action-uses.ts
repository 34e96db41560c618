import type { Migration } from "../migrate.ts";

/**
 * Which rights are used: of each person and action the last day alone. `observed_actions` tells since when all uses of an
 * action are recorded, `granted_at` since when a role has granted what it did not from its beginning.
 */
export const actionUses: Migration = {
  id: "0025-action-uses",
  sql: `
create table observed_actions (
  tenant_id text not null references tenants,
  action text not null,
  by_host boolean not null,
  since timestamptz not null,
  primary key (tenant_id, action)
);
create table action_uses (
  tenant_id text not null,
  user_id text not null,
  action text not null,
  last_on date not null,
  primary key (tenant_id, user_id, action),
  foreign key (tenant_id, user_id) references users on delete cascade
);
alter table roles add column granted_at jsonb not null default '{}';
`,
};
