import type { Migration } from "../migrate.ts";

/**
 * From where people may log in, and how much they may do. The rules of addresses stand with the company and with each
 * user, because every request reads both rows anyway; so does the address of the last log-in, by which it is judged who
 * would still get in.
 */
export const accessRules: Migration = {
  id: "0017-access-rules",
  sql: `
alter table login_records drop constraint login_records_result_check;
alter table login_records add constraint login_records_result_check
  check (result in ('ok', 'wrong', 'refused', 'address', 'rate_limited'));
alter table tenants add column ip_rules jsonb not null default '[]';
alter table tenants add column ip_rules_version integer not null default 1;
alter table tenants add column limits_version integer not null default 1;
alter table users add column ip_rules jsonb not null default '[]';
alter table users add column ip_rules_version integer not null default 1;
alter table users add column last_login_address text;
alter table users add column suspended_until timestamptz;
create index users_by_suspension on users (tenant_id, suspended_until) where suspended_until is not null;
update users u set last_login_address = l.ip_address
from (select distinct on (tenant_id, user_id) tenant_id, user_id, ip_address from login_records
  where result = 'ok' order by tenant_id, user_id, at desc, id) l
where l.tenant_id = u.tenant_id and l.user_id = u.id;
create table activity_limits (
  tenant_id text not null references tenants,
  place integer not null,
  action text not null,
  subject_type text not null check (subject_type in ('everyone', 'role', 'user')),
  subject_id text not null,
  period text not null check (period in ('day', 'week', 'month')),
  most integer not null,
  primary key (tenant_id, action, subject_type, subject_id, period)
);
create table activity_counts (
  tenant_id text not null,
  user_id text not null,
  action text not null,
  period text not null,
  starts_at timestamptz not null,
  used integer not null,
  primary key (tenant_id, user_id, action, period),
  foreign key (tenant_id, user_id) references users on delete cascade
);
`,
};
