import type { Migration } from "../migrate.ts";

/**
 * Letters to new users wait here from the change that makes them due until they are sent, so that none is lost with the
 * process. Those that were lost before are shown as failed: somebody may send them again.
 */
export const letters: Migration = {
  id: "0018-letters",
  sql: `
create table letters (
  tenant_id text not null,
  user_id text not null,
  id text not null,
  language text not null,
  due_at timestamptz not null,
  expires_at timestamptz not null,
  tries integer not null default 0,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references users on delete cascade
);
create index letters_by_due on letters (tenant_id, due_at);
update users set invitation_state = 'failed' where invitation_state = 'none' and invitation_at is not null;
`,
};
