import type { Migration } from "../migrate.ts";

/** What matched nobody may be a password that was typed in the wrong field: the log keeps its first letter. */
export const maskedLogins: Migration = {
  id: "0012-masked-logins",
  sql: `
update login_records set login = left(login, 1) || '…' where user_id is null;
`,
};
