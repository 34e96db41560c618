import type { Migration } from "../migrate.ts";

/**
 * What people write down of their calls, recordings of calls, and the company's numbers. A number that somebody shows
 * cannot be removed: the foreign keys see to it.
 */
export const callNotesAndNumbers: Migration = {
  id: "0013-call-notes-and-numbers",
  sql: `
alter table call_records add column note text, add column outcome text, add column notes_version integer not null default 1;

create table call_recordings (
  tenant_id text not null,
  call_id text not null,
  media_type text not null,
  seconds integer not null,
  bytes bytea not null,
  at timestamptz not null,
  primary key (tenant_id, call_id),
  foreign key (tenant_id, call_id) references call_records on delete cascade
);

create table phone_numbers (
  tenant_id text not null references tenants,
  id text not null,
  number text not null,
  name text not null,
  uses text[] not null,
  department_ids text[],
  version integer not null default 1,
  primary key (tenant_id, id),
  constraint phone_numbers_number_unique unique (tenant_id, number)
);
alter table users add column caller_id text, add column sms_caller_id text;
alter table users add foreign key (tenant_id, caller_id) references phone_numbers;
alter table users add foreign key (tenant_id, sms_caller_id) references phone_numbers;
create index users_by_caller_id on users (tenant_id, caller_id) where caller_id is not null;
create index users_by_sms_caller_id on users (tenant_id, sms_caller_id) where sms_caller_id is not null;
`,
};
