import type { Migration } from "../migrate.ts";

/** Seeing the organisation was a right that nothing asked for; roles that still name it could not be saved any more. */
export const organisationIsOpen: Migration = {
  id: "0006-organisation-is-open",
  sql: `
update roles set grants = grants - 'org.view', version = version + 1 where grants ? 'org.view';
update tenants set rights_version = rights_version + 1;
`,
};
