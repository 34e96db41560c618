import type { Migration } from "../migrate.ts";

/** The sentences that rights have to keep to. Their version stands with the company, as that of activity limits does. */
export const rightsExpectations: Migration = {
  id: "0024-rights-expectations",
  sql: `
alter table tenants add column expectations_version integer not null default 1;
create table rights_expectations (
  tenant_id text not null references tenants,
  id text not null,
  place integer not null,
  subject_type text not null check (subject_type in ('user', 'department', 'position', 'group', 'role')),
  subject_id text not null,
  action text not null,
  bound text not null check (bound in ('at_most', 'at_least')),
  scope text not null check (scope in ('none', 'own', 'department', 'any')),
  note text,
  primary key (tenant_id, id)
);
`,
};
