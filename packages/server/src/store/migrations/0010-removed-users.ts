import type { Migration } from "../migrate.ts";

/**
 * Users can be deleted for good: their calls stay, and of themselves only that they were there and where, so that those
 * who could see the person still see the calls. Tokens carry the epoch of their person's sessions; logging somebody out
 * everywhere begins a new one.
 */
export const removedUsers: Migration = {
  id: "0010-removed-users",
  sql: `
create table removed_users (
  tenant_id text not null references tenants,
  id text not null,
  department_id text not null,
  at timestamptz not null,
  primary key (tenant_id, id)
);
alter table call_records drop constraint call_records_tenant_id_user_id_fkey;
alter table users add column session_epoch integer not null default 0;
create index contacts_by_owner on contacts (tenant_id, owner_id, id);
create index departments_by_head on departments (tenant_id, head_id) where head_id is not null;
create index login_records_by_time on login_records (tenant_id, at, id);
`,
};
