import type { Migration } from "../migrate.ts";

/** Where people are logged in. A session that has ended has no row any more; `seen_at` is written once a minute at most. */
export const loginSessions: Migration = {
  id: "0011-login-sessions",
  sql: `
create table login_sessions (
  tenant_id text not null,
  id text not null,
  user_id text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  ip_address text,
  user_agent text,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users on delete cascade
);
create index login_sessions_by_user on login_sessions (tenant_id, user_id, started_at);
alter table login_records add column session_id text;
`,
};
