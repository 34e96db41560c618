import type { Migration } from "../migrate.ts";

/** Departments, positions and groups can be edited, and two who edit one must not overwrite each other. */
export const organisationVersions: Migration = {
  id: "0007-organisation-versions",
  sql: `
alter table departments add column version integer not null default 1;
alter table positions add column version integer not null default 1;
alter table user_groups add column version integer not null default 1;
`,
};
