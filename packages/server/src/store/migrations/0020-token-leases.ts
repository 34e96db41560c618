import type { Migration } from "../migrate.ts";

/**
 * Who refreshes the tokens of a mail account or a grant, and until when the others wait for that: a provider may take each
 * refresh token once, and take back all of them when one comes twice.
 */
export const tokenLeases: Migration = {
  id: "0020-token-leases",
  sql: `
alter table mail_accounts add column refresh_lease text, add column refresh_until timestamptz;
alter table mail_grants add column refresh_lease text, add column refresh_until timestamptz;
`,
};
