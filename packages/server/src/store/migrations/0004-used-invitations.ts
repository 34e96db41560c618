import type { Migration } from "../migrate.ts";

/** A link that was used stays known, so that whoever opens it again is told so and not that it never was. */
export const usedInvitations: Migration = {
  id: "0004-used-invitations",
  sql: `
alter table invitations add column used_at timestamptz;
`,
};
