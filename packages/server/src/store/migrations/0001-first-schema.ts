import type { Migration } from "../migrate.ts";

/**
 * Every table starts with the tenant, so that the schema can be sharded by it. No triggers and no NOTIFY: both stand
 * in the way of that and cost throughput. Names that sort or must be unique have a folded twin (`sort_name`, `*_key`).
 */
export const firstSchema: Migration = {
  id: "0001-first-schema",
  sql: `
create extension if not exists pg_trgm;

create table tenants (
  id text primary key,
  rights_version integer not null default 1
);

create table departments (
  tenant_id text not null references tenants,
  id text not null,
  name text not null,
  parent_id text,
  head_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references departments
);

create table positions (
  tenant_id text not null references tenants,
  id text not null,
  name text not null,
  department_id text,
  default_role_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, department_id) references departments
);

create table user_groups (
  tenant_id text not null references tenants,
  id text not null,
  name text not null,
  parent_id text,
  kind text not null check (kind in ('team', 'project')),
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references user_groups
);

create table roles (
  tenant_id text not null references tenants,
  id text not null,
  name text not null,
  name_key text not null,
  description text,
  grants jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint roles_name_unique unique (tenant_id, name_key)
);
alter table positions add foreign key (tenant_id, default_role_id) references roles;

create table users (
  tenant_id text not null references tenants,
  id text not null,
  state text not null check (state in ('active', 'blocked', 'deactivated', 'suspended')),
  last_name text not null,
  first_name text not null,
  patronymic text,
  sort_name text collate "C" not null,
  email text not null,
  email_key text collate "C" not null,
  login text not null,
  login_key text collate "C" not null,
  password_hash text,
  time_zone text not null,
  service_number text,
  position_id text,
  department_id text not null,
  invitation_state text not null default 'none' check (invitation_state in ('none', 'sent', 'failed', 'accepted')),
  invitation_at timestamptz,
  last_login_at timestamptz,
  search text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint users_email_unique unique (tenant_id, email_key),
  constraint users_login_unique unique (tenant_id, login_key),
  foreign key (tenant_id, position_id) references positions,
  foreign key (tenant_id, department_id) references departments
);
create index users_by_name on users (tenant_id, sort_name, id);
create index users_by_department on users (tenant_id, department_id);
create index users_by_position on users (tenant_id, position_id);
create index users_by_search on users using gin (search gin_trgm_ops);

create table user_group_members (
  tenant_id text not null,
  group_id text not null,
  user_id text not null,
  primary key (tenant_id, user_id, group_id),
  foreign key (tenant_id, user_id) references users on delete cascade,
  foreign key (tenant_id, group_id) references user_groups
);
create index user_group_members_by_group on user_group_members (tenant_id, group_id);

create table assignments (
  tenant_id text not null,
  role_id text not null,
  subject_type text not null check (subject_type in ('user', 'department', 'position', 'group')),
  subject_id text not null,
  until_at timestamptz,
  primary key (tenant_id, role_id, subject_type, subject_id),
  foreign key (tenant_id, role_id) references roles
);
create index assignments_by_subject on assignments (tenant_id, subject_type, subject_id);

create table sip_accounts (
  tenant_id text not null references tenants,
  id text not null,
  user_id text,
  login text not null,
  domain text not null,
  port integer not null,
  transport text not null,
  web_socket_url text,
  password_sealed text not null,
  checked_at timestamptz,
  primary key (tenant_id, id),
  constraint sip_accounts_login_unique unique (tenant_id, domain, login),
  constraint sip_accounts_user_unique unique (tenant_id, user_id),
  foreign key (tenant_id, user_id) references users
);

create table mail_accounts (
  tenant_id text not null,
  id text not null,
  user_id text not null,
  email text not null,
  provider_id text,
  imap jsonb not null,
  smtp jsonb not null,
  password_sealed text not null,
  sent_folder text,
  active boolean not null,
  state text not null check (state in ('unchecked', 'connected', 'failed')),
  checked_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users on delete cascade
);
create index mail_accounts_by_user on mail_accounts (tenant_id, user_id);

create table contacts (
  tenant_id text not null references tenants,
  id text not null,
  name text not null,
  sort_name text collate "C" not null,
  company text,
  email text,
  owner_id text,
  phones text[] not null,
  search text not null,
  primary key (tenant_id, id)
);
create index contacts_by_name on contacts (tenant_id, sort_name, id);
create index contacts_by_search on contacts using gin (search gin_trgm_ops);

create table contact_numbers (
  tenant_id text not null,
  contact_id text not null,
  digits text not null,
  last_ten text not null,
  primary key (tenant_id, digits, contact_id),
  foreign key (tenant_id, contact_id) references contacts on delete cascade
);
create index contact_numbers_by_tail on contact_numbers (tenant_id, last_ten);

create table call_records (
  tenant_id text not null,
  id text not null,
  user_id text not null,
  direction text not null,
  number text not null,
  name text,
  contact_id text,
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  result text not null,
  search text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users
);
create index call_records_by_start on call_records (tenant_id, started_at, id);
create index call_records_by_user on call_records (tenant_id, user_id, started_at, id);

create table login_records (
  tenant_id text not null,
  id text not null,
  at timestamptz not null,
  user_id text,
  login text not null,
  result text not null check (result in ('ok', 'wrong', 'refused', 'rate_limited')),
  ip_address text,
  user_agent text,
  primary key (tenant_id, id)
);
create index login_records_by_user on login_records (tenant_id, user_id, at);

create table audit_records (
  seq bigint generated always as identity primary key,
  tenant_id text not null,
  at timestamptz not null,
  actor_id text,
  action text not null,
  record_type text not null,
  record_id text not null,
  request_id text,
  before jsonb,
  after jsonb
);
create index audit_records_by_record on audit_records (tenant_id, record_type, record_id, seq);

create table outbox (
  seq bigint generated always as identity primary key,
  tenant_id text not null,
  type text not null,
  record_id text,
  owner_id text,
  department_ids text[] not null,
  at timestamptz not null
);

create table idempotent_answers (
  tenant_id text not null,
  actor_id text not null,
  key text not null,
  request_hash text not null,
  answer jsonb,
  at timestamptz not null,
  primary key (tenant_id, actor_id, key)
);

create table attempts (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  key text not null,
  at timestamptz not null
);
create index attempts_by_key on attempts (tenant_id, key, at);

create table proven_logins (
  tenant_id text not null,
  fingerprint text not null,
  at timestamptz not null,
  primary key (tenant_id, fingerprint)
);
`,
};
