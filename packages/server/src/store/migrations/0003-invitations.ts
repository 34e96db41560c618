import type { Migration } from "../migrate.ts";

/** Links by which new people choose their password: only a hash is kept, and one at most for each person. */
export const invitations: Migration = {
  id: "0003-invitations",
  sql: `
create table invitations (
  tenant_id text not null,
  user_id text not null,
  token_hash text not null,
  expires_at timestamptz not null,
  primary key (tenant_id, user_id),
  constraint invitations_token_unique unique (tenant_id, token_hash),
  foreign key (tenant_id, user_id) references users on delete cascade
);
`,
};
