import type { Migration } from "../migrate.ts";

/** Indexes for the other columns that the list of users can be sorted by. */
export const sortIndexes: Migration = {
  id: "0002-sort-indexes",
  sql: `
create index users_by_state on users (tenant_id, state, id);
create index users_by_creation on users (tenant_id, created_at, id);
create index users_by_last_login on users (tenant_id, coalesce(last_login_at, timestamptz '1970-01-01T00:00:00Z'), id);
`,
};
