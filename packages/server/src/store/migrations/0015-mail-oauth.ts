import type { Migration } from "../migrate.ts";

/**
 * Signing in with mail providers. A mail account with `oauth_provider` has sealed tokens where others have their password.
 * `id` of a state is its hash.
 */
export const mailOAuth: Migration = {
  id: "0015-mail-oauth",
  sql: `
alter table mail_accounts add column oauth_provider text;
create table mail_oauth_states (
  tenant_id text not null,
  id text not null,
  user_id text not null,
  provider_id text not null,
  verifier_sealed text not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users on delete cascade
);
create table mail_grants (
  tenant_id text not null,
  id text not null,
  user_id text not null,
  provider_id text not null,
  tokens_sealed text not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users on delete cascade
);
`,
};
